"""The coverage curve: how many workers so many new homes can cover at most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.draw.look import GREY, INK, PROPOSED
from geo.draw.paper.axes import left_of, plain_axes, whole_numbers
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, picture
from geo.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["coverage_curve"]

_RIGHT = 0.915  # of the width, where the axes end
_ROOM = 1.12  # above everybody, for the words
_LOW = 0.15  # of the upright axis, near its foot


def coverage_curve(points: Sequence[tuple[int, int]], *, chosen: int, total: int) -> bytes:
    """Draw workers against the number of new homes; the chosen number is marked.

    Parameters
    ----------
    points
        Pairs of a number of new homes and the workers covered, rising.
    chosen
        The number that the plan opens.
    total
        All workers.
    """
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - only paper needs it

    sheet = figure(COLUMN_MM, 78.0)
    left = left_of(total)
    axes = sheet.add_axes((left, 0.17, _RIGHT - left, 0.74))
    news, values = [n for n, _v in points], [v for _n, v in points]
    is_right = chosen > (news[0] + news[-1]) / 2  # there its words would run out of the picture
    _add_everybody(axes, total, news[0] if is_right else news[-1], is_left=is_right)
    axes.plot(news, values, color=INK, lw=1.2, marker="o", mfc="white", mec=INK, ms=5)
    mine = dict(points)[chosen]
    axes.plot([chosen], [mine], marker="*", ms=15, mfc=PROPOSED, mec=INK, mew=0.8, zorder=5)
    is_low = mine < _LOW * max(total, 1)  # there they would stand on the axis
    axes.annotate(
        _("this plan: {n:,}", n=mine),
        (chosen, mine),
        xytext=(-7 if is_right else 7, 8 if is_low else -13),
        textcoords="offset points",
        ha="right" if is_right else "left",
        **letters("normal", fontweight="bold", color=INK),
    )
    axes.set_ylim(0, max(total, 1) * _ROOM)
    axes.set_xlim(news[0] - 0.35, news[-1] + 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    whole_numbers(axes)
    plain_axes(axes, below=_("New homes"), beside=_("Workers covered"))
    return picture(sheet)


def _add_everybody(axes: Axes, total: int, at: float, *, is_left: bool) -> None:
    """Draw the line that no curve can cross, and say at one of its ends what it is."""
    axes.axhline(total, color=GREY, lw=0.8, ls=(0, (5, 3)))
    axes.annotate(
        _("everybody: {n:,}", n=total),
        (at, total),
        xytext=(2 if is_left else -2, 4),  # above the line no curve can cross it, nor the star
        textcoords="offset points",
        ha="left" if is_left else "right",
        **letters("small", color=INK),
    )
