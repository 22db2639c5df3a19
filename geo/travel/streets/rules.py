"""Who may walk where: OpenStreetMap's tags as walking rules."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["TAGS", "may_walk", "oneway"]

TAGS = [
    "highway", "foot", "access", "motorroad", "service", "name", "footway", "conveying",
    "oneway:foot", "oneway", "segregated",
]  # fmt: skip
"""Tags the rules look at."""

Flags = npt.NDArray[np.bool_]

# Not streets (yet, or any more), not for people on foot, or a rest area's drawing.
_NEVER = {
    "abandoned", "bus_guideway", "busway", "construction", "demolished", "escape", "emergency_bay",
    "motorway", "motorway_link", "no", "planned", "proposed", "raceway", "razed", "rest_area",
    "services", "via_ferrata",
}  # fmt: skip
# Only where a sign lets people on foot in.
_ASK = {"cycleway", "bridleway"}
_CLOSED = {"no", "private", "agricultural", "forestry"}
_OPEN = {"yes", "designated", "permissive", "destination", "customers", "official", "use_sidepath"}


def _text(ways: pd.DataFrame, tag: str) -> npt.NDArray[np.str_]:
    if tag not in ways:
        return np.full(len(ways), "", "U1")
    column = ways[tag].astype(object)
    return column.where(column.notna(), "").to_numpy().astype(str)


def may_walk(ways: pd.DataFrame) -> Flags:
    """Say which ways are open on foot.

    Footways, steps, crossings, squares and all streets count; motorways, motor roads and whatever
    is no street do not. The tag ``foot`` decides over ``access``; private ways are closed.
    """
    highway, foot, access = (_text(ways, t) for t in ("highway", "foot", "access"))
    invited = np.isin(foot, list(_OPEN))
    street = (highway != "") & ~np.isin(highway, list(_NEVER))
    shared = _text(ways, "segregated") != ""  # a cycleway beside which people walk
    street &= ~np.isin(highway, list(_ASK)) | invited | shared
    closed = np.where(foot != "", np.isin(foot, list(_CLOSED)), np.isin(access, list(_CLOSED)))
    closed |= (
        (_text(ways, "motorroad") == "yes") | (_text(ways, "service") == "private")
    ) & ~invited
    walkable: Flags = street & ~closed
    return walkable


def oneway(ways: pd.DataFrame) -> tuple[Flags, Flags]:
    """Say which ways people on foot may walk only as drawn, and which only against it.

    A one-way street is one for cars; ``oneway:foot`` and moving stairs bind people too.
    """
    signed, moving = _text(ways, "oneway:foot"), _text(ways, "conveying")
    stairs = np.isin(_text(ways, "highway"), ["steps", "footway", "path"])
    own = np.where(stairs & np.isin(_text(ways, "foot"), ["designated"]), _text(ways, "oneway"), "")
    forward = np.isin(signed, ["yes", "1", "true"]) | (moving == "forward") | (own == "yes")
    backward = (signed == "-1") | (moving == "backward") | (own == "-1")
    return forward & ~backward, backward & ~forward
