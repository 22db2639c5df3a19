"""Names: places that two lists call alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, metric
from geo.read.cells.headings import plain
from geo.read.datum.writing import writing_of
from geo.read.layer import Layer

__all__ = ["all_matches", "as_given", "match_names"]

_MATCH_M = 5_000.0  # beyond, a namesake
_LIKE = 92.0  # rapidfuzz ratio of names taken as one
_MOST_ALIKE = 20_000  # rows for which names that differ a little are looked for

Matches = tuple[Ints, Floats, Floats]


def as_given(layer: Layer) -> tuple[Floats, Floats]:
    """Return a layer's coordinates before any conversion: degrees, or metres where it has those."""
    return writing_of(layer.taken_for, layer.source.datum).encode(layer.lon, layer.lat)


def match_names(layer: Layer, known: Layer, *, at: tuple[Floats, Floats] | None = None) -> Matches:
    """Match rows of a layer with a known layer by name.

    Parameters
    ----------
    layer, known
        The lists.
    at
        Degrees where the layer is thought to lie, some kilometres more or less; None: as it is
        written.

    Returns
    -------
    rows, lon, lat
        Rows of ``layer``, and where ``known`` has the place of that name, in WGS-84.
    """
    names = [plain(n) for n in layer.table["name"]]
    others = [plain(n) for n in known.table["name"]]
    spots = zip(
        others, np.round(known.lon, 5).tolist(), np.round(known.lat, 5).tolist(), strict=True
    )
    often = Counter(name for name, *_spot in set(spots))  # a place listed twice is one
    single = {n: k for k, n in enumerate(others) if n and often[n] == 1}
    lon, lat = as_given(layer) if at is None else at
    crs = local_crs(known.lon, known.lat)
    here = np.column_stack(metric(lon, lat, crs))
    there = np.column_stack(metric(known.lon, known.lat, crs))
    pairs = []
    for row, name in enumerate(names):
        found = _alike(name, single, is_exact=row >= _MOST_ALIKE)
        if found is not None and np.hypot(*(here[row] - there[found])) < _MATCH_M:
            pairs.append((row, found))
    rows, ats = (np.array([p[k] for p in pairs], np.int64) for k in (0, 1))
    return rows, known.lon[ats], known.lat[ats]


def all_matches(layer: Layer, trusted: Sequence[Layer], at: tuple[Floats, Floats]) -> Matches:
    """Match with several layers; a row counts once."""
    found = [match_names(layer, known, at=at) for known in trusted]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    rows, lon, lat = (np.concatenate([f[k] for f in found]) for k in range(3))
    _once, first = np.unique(rows, return_index=True)
    return rows[first], lon[first], lat[first]


def _alike(name: str, single: dict[str, int], *, is_exact: bool) -> int | None:
    """Return the position of the one place called so, or nearly so."""
    at = single.get(name)
    if at is not None or is_exact or len(name) < 4 or not single:
        return at
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - slow to import

    hit = process.extractOne(name, single.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return None if hit is None else single[hit[0]]
