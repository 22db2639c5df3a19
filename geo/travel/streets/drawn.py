"""Walking streets from the lines a study draws on its base map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import crs as systems
from geo.errors import InputError
from geo.travel.build.assemble import Pieces, assemble
from geo.travel.build.noding import Lines, node
from geo.travel.graph import StreetGraph
from geo.words import _

__all__ = ["drawn_streets"]

_GAP_M = 0.5


def drawn_streets(shape: BaseGeometry, crs: str) -> StreetGraph:
    """Build the walking graph of lines in WGS-84 lon/lat; all lie on one level, open both ways.

    Parameters
    ----------
    shape
        Lines; other parts are left out.
    crs
        Metric system of the graph.

    Raises
    ------
    InputError
        There is no line.
    """
    parts = shapely.get_parts(shapely.force_2d(shape))
    parts = parts[(shapely.get_type_id(parts) == 1) & (shapely.length(parts) > 0)]
    if not len(parts):
        raise InputError(
            _(
                "There are no streets to walk on. Give an OpenStreetMap extract, a layer of "
                "road lines or an OSMnx graph."
            ),
            option="--streets FILE",
            call="geo.Street.from_file(FILE)",
        )
    points, line = shapely.get_coordinates(shapely.remove_repeated_points(parts), return_index=True)
    start = np.searchsorted(line, np.arange(len(parts) + 1))
    x, y = systems.metric(points[:, 0], points[:, 1], crs)
    cut = node(Lines(start, x, y, np.zeros(len(parts), np.int64)), _GAP_M)
    none = np.zeros(len(cut.line))
    nameless = pd.DataFrame(index=range(len(none)))
    return assemble(
        Pieces(cut.first, cut.last, cut.start, cut.x, cut.y, none.astype(bool), none, nameless),
        crs=crs,
    )
