"""Before and after, class by class: how many workers of each size of firm are covered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geo.draw.look import EXISTING, INK, PROPOSED
from geo.draw.paper.axes import plain_axes, whole_numbers
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, picture, plain
from geo.words import _

__all__ = ["size_bars"]

_WIDE = 0.27


def size_bars(classes: Sequence[tuple[str, int, int, int]], *, below: str) -> bytes:
    """Draw, for each class, all its workers, those covered today and those covered by the plan.

    Parameters
    ----------
    classes
        Name of the class, its workers, covered today, covered by the plan.
    below
        What the classes are.
    """
    sheet = figure(COLUMN_MM, 78.0)
    axes = sheet.add_axes((0.115, 0.17, 0.86, 0.68))
    place = np.arange(len(classes))
    kinds: tuple[tuple[str, int, dict[str, Any]], ...] = (
        (_("all workers"), 1, {"fc": "white", "ec": INK}),
        (_("covered today"), 2, {"fc": EXISTING, "ec": INK}),
        (_("covered by the plan"), 3, {"fc": PROPOSED, "ec": INK, "hatch": "///"}),
    )
    for k, (label, column, style) in enumerate(kinds):
        heights = [one[column] for one in classes]
        at = place + (k - 1) * _WIDE
        axes.bar(at, heights, _WIDE, label=label, lw=0.7, **style)
        for x, height in zip(at, heights, strict=True):
            axes.annotate(
                f"{height:,}",
                (x, height),
                xytext=(0, 1.5),
                textcoords="offset points",
                ha="center",
                **letters("small"),
            )
    axes.set_xticks(place, [plain(one[0], 14) for one in classes])
    axes.set_ylim(0, max((one[1] for one in classes), default=1) * 1.12 or 1)
    whole_numbers(axes)
    plain_axes(axes, below=below, beside=_("Workers"))
    style = letters()
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        frameon=False,
        prop={"family": style["fontfamily"], "size": style["fontsize"]},
    )
    return picture(sheet)
