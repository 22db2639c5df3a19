"""Borders: whether streets drawn as polygons lie where a list of known datum says they do.

A list that names its streets tells of each whether the place lies inside the polygon of that name.
The polygons are weighed as a list would be: drawn in a datum, they are as far from the places as if
the places had been moved into that datum.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core import Areas
from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, lonlat, metric
from geo.read.datum.hypotheses import OTHER, PRIOR, Frames
from geo.read.datum.seen.evidence import PLACES, SHIFTS, Evidence, roots
from geo.read.datum.seen.neighbourhoods import Neighbourhoods, added, squares_of
from geo.read.datum.verdict import Verdict, judge_evidence
from geo.read.datum.writing import HYPOTHESES, Writing, label
from geo.read.layer import Layer
from geo.words import N_, _

__all__ = ["Borders", "borders"]

_FEWEST, _MOST = 20, 500  # rows that are compared
_WRONG = 0.2  # share of rows that name another street than the one they lie in
_CELL_M, _PAD_M = 100.0, 2_200.0
_MOST_CELLS = 400_000
_SAME_M = 1.0  # datums that move the list less are one
_KINDS = re.compile(
    r"(?:(?:街道|地区)(?:办事处)?|办事处|镇|乡|\s+(?:sub-?district|town|township))$", re.IGNORECASE
)


@dataclass(frozen=True)
class Borders:
    """What a list says of boundaries.

    Attributes
    ----------
    source
        Name of the boundaries.
    n
        Rows that were compared.
    share
        How many of them, 0..1, lie in the street that they name as the boundaries stand.
    verdict
        In which datum the boundaries were drawn, as far as it can be told, if ``"wgs84"`` is how
        they stand; None where too few rows could be compared.
    """

    source: str
    n: int = 0
    share: float = 0.0
    verdict: Verdict | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether they were found to be drawn in another datum."""
        return self.verdict is not None and self.verdict.datum not in (None, "wgs84")

    def sentence(self) -> str:
        """Say it."""
        if self.verdict is None:
            return _(
                "{source}: whether the boundaries are of the same datum as the list could not be "
                "compared: that takes {n} rows of known datum that name one of its streets. Drawn "
                "on a map service, the boundaries need their datum stated.",
                source=self.source,
                n=_FEWEST,
            )
        seen = {"source": self.source, "share": self.share, "n": self.n}
        told = self.verdict.datum
        if told is None or (self.verdict.is_moot and self.share < 0.5):  # outside China
            return _(
                "{source}: {share:.0%} of {n} rows lie in the street that they name; this does not "
                "tell the datum of the boundaries. Drawn on a map service, they need it stated.",
                **seen,
            )
        if not self.is_wrong:
            return _(
                "{source}: the boundaries fit the list; {share:.0%} of {n} rows lie in the street "
                "that they name.",
                **seen,
            )
        return _(
            "{source}: the boundaries do not fit the list; only {share:.0%} of {n} rows lie in the "
            "street that they name. Likeliest, at {sure:.1%}: {label}; {m:.0f} m off. State the "
            "datum of the boundaries.",
            sure=self.verdict.posterior[told],
            label=label(told),
            m=float(np.hypot(*self.verdict.shift_m[told])),
            **seen,
        )


def borders(areas: Areas, layer: Layer) -> Borders:
    """Say whether boundaries fit a list that names its streets.

    Parameters
    ----------
    areas
        Streets or townships, where they stand.
    layer
        A list as it was read: streets that were taken from these boundaries prove nothing.
    """
    if not layer.source.datum_known or "street" not in layer.table:
        return Borders(areas.source)
    number = {name: k for k, name in enumerate(dict.fromkeys(map(_plain, areas.names)))}
    cells = layer.table["street"]
    known = {cell: number.get(_plain(cell), -1) for cell in cells.unique()}
    named = cells.map(known).fillna(-1).to_numpy(np.int64)
    rows = np.flatnonzero(named >= 0)
    if len(rows) < _FEWEST:
        return Borders(areas.source)
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), _MOST)).astype(np.int64)]
    given = _frames(layer.lon[rows], layer.lat[rows])
    of = np.array([number[_plain(name)] for name in areas.names])
    seen = _evidence(areas, of, given, named[rows])
    is_in = _at(areas, of, given.base_xy, given.crs) == named[rows]
    return Borders(areas.source, len(rows), float(is_in.mean()), judge_evidence(given, [seen]))


def _plain(name: object) -> str:
    """Return the name of a street without what kind of place it is: lists leave that out."""
    if pd.isna(name):  # type: ignore[call-overload]
        return ""
    text = unicodedata.normalize("NFKC", str(name)).strip()
    return _KINDS.sub("", text) or text


def _frames(lon: Floats, lat: Floats) -> Frames:
    crs = local_crs(lon, lat)
    xy: dict[str, Floats] = {}
    for datum in HYPOTHESES:
        at = np.column_stack(metric(*Writing(datum).encode(lon, lat), crs))
        if all(np.hypot(*np.median(at - one, axis=0)) >= _SAME_M for one in xy.values()):
            xy[datum] = at
    whole = sum(PRIOR[datum] for datum in xy)
    prior = {d: PRIOR[d] / whole * (1 - PRIOR[OTHER]) for d in xy} | {OTHER: PRIOR[OTHER]}
    return Frames(crs, xy, prior, "wgs84", xy["wgs84"])


def _evidence(areas: Areas, of: Ints, given: Frames, named: Ints) -> Evidence:
    """Weigh the hypotheses by the rows that lie in the street they name."""
    weight = roots(given.base_xy) * np.log((1 - _WRONG) / _WRONG)
    hits = {h: weight * (_at(areas, of, xy, given.crs) == named) for h, xy in given.xy.items()}
    corner = given.base_xy.min(axis=0) - _PAD_M
    size = given.base_xy.max(axis=0) + _PAD_M - corner
    cell = max(_CELL_M, float(np.sqrt(size.prod() / _MOST_CELLS)))
    n = np.ceil(size / cell).astype(np.int64)
    middle = [corner[k] + (np.arange(n[k]) + 0.5) * cell for k in (0, 1)]
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(*middle, indexing="ij")])
    held = _at(areas, of, grid, given.crs).reshape(n)
    side_m, squares, square = squares_of(given.base_xy)
    by_square = np.zeros((len(SHIFTS), len(squares)), np.float32)
    for place, street, w, s in zip(given.base_xy, named, weight, square, strict=True):
        at = ((place + SHIFTS - corner) / cell).astype(np.int64)
        by_square[:, s] += w * (held[at[:, 0], at[:, 1]] == street)
    share = added(square, weight) / weight.sum()
    of_datum = {h: added(square, hit) for h, hit in hits.items()}
    return Evidence(
        N_("{n} named streets"),
        PLACES,
        len(np.unique(named)),
        {h: float(hit.sum()) for h, hit in hits.items()},
        by_square.sum(axis=1, dtype=np.float64),
        places=Neighbourhoods(side_m, squares, share, of_datum, by_square),
    )


def _at(areas: Areas, of: Ints, xy: Floats, crs: str) -> Ints:
    """Return the number of the street each place ``(n, 2)`` lies in, -1 where it lies in none."""
    inside = areas.containing(*lonlat(xy[:, 0], xy[:, 1], crs))
    return np.where(inside >= 0, of[inside], -1)
