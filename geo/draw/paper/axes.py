"""Axes of a figure for paper: few lines, thin, and letters that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.draw.look import INK
from geo.draw.paper.sheet import letters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plain_axes", "whole_numbers"]


def plain_axes(axes: Axes, *, below: str = "", beside: str = "") -> None:
    """Leave the two axes that are read; name them."""
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
        label.set(**letters())


def whole_numbers(axes: Axes) -> None:
    """Mark people on the upright axis: there is no half a worker, nor a mark that is told twice."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - only paper needs it

    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(lambda value, _pos: f"{value:,.0f}")
