"""What makes a drawing a map: its extent, the scale bar, north, and the mark it must carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.core import Study
from geo.core.crs import metric
from geo.draw.look import INK
from geo.draw.paper.furniture import ARROW, Frame, bar_box, bar_length_m, cleared
from geo.draw.paper.sheet import COLUMN_MM, letters, plain
from geo.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["add_frame", "frame_of"]

_EDGE = 0.05  # of the extent, kept free around what is drawn
_MUCH = 1.5  # times as wide as the data: up to here the study area is shown whole
_LEAST_M = 100.0


def frame_of(
    study: Study, reach_m: float, ratio: float, *, mark: str = "", width_mm: float = COLUMN_MM
) -> Frame:
    """Find the extent that shows everybody, in the proportions (width / height) of the sheet.

    Who is far from all others is left out.

    It is wide enough that no firm and no site lies under the scale bar, the arrow or the mark.

    The edge of the study area is shown whole where it is not much larger than that: a town in the
    corner of its district would be a dot.
    """
    sites, demand = study.sites, study.demand
    near, n = ~study.is_far, len(demand)
    firm_x, firm_y = demand.x[near[:n]], demand.y[near[:n]]
    site_x, site_y = sites.x[near[n:]], sites.y[near[n:]]
    x = np.concatenate([firm_x, site_x - reach_m, site_x + reach_m])
    y = np.concatenate([firm_y, site_y - reach_m, site_y + reach_m])
    bounds = np.array([x.min(), y.min(), x.max(), y.max()])
    if study.outline is not None and sites.crs is not None:
        edge = shapely.get_coordinates(study.outline)
        east, north = metric(edge[:, 0], edge[:, 1], sites.crs)
        further = np.array([east.min(), north.min(), east.max(), north.max()])
        both = np.r_[np.minimum(bounds, further)[:2], np.maximum(bounds, further)[2:]]
        if (both[2:] - both[:2]).max() <= _MUCH * (bounds[2:] - bounds[:2]).max():
            bounds = both
    span, middle = bounds[2:] - bounds[:2], (bounds[2:] + bounds[:2]) / 2
    width = max(float(span[0]), float(span[1]) * ratio, _LEAST_M) * (1 + 2 * _EDGE)
    half = np.array([width, width / ratio]) / 2
    frame = Frame(*(middle - half).tolist(), *(middle + half).tolist())
    x, y = np.concatenate([firm_x, site_x]), np.concatenate([firm_y, site_y])
    return cleared(frame, x, y, mark=mark, width_mm=width_mm)


def add_frame(axes: Axes, frame: Frame, *, mark: str, width_mm: float) -> None:
    """Set the extent; add scale bar, scale, north and mark."""
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_aspect("equal", adjustable="box")
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_linewidth(0.8)
        side.set_color(INK)
    _add_bar(axes, frame, width_mm)
    _add_north(axes)
    if mark:
        said = plain(mark, 60)
        axes.text(
            0.015,
            0.985,
            said,
            transform=axes.transAxes,
            ha="left",
            va="top",
            zorder=12,
            bbox={"boxstyle": "square,pad=0.35", "fc": "white", "ec": INK, "lw": 0.8},
            **letters("large", of=said, color=INK),
        )


def _add_bar(axes: Axes, frame: Frame, width_mm: float) -> None:
    """Draw a bar of four parts, black and white by turns, with lengths and the scale."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - only paper needs it

    width = frame.east - frame.west
    length, box = bar_length_m(frame), bar_box(frame, width_mm)
    x0, y0 = frame.west + 0.03 * width, frame.south + 0.035 * width
    thick = 0.008 * width
    across, up = box.east - box.west, box.north - box.south
    axes.add_patch(
        Rectangle((box.west, box.south), across, up, fc="white", alpha=0.85, lw=0, zorder=11)
    )
    for k, colour in enumerate((INK, "white", INK, "white")):
        at, part = (x0 + k * length / 4, y0), length / 4
        axes.add_patch(Rectangle(at, part, thick, fc=colour, ec=INK, lw=0.6, zorder=12))
    for share in (0.0, 0.5, 1.0):
        metres = share * length
        said = f"{metres:,.0f}" + (" m" if share == 1 else "")
        axes.text(
            x0 + metres,
            y0 - 0.4 * thick,
            said,
            ha="center",
            va="top",
            zorder=12,
            **letters("small"),
        )
    scale = round(width * 1000 / width_mm, -2)
    said = _("about 1:{scale:,.0f} as printed", scale=scale)
    axes.text(x0, y0 + 1.6 * thick, said, ha="left", va="bottom", zorder=12, **letters("small"))


def _add_north(axes: Axes) -> None:
    """Draw the arrow; the study's plane has north at its top."""
    across, letter, tip = ARROW
    style = {"arrowstyle": "-|>,head_width=0.32,head_length=0.62", "fc": INK, "ec": INK, "lw": 1.3}
    axes.annotate(
        "",
        xy=(across, tip),
        xytext=(across, letter + 0.005),
        xycoords="axes fraction",
        arrowprops=style,
        zorder=12,
    )
    axes.text(
        across,
        letter,
        _("N"),
        transform=axes.transAxes,
        ha="center",
        va="top",
        zorder=12,
        **letters("large", fontweight="bold"),
    )
