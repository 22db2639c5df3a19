"""Streets left out are kept with the graph and said; nobody is measured in silence without them."""

from __future__ import annotations

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from geo import store
from geo.cli import main
from geo.core import Study
from geo.core.crs import lonlat
from geo.solve import MaxCover, solve
from geo.travel import Street
from geo.travel.changes import link
from geo.travel.graph import StreetGraph
from geo.travel.streets.keep import load, pack, save, unpack
from geo.verify import check_file

from drawn import dense, firms, homes, town

METRIC = "EPSG:32650"
LINES = [[(0, 0), (900, 0)], [(900, 0), (900, 900)], [(0, 40), (60, 40)]]
X0, Y0 = 500_000, 4_400_000


def kept():
    names = ["Main", "Main", "Yard"]
    graph = town(LINES, island_m=1000, names=names)
    return replace(graph, crs=METRIC, n_row=3, left_out=replace(graph.left_out, crs=METRIC))


@pytest.mark.parametrize("graph", [kept(), link(kept(), [[(100, 5), (300, 5)]])])
def test_they_come_back_from_a_file(tmp_path, graph):
    save(graph, tmp_path / "s.parquet")
    for again in (load(tmp_path / "s.parquet"), unpack(pack(graph), "s")):
        assert again == graph
        assert again.left_out == graph.left_out
        assert again.left_out.column("name").tolist() == ["Yard"]
        assert again.n_row == 3
        assert again.islands.equals(graph.islands)
    assert gpd.read_parquet(tmp_path / "s.parquet")["is_left_out"].sum() == 1


def test_files_kept_before_there_were_any_are_still_read(tmp_path):
    """Such a file knows neither the column nor the count of rows."""
    graph = replace(kept(), left_out=None, n_row=0)
    save(graph, tmp_path / "s.parquet")
    table = pq.read_table(tmp_path / "s.parquet")
    assert "is_left_out" not in table.column_names
    meta = dict(table.schema.metadata)
    own = json.loads(meta[b"xuanzhi.streets"])
    del own["n_row"]
    meta[b"xuanzhi.streets"] = json.dumps(own).encode()
    pq.write_table(table.replace_schema_metadata(meta), tmp_path / "s.parquet")
    assert load(tmp_path / "s.parquet") == graph


def test_streets_without_any_have_the_digest_they_always_had():
    line = StreetGraph([0, 9], [0, 0], [0], [1], [9], [9], [0], [0, 2], [0, 9], [0, 0])
    assert line.digest == "a05d946eee651bdd6dc28dee73e45e38"


def test_a_checker_agrees_where_an_end_stands_in_the_blank(tmp_path):
    spots = [(50, 0), (2000, 50), (2100, 90), (880, 300)]
    study = Study("Blank", *(replace(v, crs=METRIC) for v in (firms(*spots), homes(*spots))))
    reach = Street(graph=kept()).reach(study.demand, study.sites, 3000)
    assert np.array_equal(dense(reach), dense(reach).T)
    assert dense(reach)[0, 1] == pytest.approx(reach.detour * np.hypot(1950, 50))
    plan = solve(MaxCover(new=2, radius_m=2700), reach)
    store.save(tmp_path / "plan.gpkg", study, plan)
    assert str(check_file(tmp_path / "plan.gpkg")) == f"PROVEN value = bound = {plan.value}"


def written(tmp_path, firms_at, sites_at, lines):
    shapes = [shapely.LineString(np.add(line, (X0, Y0))) for line in lines]
    shapes.append(shapely.LineString([(X0, Y0), (X0, Y0)]))
    gpd.GeoDataFrame(geometry=shapes, crs=METRIC).to_file(tmp_path / "roads.gpkg")
    for kind, at in (("firms", firms_at), ("sites", sites_at)):
        x, y = np.add(at, (X0, Y0)).T
        lon, lat = lonlat(x, y, METRIC)
        table = {"id": range(len(at)), "name": [f"{kind} {k}" for k in range(len(at))]}
        table |= {"lon": lon, "lat": lat}
        pd.DataFrame(table | {"workers": 10}).to_csv(tmp_path / f"{kind}.csv", index=False)
    files = [f"--{k}={tmp_path / k}.csv" for k in ("firms", "sites")]
    return [*files, f"--streets={tmp_path / 'roads.gpkg'}", "--mode=street", "--datum=wgs84"]


def test_the_command_line_says_what_there_is_to_walk_on_and_what_was_not_used(tmp_path, capsys):
    yard, far = [(0, 40), (60, 40)], [(0, 5000), (60, 5000)]
    options = written(
        tmp_path, [(30, 45), (30, 5010), (700, 5)], [(100, 5), (50, 5005)], [*LINES[:2], yard, far]
    )
    out = tmp_path / "plan.xlsx"
    assert main(["plan", *options, "--new=1", "--radius-m=500", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1.9 km in 2 pieces   left out as scrap: 0.1 km in 1 piece" in said
    assert "5 lines read: 4 used, 1 rejected; the first in row 5: The line has no length." in said
    assert "1 firm stands on streets that are not joined" in said
    assert "For 1 firm the nearest street is a short piece" in said
    assert "no streets are drawn" not in said
    sheets = pd.read_excel(out, sheet_name=None, header=None, engine="calamine")
    cells = {str(c) for sheet in sheets.values() for c in sheet.to_numpy().ravel()}
    assert "along streets farther off: the nearest is a short piece that was left out" in cells
    assert "along streets not joined to the others" in cells
