"""The datum doctor: one list against others that are known to be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.core.arrays import Floats, Ints
from geo.core.crs import from_wgs84, local_crs, metric, to_wgs84
from geo.core.entrances import COLUMN, moved
from geo.errors import DatumError
from geo.read.cells.headings import plain
from geo.read.datum.anchors import anchor_evidence
from geo.read.datum.evidence import Evidence
from geo.read.datum.hypotheses import HYPOTHESES, OVER, decode, frames
from geo.read.datum.surface import Surface, point_surface, street_surface, surface_evidence
from geo.read.datum.verdict import Verdict, judge_evidence
from geo.read.layer import Layer
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["as_given", "diagnose", "match_names", "restate", "settle"]

_FEWEST_ANCHORS = 3
_MATCH_M = 5_000.0  # beyond, a namesake
_LIKE = 92.0  # rapidfuzz ratio of names taken as one


def as_given(layer: Layer) -> tuple[Floats, Floats]:
    """Return a layer's degrees before any conversion."""
    return _undone(layer, layer.lon, layer.lat)


def _undone(layer: Layer, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Take the conversion that a layer had back from some degrees."""
    if layer.taken_for == OVER:
        return to_wgs84(lon, lat, "gcj02")
    return from_wgs84(lon, lat, layer.source.datum)


def diagnose(
    layer: Layer,
    *,
    trusted: Sequence[Layer] = (),
    streets: BaseGeometry | None = None,
    anchors: tuple[Ints, Floats, Floats] | None = None,
) -> Verdict:
    """Say what datum a layer's coordinates are in.

    Parameters
    ----------
    layer
        The list; whatever it was taken for does not matter.
    trusted
        Layers of known datum: their names and their places are compared.
    streets
        Street lines in WGS-84, without footways and service roads (these lie everywhere).
    anchors
        Matches made by the user: rows of the layer, and the WGS-84 lon and lat of each.

    Returns
    -------
    Verdict
        Without anything of known datum it cannot tell: lists can only be compared.
    """
    lon, lat = as_given(layer)
    crs = local_crs(lon, lat)
    given = frames(lon, lat, crs)
    found: list[Evidence | None] = []
    rows, known_lon, known_lat = anchors if anchors is not None else _all_matches(layer, trusted)
    others = given
    if len(rows) >= _FEWEST_ANCHORS:
        known = np.column_stack(metric(known_lon, known_lat, crs))
        found.append(anchor_evidence(given.take(rows), known))
        # A place matched by name has said what it knows; among the points it would say it twice.
        others = given.take(np.setdiff1d(np.arange(len(lon)), rows))
    if (points := _places(trusted, crs)) is not None:
        found.append(surface_evidence(others, point_surface(points)))
    if streets is not None and not streets.is_empty:
        found.append(surface_evidence(given, _of_streets(streets, crs)))
    return judge_evidence(given, [e for e in found if e is not None])


def match_names(layer: Layer, known: Layer) -> tuple[Ints, Floats, Floats]:
    """Match rows of a layer with a known layer by name.

    Returns
    -------
    rows, lon, lat
        Rows of ``layer``, and where ``known`` has the place of that name, in WGS-84.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - slow to import

    names = [plain(n) for n in layer.table["name"]]
    others = [plain(n) for n in known.table["name"]]
    often = Counter(others)
    single = {n: k for k, n in enumerate(others) if n and often[n] == 1}
    lon, lat = as_given(layer)
    crs = local_crs(known.lon, known.lat)
    here = np.column_stack(metric(lon, lat, crs))
    there = np.column_stack(metric(known.lon, known.lat, crs))
    pairs = []
    for row, name in enumerate(names):
        at = single.get(name)
        if at is None and len(name) >= 4 and single:
            hit = process.extractOne(name, single.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
            at = None if hit is None else single[hit[0]]
        if at is not None and np.hypot(*(here[row] - there[at])) < _MATCH_M:
            pairs.append((row, at))
    rows, ats = (np.array([p[k] for p in pairs], np.int64) for k in (0, 1))
    return rows, known.lon[ats], known.lat[ats]


def restate(layer: Layer, hypothesis: str) -> Layer:
    """Return the layer with its coordinates as given taken for ``hypothesis``, now known."""

    def anew(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        return decode(*_undone(layer, lon, lat), hypothesis)

    lon, lat = anew(layer.lon, layer.lat)
    table = layer.table
    if COLUMN in table:
        cells = [moved(cell, anew) for cell in table[COLUMN]]
        table = table.assign(**{COLUMN: pd.Series(cells, index=table.index, dtype="str")})
    datum = "wgs84" if hypothesis == OVER else hypothesis
    source = replace(layer.source, datum=datum, datum_known=True)
    return replace(layer, lon=lon, lat=lat, table=table, source=source, taken_for=hypothesis)


def settle(
    layers: dict[str, Layer], *, streets: BaseGeometry | None = None
) -> tuple[dict[str, Layer], dict[str, Verdict]]:
    """Diagnose every layer of unknown datum against those that are known, and convert it.

    Parameters
    ----------
    layers
        Kind -> layer.
    streets
        Street lines in WGS-84, or None.

    Returns
    -------
    layers, verdicts
        The layers with every datum known, and what was said of those that were diagnosed.

    Raises
    ------
    DatumError
        Nothing is known to compare with, or a layer cannot be told; names the choices.
    """
    trusted = [one for one in layers.values() if one.source.datum_known]
    settled, verdicts = dict(layers), {}
    for kind, layer in layers.items():
        if layer.source.datum_known:
            continue
        verdict = diagnose(layer, trusted=trusted, streets=streets)
        if not verdict.is_trusted or verdict.datum is None:
            raise DatumError(f"{layer.source.name}: {_advice(verdict, trusted, streets)}")
        verdicts[kind] = verdict
        settled[kind] = restate(layer, verdict.datum)
    return settled, verdicts


def _advice(verdict: Verdict, trusted: Sequence[Layer], streets: BaseGeometry | None) -> str:
    if not trusted and streets is None:
        choices = ", ".join(d for d in HYPOTHESES if d != OVER)
        return _(
            "lists can only be compared with one another, and the datum of none is known. "
            "State the datum of one: {names}.",
            names=choices,
        )
    return verdict.sentence()


def _all_matches(layer: Layer, trusted: Sequence[Layer]) -> tuple[Ints, Floats, Floats]:
    found = [match_names(layer, known) for known in trusted]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
    rows, lon, lat = (np.concatenate([f[k] for f in found]) for k in range(3))
    _once, first = np.unique(rows, return_index=True)
    return rows[first], lon[first], lat[first]


def _places(trusted: Sequence[Layer], crs: str) -> Floats | None:
    near = [np.column_stack(metric(one.lon, one.lat, crs)) for one in trusted]
    if not near or sum(map(len, near)) < 20:
        return None
    return np.concatenate(near)


@lru_cache(maxsize=4)
def _of_streets(streets: BaseGeometry, crs: str) -> Surface:
    """Build the surface of streets once: every list of a study is laid on the same."""
    corners, parts = shapely.get_coordinates([streets]), _parts(streets)
    on_plane = np.column_stack(metric(corners[:, 0], corners[:, 1], crs))
    return street_surface(on_plane, parts)


def _parts(streets: BaseGeometry) -> Ints:
    lines = shapely.get_parts([streets])
    return np.repeat(np.arange(len(lines)), shapely.get_num_coordinates(lines)).astype(np.int64)
