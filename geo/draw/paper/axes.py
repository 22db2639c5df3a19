"""Axes of a figure for paper: few lines, thin, and letters that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.draw.look import INK
from geo.draw.paper.sheet import COLUMN_MM, letters, width_mm

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["left_of", "plain_axes", "whole_numbers"]

_BESIDE_MM = 9.0  # what stands beside the numbers of the upright axis


def left_of(highest: int) -> float:
    """Say where axes begin that count up to a number, as a share of the width of a column."""
    return (width_mm(f"{highest:,}") + _BESIDE_MM) / COLUMN_MM


def plain_axes(axes: Axes, *, below: str = "", beside: str = "", of: str = "") -> None:
    """Leave the two axes that are read; name them. ``of`` is what their marks say."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(INK)
        axes.spines[side].set_linewidth(0.7)
    axes.grid(axis="y", color="#dddddd", lw=0.5)
    axes.set_axisbelow(True)
    axes.set_xlabel(below, **letters())
    axes.set_ylabel(beside, **letters())
    axes.tick_params(length=2.5, width=0.6, color=INK)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(**letters(of=of))


def whole_numbers(axes: Axes) -> None:
    """Mark people on the upright axis: there is no half a worker, nor a mark that is told twice."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - only paper needs it

    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(lambda value, _pos: f"{value:,.0f}")
