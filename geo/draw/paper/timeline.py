"""The phases as a picture: which home opens in which year, and how coverage grows."""

from __future__ import annotations

from collections.abc import Sequence

from geo.draw.look import INK, PROPOSED
from geo.draw.paper.sheet import (
    COLUMN_MM,
    figure,
    letters,
    picture,
    plain_within,
    width_mm,
)
from geo.words import _
from geo.words.counted import tight, workers

__all__ = ["fits", "timeline"]

_ROW_MM, _HEAD_MM = 6.6, 17.0
_HIGHEST_MM = 195.0  # with its caption on a page
_LETTERS_MM = 3.2  # of a row, so that its letters touch no others
_NAMES = 0.32  # of the width
_APART_MM = 2.0  # between a name and its bar, and between two numbers


def fits(n_homes: int) -> bool:
    """Say whether so many homes can be drawn on one page."""
    return n_homes * _LETTERS_MM <= _HIGHEST_MM - _HEAD_MM


def timeline(years: Sequence[tuple[Sequence[str], int]]) -> bytes:
    """Draw a bar for each home from its year on, and under each year the workers covered.

    Parameters
    ----------
    years
        The names of the homes that open in each year, and the workers covered at its end.
    """
    rows = [(name, k) for k, (names, _value) in enumerate(years) for name in names]
    sheet = figure(COLUMN_MM, min(_HEAD_MM + _ROW_MM * max(len(rows), 1), _HIGHEST_MM))
    axes = sheet.add_axes((0, 0, 1, 1))
    n, last = len(years), len(rows)
    axes.set_xlim(0, 1)
    axes.set_ylim(last + 1.25, -1.25)
    axes.axis("off")
    step = (1 - _NAMES - 0.01) / n
    for k, (_names, value) in enumerate(years):
        x = _NAMES + k * step
        axes.plot([x, x], [-0.6, last + 0.1], color="#bbbbbb", lw=0.6)
        style = letters("normal", fontweight="bold", color=INK)
        axes.text(x + 0.006, -0.85, _("year {n}", n=k + 1), va="center", **style)
        said = _counted(value, step * COLUMN_MM - _APART_MM)
        axes.text(x + 0.006, last + 0.55, said, va="center", **letters("normal", color=INK))
    axes.text(0.005, last + 0.55, _("covered at its end"), va="center", **letters("normal"))
    for row, (name, k) in enumerate(rows):
        x = _NAMES + k * step
        said = plain_within(f"{row + 1}  {name}", _NAMES * COLUMN_MM - _APART_MM)
        axes.text(0.005, row, said, va="center", **letters("normal", of=said))
        axes.barh(row, 0.995 - x, 0.62, left=x, fc=PROPOSED, ec=INK, lw=0.7, hatch="///")
    return picture(sheet)


def _counted(n: int, most_mm: float) -> str:
    """Write so many workers; between years that stand close, the number alone."""
    said = tight(workers(n))
    return said if width_mm(said) <= most_mm else f"{n:,}"
