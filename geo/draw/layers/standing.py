"""Sites of two levels, homes and stations, each level with its own signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from geo.core import Study
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place
from geo.draw.pictures import HOME_SYMBOLS
from geo.draw.safe import text
from geo.words import N_, _

__all__ = ["Standing", "standing"]

_SIGNS = {"homes": ("existing", "proposed"), "stations": ("station", "new_station")}
_NAMES = {"homes": N_("Homes"), "stations": N_("Stations")}
_WORDS = {
    "existing": N_("Home open today"),
    "proposed": N_("Proposed home {rank}"),
    "station": N_("Station open today"),
    "new_station": N_("Proposed station {rank}"),
}


class Standing(NamedTuple):
    """The sites of one level.

    Attributes
    ----------
    level
        ``"homes"`` or ``"stations"``.
    today, new
        Positions of its sites that are open today, and of those proposed, in their order.
    reach
        People within the radius of each, those of today first.
    """

    level: str
    today: Sequence[int]
    new: Sequence[int]
    reach: tuple[int, ...]


def standing(study: Study, level: Standing) -> Layer:
    """Draw the sites of one level; proposed ones have a number."""
    sites, signs = study.sites, _SIGNS[level.level]
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    ranked = [(j, 0) for j in level.today] + [(j, k) for k, j in enumerate(level.new, 1)]
    rows: list[list[Any]] = []
    for (j, rank), people in zip(ranked, level.reach, strict=True):
        word = text(_(_WORDS[signs[rank > 0]], rank=rank))
        label = f"{text(sites.names[j])} · {word}"
        rows.append([*place(lat[j], lon[j]), int(rank > 0), label, [f"{people:,}"], rank, word])
    spec = {
        "rows": rows,
        "symbols": [HOME_SYMBOLS[sign] for sign in signs],
        "labels": [text(_("Workers within the radius"))],
    }
    used = tuple(sign for k, sign in enumerate(signs) if any(row[2] == k for row in rows))
    return Layer("homes", spec, role=level.level, name=text(_(_NAMES[level.level])), meanings=used)
