"""Writings: how a pair of columns is to be read, as degrees of a datum or metres of a zone.

A hypothesis is a name: ``"gcj02"``; ``"swapped|gcj02"`` where lon and lat changed places;
``"EPSG:4548|wgs84"`` where the numbers are metres of that system.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.core.arrays import Floats
from geo.core.crs import DATUMS, datum_of, from_wgs84, lonlat, metric, to_wgs84
from geo.read.cells.zones import OPEN_ZONE, PROVISIONAL, rebased, united
from geo.words import N_, _

__all__ = ["HYPOTHESES", "OVER", "SWAPPED", "Writing", "decode", "label", "writing_of", "written"]

HYPOTHESES = {
    "wgs84": N_("WGS-84 or CGCS2000"),
    "gcj02": N_("GCJ-02 (Amap, Tencent)"),
    "bd09": N_("BD-09 (Baidu)"),
    "over": N_("corrected once too often"),
}
"""What degrees may be -> label, translated where it is shown."""
OVER = "over"
"""WGS-84 that somebody converted as if it were GCJ-02."""
SWAPPED = "swapped"
_BAR = "|"


@dataclass(frozen=True)
class Writing:
    """How columns are read.

    Attributes
    ----------
    datum
        A key of ``HYPOTHESES``.
    plane
        The system of metres, or None for degrees.
    is_swapped
        Whether lon and lat changed places.
    """

    datum: str = "wgs84"
    plane: str | None = None
    is_swapped: bool = False

    @property
    def name(self) -> str:
        """The name of the hypothesis."""
        before = SWAPPED if self.is_swapped else self.plane
        return self.datum if before is None else f"{before}{_BAR}{self.datum}"

    def decode(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the WGS-84 degrees that columns written so mean."""
        lon, lat = (y, x) if self.is_swapped else (x, y)
        if self.plane is not None:
            x, y = united(x, y)
            lon, lat = lonlat(rebased(x, self.plane), y, self.plane)
        if self.datum == OVER:
            return from_wgs84(lon, lat, "gcj02")
        return to_wgs84(lon, lat, self.datum)

    def encode(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return what columns written so hold for WGS-84 degrees."""
        undo = to_wgs84 if self.datum == OVER else from_wgs84
        x, y = undo(lon, lat, "gcj02" if self.datum == OVER else self.datum)
        if self.plane is not None:
            return metric(x, y, self.plane)
        return (y, x) if self.is_swapped else (x, y)


def writing_of(taken_for: str | None, datum: str = "wgs84") -> Writing:
    """Return the writing of a name, or of what a list was taken for (`geo.read.Layer`).

    Parameters
    ----------
    taken_for
        A name of a hypothesis, a datum, a system of coordinates, or None.
    datum
        Of the list, where ``taken_for`` says none.
    """
    if taken_for is None:
        return Writing(_plain(datum))
    if taken_for == OPEN_ZONE:
        return Writing("wgs84", PROVISIONAL)
    before, _bar, last = taken_for.rpartition(_BAR)
    if before or last in HYPOTHESES or last in DATUMS:
        is_swapped = before == SWAPPED
        return Writing(_plain(last), None if is_swapped or not before else before, is_swapped)
    is_degrees = datum_of(last)[1]
    return Writing("wgs84") if is_degrees else Writing("wgs84", last)


def written(plane: str, datum: str | None) -> str:
    """Return what a list in metres was taken for: the system alone, but for a datum that moves."""
    is_moved = datum is not None and _plain(datum) != "wgs84"
    return f"{plane}{_BAR}{datum}" if is_moved else plane


def decode(x: Floats, y: Floats, hypothesis: str) -> tuple[Floats, Floats]:
    """Return WGS-84 degrees of columns that hold what ``hypothesis`` says."""
    return writing_of(hypothesis).decode(np.asarray(x, np.float64), np.asarray(y, np.float64))


def label(hypothesis: str) -> str:
    """Say a hypothesis in the user's language."""
    how = writing_of(hypothesis)
    said = _(HYPOTHESES[how.datum])
    if how.is_swapped:
        return _("lon and lat exchanged, {datum}", datum=said)
    return (
        said if how.plane is None else _("metres of {plane}, {datum}", plane=how.plane, datum=said)
    )


def _plain(datum: str) -> str:
    return "wgs84" if datum == "cgcs2000" else datum
