"""Matching: names of a list beside names of known places, for a person to say yes or no to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.core.crs import from_wgs84, local_crs, metric
from geo.read.cells.headings import plain
from geo.read.layer import Layer

__all__ = ["Pair", "anchors_of", "propose_matches"]

_LIKE = 70.0  # rapidfuzz ratio from which names are worth a look
_MOST_ROWS = 20_000
_MATCH_M = 5_000.0


@dataclass(frozen=True)
class Pair:
    """A row of a list and the known place that may be the same.

    Attributes
    ----------
    row
        Position in the list.
    name, known_name
        How each calls the place.
    lon, lat
        WGS-84 degrees of the known place.
    score
        100 for equal names, down to 70.
    apart_m
        Metres between the two as the list stands.
    """

    row: int
    name: str
    known_name: str
    lon: float
    lat: float
    score: float
    apart_m: float


def propose_matches(layer: Layer, known: Sequence[Layer], *, n: int = 8) -> tuple[Pair, ...]:
    """Propose the pairs most alike by name, one for each known place, the best first.

    Parameters
    ----------
    layer
        The list of unknown datum.
    known
        Layers of known datum.
    n
        How many at most.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - slow to import

    places = [
        (str(name), float(lon), float(lat))
        for one in known
        for name, lon, lat in zip(one.table["name"], one.lon, one.lat, strict=True)
    ]
    names = [plain(place[0]) for place in places]
    here = _metres(layer, from_wgs84(layer.lon, layer.lat, layer.source.datum))
    there = _metres(layer, (np.array([p[1] for p in places]), np.array([p[2] for p in places])))
    found = []
    for row, name in enumerate(layer.table["name"].iloc[:_MOST_ROWS]):
        hit = (
            process.extractOne(asked, names, scorer=fuzz.ratio, score_cutoff=_LIKE)
            if len(asked := plain(name)) >= 2
            else None
        )
        if hit is not None and (far := float(np.hypot(*(here[row] - there[hit[2]])))) < _MATCH_M:
            found.append(Pair(row, str(name), *places[hit[2]], float(hit[1]), far))
    return _one_each(found)[:n]


def anchors_of(pairs: Sequence[Pair]) -> tuple[Ints, Floats, Floats]:
    """Return the rows, and the lon and lat of their places, as `diagnose` takes them."""
    rows = np.array([p.row for p in pairs], np.int64)
    return rows, np.array([p.lon for p in pairs]), np.array([p.lat for p in pairs])


def _one_each(found: Sequence[Pair]) -> tuple[Pair, ...]:
    """Keep the pair most alike for each known place; the best first, then as in the list."""
    best: dict[tuple[str, float, float], Pair] = {}
    for pair in sorted(found, key=lambda p: (-p.score, p.row)):
        best.setdefault((pair.known_name, pair.lon, pair.lat), pair)
    return tuple(best.values())


def _metres(layer: Layer, degrees: tuple[Floats, Floats]) -> Floats:
    return np.column_stack(metric(*degrees, local_crs(layer.lon, layer.lat)))
