"""Before and after, class by class: how many workers of each size of firm are covered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geo.draw.look import EXISTING, INK, PROPOSED
from geo.draw.paper.axes import left_of, plain_axes, whole_numbers
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, picture, plain_within, width_mm
from geo.words import _

__all__ = ["size_bars"]

_WIDE = 0.27
_RIGHT = 0.975  # of the width, where the axes end
_EDGES = 1.1  # what is left free beside the bars, too
_ROOM, _UPRIGHT_ROOM = 1.12, 1.3  # above the highest bar, for its number


def size_bars(classes: Sequence[tuple[str, int, int, int]], *, below: str) -> bytes:
    """Draw, for each class, all its workers, those covered today and those covered by the plan.

    Parameters
    ----------
    classes
        Name of the class, its workers, covered today, covered by the plan.
    below
        What the classes are.
    """
    highest = max((one[1] for one in classes), default=1) or 1
    left = left_of(highest)
    sheet = figure(COLUMN_MM, 78.0)
    axes = sheet.add_axes((left, 0.17, _RIGHT - left, 0.68))
    place = np.arange(len(classes))
    each_mm = (_RIGHT - left) * COLUMN_MM / _EDGES / (len(classes) - 1 + 3 * _WIDE)
    # Numbers wider than their bar would stand over one another: they are turned.
    turned = width_mm(f"{highest:,}", "small") > _WIDE * each_mm
    for k, (label, style) in enumerate(_kinds()):
        heights = [one[k + 1] for one in classes]
        at = place + (k - 1) * _WIDE
        axes.bar(at, heights, _WIDE, label=label, lw=0.7, **style)
        for x, height in zip(at, heights, strict=True):
            axes.annotate(
                f"{height:,}",
                (x, height),
                xytext=(0, 1.5),
                textcoords="offset points",
                ha="center",
                va="bottom",
                rotation=90 if turned else 0,
                **letters("small"),
            )
    named = [plain_within(one[0], each_mm) for one in classes]
    axes.set_xticks(place, named)
    axes.set_ylim(0, highest * (_UPRIGHT_ROOM if turned else _ROOM))
    whole_numbers(axes)
    plain_axes(axes, below=below, beside=_("Workers"), of="".join(named))
    style = letters()
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        frameon=False,
        prop={"family": style["fontfamily"], "size": style["fontsize"]},
    )
    return picture(sheet)


def _kinds() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Name the three bars of a class, and say how each looks."""
    return (
        (_("all workers"), {"fc": "white", "ec": INK}),
        (_("covered today"), {"fc": EXISTING, "ec": INK}),
        (_("covered by the plan"), {"fc": PROPOSED, "ec": INK, "hatch": "///"}),
    )
