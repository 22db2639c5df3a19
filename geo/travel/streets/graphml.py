"""Walking streets from a graph that OSMnx saved (GraphML)."""

from __future__ import annotations

from itertools import compress
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.core import crs as systems
from geo.errors import InputError
from geo.travel.build.assemble import ISLAND_M, Pieces, assemble
from geo.travel.graph import StreetGraph
from geo.travel.streets.graphml_file import GraphFile
from geo.travel.streets.osm import OSM_NOTICE
from geo.travel.streets.rules import TAGS, may_walk, oneway
from geo.words import _

__all__ = ["read_graphml"]

Line = tuple[tuple[float, float], ...]
Drawn = tuple[str, str, Line]


def read_graphml(path: Path, crs: str | None = None, *, island_m: float = ISLAND_M) -> StreetGraph:
    """Build the walking graph of an OSMnx graph.

    An edge that stands in the file both ways becomes one street. The one-way streets of such
    graphs are those of cars: people walk them both ways. Motorways are left out.

    Raises
    ------
    InputError
        The file is damaged, declares XML entities, or is no street graph.
    """
    try:
        file = GraphFile.read(path)
        streets = {(e["u"], e["v"], _line(e, file)): e for e in reversed(file.edges)}
    except (ValueError, KeyError, shapely.GEOSException) as wrong:
        raise InputError(
            _("{file} is not a street graph of OSMnx (GraphML): {why}", file=path.name, why=wrong)
        ) from wrong
    # The way back stands in the file as a street of its own: one of the two is enough.
    lines = [s for s in streets if s <= _turned(s) or _turned(s) not in streets]
    tags = pd.DataFrame([{t: _first(streets[k].get(t, "")) for t in TAGS} for k in lines])
    is_open = may_walk(tags) if lines else np.zeros(0, bool)
    if not is_open.any():
        raise InputError(_("{file} holds no streets that can be walked.", file=path.name))
    tags = tags[is_open].reset_index(drop=True)
    source = file.facts.get("crs", "epsg:4326")
    if crs is None:
        place = np.array(list(file.nodes.values()), np.float64)
        degrees = systems.transform(place[:, 0], place[:, 1], source, "EPSG:4326")
        crs = systems.local_crs(*degrees)
    pieces = _pieces(list(compress(lines, is_open)), tags, source, crs)
    return assemble(pieces, crs=crs, island_m=island_m, notice=OSM_NOTICE)


def _turned(street: Drawn) -> Drawn:
    return street[1], street[0], street[2][::-1]


def _pieces(streets: list[Drawn], tags: pd.DataFrame, source: str, crs: str) -> Pieces:
    """Bring the lines into metres; those against which people must walk are turned round."""
    forward, backward = oneway(tags)
    drawn = [_turned(s) if turn else s for s, turn in zip(streets, backward, strict=True)]
    points = np.array([place for _u, _v, line in drawn for place in line])
    x, y = systems.transform(points[:, 0], points[:, 1], source, crs)
    number = {name: n for n, name in enumerate(dict.fromkeys(e for s in drawn for e in s[:2]))}
    return Pieces(
        np.array([number[u] for u, _v, _line in drawn]),
        np.array([number[v] for _u, v, _line in drawn]),
        np.cumsum([0, *(len(line) for _u, _v, line in drawn)]),
        x,
        y,
        forward | backward,
        np.zeros(len(drawn)),
        pd.DataFrame({"name": tags["name"], "kind": tags["highway"]}, dtype=object),
    )


def _line(edge: dict[str, str], file: GraphFile) -> Line:
    """Return the points of an edge; the straight line where the file gives none."""
    first, last = file.nodes[edge["u"]], file.nodes[edge["v"]]
    text = edge.get("geometry", "")
    inner = shapely.get_coordinates(shapely.from_wkt(text))[1:-1] if text else ()
    return (first, *((float(x), float(y)) for x, y in inner), last)


def _first(text: str) -> str:
    """Return the first of several values, which OSMnx writes as a list: ``['steps', 'path']``."""
    return text.strip("[]").split(",")[0].strip(" '\"") if text.startswith("[") else text
