"""The legend under a drawn map: every sign that is on it, in three columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.draw.look import COVERED, EXISTING, GREY, INK, LABELS, PALE, PROPOSED, UNCOVERED
from geo.draw.paper.sheet import letters, plain
from geo.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["add_legend"]


def add_legend(axes: Axes, signs: list[str], below: float) -> None:
    """Explain the signs under the map, in three columns; a map without signs has none."""
    if not signs:
        return
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - only paper needs it

    style = letters("normal")
    font = FontProperties(family=style["fontfamily"], size=style["fontsize"])
    legend = axes.legend(
        handles=[_handle(name) for name in signs],
        labels=[plain(_(LABELS[name])) for name in signs],
        loc="upper left",
        bbox_to_anchor=(0.0, -below * 0.08, 1.0, 0.0),
        mode="expand",
        ncols=3,
        frameon=False,
        prop=font,
        borderaxespad=0.2,
        handlelength=2.2,
        handletextpad=0.7,
        labelspacing=0.55,
    )
    legend.set_zorder(20)


def _handle(name: str) -> object:
    """Draw a sign as the legend shows it."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - only paper needs it
    from matplotlib.patches import Patch  # noqa: PLC0415 - the same

    def spot(shape: str, face: str, edge: str, size: float = 6.0) -> Line2D:
        return Line2D([], [], ls="", marker=shape, mfc=face, mec=edge, ms=size, mew=0.8)

    signs = {
        "existing": spot("s", EXISTING, "white", 8),
        "proposed": spot("*", PROPOSED, INK, 12),
        "closed": spot("X", "white", INK, 8),
        "covered": spot("o", COVERED, "white"),
        "covered_small": spot("^", COVERED, "white"),
        "uncovered": spot("o", "white", UNCOVERED),
        "uncovered_small": spot("^", "white", UNCOVERED),
        "streets": Line2D([], [], color=PALE, lw=1.2),
        "outline": Line2D([], [], color=GREY, lw=1.0, ls=(0, (5, 3))),
        "disc_existing": Patch(fc=(0, 0.45, 0.7, 0.12), ec=INK, lw=0.7, ls="--"),
        "disc_proposed": Patch(fc=(0.9, 0.62, 0, 0.14), ec=INK, lw=0.7, hatch="///"),
    }
    return signs[name.removesuffix("_any")]
