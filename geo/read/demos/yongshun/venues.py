"""The venues of the synthetic town: two homes of today, halls that could serve, one refused."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

from geo.core import Sites
from geo.read.demos.yongshun.ground import CRS, MIDDLE, communities

__all__ = ["venues"]


def venues() -> Sites:
    """Read the venues; ``{street}`` in a name stands for the community it lies in."""
    listed = files("geo.read.demos.yongshun") / "venues.csv"
    with listed.open(encoding="utf-8") as file:
        table = pd.read_csv(file, keep_default_na=False)
    at = MIDDLE + table[["east_m", "north_m"]].to_numpy(np.float64)
    table["street"] = communities(at[:, 0], at[:, 1])
    for column in ("name", "host"):
        table[column] = [
            text.format(street=street)
            for text, street in zip(table[column], table["street"], strict=True)
        ]
    return Sites.from_arrays(
        at[:, 0],
        at[:, 1],
        table["status"],
        table["id"],
        cost=table["cost_yuan"],
        crs=CRS,
        table=table[["name", "street", "host", "kind", "hours", "area_m2"]],
    )
