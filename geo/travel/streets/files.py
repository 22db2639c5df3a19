"""Streets from a file, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geo.errors import InputError
from geo.travel.graph import StreetGraph
from geo.travel.streets.assemble import ISLAND_M
from geo.travel.streets.osm import read_osm
from geo.words import _

__all__ = ["read_streets"]


def read_streets(
    path: str | Path,
    crs: str | None = None,
    *,
    island_m: float = ISLAND_M,
    progress: Callable[[float], object] | None = None,
) -> StreetGraph:
    """Read streets: an OSM extract (``.osm.pbf``).

    Raises
    ------
    InputError
        The file does not exist or holds no streets.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(_("There is no file {file}.", file=file))
    return read_osm(file, crs, island_m=island_m, progress=progress)
