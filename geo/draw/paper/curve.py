"""The coverage curve: how many workers so many new homes can cover at most."""

from __future__ import annotations

from collections.abc import Sequence

from geo.draw.look import GREY, INK, PROPOSED
from geo.draw.paper.axes import plain_axes, whole_numbers
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, picture
from geo.words import _

__all__ = ["coverage_curve"]

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
    axes = sheet.add_axes((0.115, 0.17, 0.80, 0.74))
    news, values = [n for n, _v in points], [v for _n, v in points]
    axes.axhline(total, color=GREY, lw=0.8, ls=(0, (5, 3)))
    axes.annotate(
        _("everybody: {n:,}", n=total),
        (news[0], total),
        xytext=(2, -3),
        textcoords="offset points",
        va="top",
        **letters("small", color=INK),
    )
    axes.plot(news, values, color=INK, lw=1.2, marker="o", mfc="white", mec=INK, ms=5)
    mine = dict(points)[chosen]
    axes.plot([chosen], [mine], marker="*", ms=15, mfc=PROPOSED, mec=INK, mew=0.8, zorder=5)
    is_right = chosen > (news[0] + news[-1]) / 2  # there the words would run out of the picture
    is_low = mine < _LOW * max(total, 1)  # there they would stand on the axis
    axes.annotate(
        _("this plan: {n:,}", n=mine),
        (chosen, mine),
        xytext=(-7 if is_right else 7, 8 if is_low else -13),
        textcoords="offset points",
        ha="right" if is_right else "left",
        **letters("normal", fontweight="bold", color=INK),
    )
    axes.set_ylim(0, max(total, 1) * 1.08)
    axes.set_xlim(news[0] - 0.35, news[-1] + 0.6)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    whole_numbers(axes)
    plain_axes(axes, below=_("New homes"), beside=_("Workers covered"))
    return picture(sheet)
