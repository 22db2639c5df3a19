"""One row of a list as plain values, which a project can keep and another list be held against."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.core.crs import lonlat
from geo.core.demand import Demand, columns_of
from geo.core.edits.cells import plain, same
from geo.core.edits.draft import Draft
from geo.core.edits.place import PLACE
from geo.core.sites import AMOUNTS
from geo.core.study import Study

__all__ = ["Row", "apart_m", "firm_row", "is_alike", "site_rows"]

Row = Mapping[str, object]
"""Column -> value; among them ``lon, lat`` in WGS-84 degrees, ``workers``, ``status``, amounts."""

_UNASKED = ("is_estimated",)  # follows from who said the number of workers
_SAME_DEGREES = 1e-6  # 10 cm: two systems of metres tell one place by less
_DEGREE_M = 111_320.0


def firm_row(demand: Demand, firm_id: object) -> Row | None:
    """Return the row of a firm; None where there is no such firm."""
    pos = int(demand.ids.get_indexer(pd.Index([firm_id]))[0])
    if pos < 0:
        return None
    lon, lat = lonlat(demand.x[[pos]], demand.y[[pos]], demand.crs)
    columns = zip(demand.table.columns, columns_of(demand.table), strict=True)
    further = {str(c): _told(column.iloc[pos]) for c, column in columns if c not in _UNASKED}
    return {
        **further, "workers": int(demand.weight[pos]), "lon": float(lon[0]), "lat": float(lat[0])
    }  # fmt: skip


def site_rows(study: Study) -> dict[object, Row]:
    """Return all sites, id by id."""
    sites = study.sites
    if not len(sites):
        return {}
    draft = Draft.of(sites)
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    own: dict[str, list[object]] = {
        "status": [*draft.status], "lon": lon.tolist(), "lat": lat.tolist(),
        **{name: [*values] for name, values in draft.amounts.items()},
    }  # fmt: skip
    names = [c for c in draft.table if c not in (*own, *AMOUNTS.values())]
    columns = {str(c): [_told(v) for v in draft.table[c]] for c in names} | own
    return {
        plain(site_id): {name: values[k] for name, values in columns.items()}
        for k, site_id in enumerate(sites.ids)
    }


def is_alike(field: str, a: object, b: object) -> bool:
    """Say whether two cells say the same; a place may differ by what computing adds to it."""
    if field in PLACE and isinstance(a, float) and isinstance(b, float):
        return abs(a - b) < _SAME_DEGREES
    return same(a, b)


def apart_m(a: Row, b: Row) -> float:
    """Return how far two rows lie apart, in metres, near enough to judge by."""
    (a_lon, a_lat), (b_lon, b_lat) = (
        (float(str(row["lon"])), float(str(row["lat"]))) for row in (a, b)
    )
    east = (a_lon - b_lon) * np.cos(np.radians((a_lat + b_lat) / 2))
    return float(np.hypot(east, a_lat - b_lat) * _DEGREE_M)


def _told(value: object) -> object:
    """Return a cell in one of the kinds that JSON knows."""
    held = plain(value)
    return held if held is None or isinstance(held, (str, int, float, bool)) else str(held)
