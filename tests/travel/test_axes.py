"""Street lines for the datum doctor: those on which firms stand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from geo.travel.streets.axes import axes
from geo.travel.streets.files import read_streets

LINES = {
    "residential": [(116.650, 39.910), (116.655, 39.912), (116.660, 39.911)],
    "footway": [(116.660, 39.911), (116.661, 39.915)],
    "primary": [(116.650, 39.910), (116.645, 39.905)],
    "service": [(116.655, 39.912), (116.656, 39.918)],
}


def test_footways_and_service_roads_are_left_out(tmp_path):
    path = tmp_path / "roads.gpkg"
    shapes = [shapely.LineString(line) for line in LINES.values()]
    gpd.GeoDataFrame({"highway": list(LINES)}, geometry=shapes, crs=4326).to_file(path)
    found = axes(read_streets(path, island_m=0))
    kept = [LINES["residential"], LINES["primary"]]
    corners = {tuple(np.round(c, 6)) for c in shapely.get_coordinates(found)}
    assert corners == {tuple(np.round(c, 6)) for line in kept for c in line}
    wanted = sum(shapely.LineString(line).length for line in kept)
    assert abs(found.length - wanted) < 1e-8
