"""Streets from a file, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geo.errors import InputError
from geo.travel.build.assemble import ISLAND_M
from geo.travel.graph import StreetGraph
from geo.travel.streets.graphml import read_graphml
from geo.travel.streets.keep import is_kept, load
from geo.travel.streets.lines import LineRules, read_lines
from geo.travel.streets.osm import read_osm
from geo.words import _

__all__ = ["read_streets"]


def read_streets(
    path: str | Path,
    crs: str | None = None,
    *,
    rules: LineRules | None = None,
    island_m: float = ISLAND_M,
    progress: Callable[[float], object] | None = None,
) -> StreetGraph:
    """Read streets from whatever holds them.

    Parameters
    ----------
    path
        An OSM extract (``.osm.pbf``), an OSMnx graph (``.graphml``), streets kept earlier
        (``.parquet``), or a layer of road lines (Shapefile, also zipped, GeoPackage, GeoJSON,
        GeoParquet, ...).
    crs
        Metric system of the graph; by default one true to scale around its middle. Streets kept
        earlier keep theirs.
    rules
        How to read a layer of road lines.
    island_m
        Connected pieces with less street than this are left out and listed.
    progress
        Told the share done, 0..1; may raise to stop.

    Raises
    ------
    InputError
        The file does not exist, cannot be read or holds no streets.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(_("There is no file {file}.", file=file))
    suffix = file.suffix.lower()
    if suffix == ".pbf":
        return read_osm(file, crs, island_m=island_m, progress=progress)
    if suffix == ".graphml":
        return read_graphml(file, crs, island_m=island_m)
    if suffix == ".parquet" and is_kept(file):
        return load(file)
    return read_lines(file, crs, rules=rules, island_m=island_m)
