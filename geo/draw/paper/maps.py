"""The plan as a drawn map: today or as proposed, with scale bar, north, legend and mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.core import Proposal
from geo.core.crs import metric
from geo.draw.catchment import catchments, closed_catchments
from geo.draw.look import COVERED, EXISTING, GREY, INK, PALE, PROPOSED, UNCOVERED, small_kind
from geo.draw.paper.ground import add_frame, frame_of
from geo.draw.paper.map_legend import add_legend
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

__all__ = ["paper_map"]

Mask = npt.NDArray[np.bool_]

_LEGEND_MM = 5.2  # a line of the legend
_MARGIN_MM = 3.0


def paper_map(
    proposal: Proposal,
    *,
    is_after: bool,
    mark: str,
    with_firms: bool = True,
    width_mm: float = COLUMN_MM,
    height_mm: float = 150.0,
) -> bytes:
    """Draw the study on paper.

    Parameters
    ----------
    proposal
        The plan.
    is_after
        Draw the plan; otherwise today.
    mark
        What must stand on the map: for internal use, or its review number.
    with_firms
        Whether firms are shown; not on a map for the public.
    width_mm, height_mm
        Size of the whole picture, A4 or A3 less the margins.

    Returns
    -------
    bytes
        A PNG picture.

    Raises
    ------
    MissingExtraError
        There is no matplotlib, or no Chinese font.
    """
    drawing = _Drawing(proposal, is_after=is_after)
    signs = _signs(drawing, is_after=is_after, with_firms=with_firms)
    legend_mm = _LEGEND_MM * -(-len(signs) // 3) + _MARGIN_MM
    sheet = figure(width_mm, height_mm)
    axes = sheet.add_axes((0.0, legend_mm / height_mm, 1.0, 1 - legend_mm / height_mm))
    ratio = width_mm / (height_mm - legend_mm)
    frame = frame_of(proposal.study, drawing.reach_m, ratio, mark=mark, width_mm=width_mm)
    drawing.ground(axes)
    drawing.catchments(axes)
    if with_firms:
        drawing.firms(axes)
    drawing.homes(axes)
    add_frame(axes, frame, mark=mark, width_mm=width_mm)
    add_legend(axes, signs, legend_mm / (height_mm - legend_mm))
    return picture(sheet)


class _Drawing:
    """What is put on the map, layer by layer, from the ground up."""

    def __init__(self, proposal: Proposal, *, is_after: bool) -> None:
        self.proposal, self.is_after = proposal, is_after
        self.study, self.plan = proposal.study, proposal.plan
        stays, closed = catchments(proposal), closed_catchments(proposal)
        shown = stays if is_after else (*stays, *closed)  # today they are open
        self.areas = [(c.shape, c.is_new) for c in shown if c.shape is not None]
        shapes = [c.shape for c in (*stays, *closed) if c.shape is not None]
        self.reach_m = max(map(_half_width, shapes), default=0.0)  # the pair has one frame

    def ground(self, axes: Axes) -> None:
        """Draw the streets and the edge of the study area."""
        from matplotlib.collections import LineCollection  # noqa: PLC0415 - only paper needs it

        drawn: tuple[tuple[BaseGeometry | None, dict[str, Any]], ...] = (
            (self.study.streets, {"color": PALE, "lw": 0.6, "zorder": 1}),
            (self.study.outline, {"color": GREY, "lw": 1.0, "ls": (0, (5, 3)), "zorder": 2}),
        )
        for shape, style in drawn:
            lines = _lines(shape, self.study.sites.crs)
            axes.add_collection(LineCollection(lines, **style), autolim=False)

    def catchments(self, axes: Axes) -> None:
        """Draw the catchments: plain today's, hatched the proposed ones."""
        for shape, is_new in self.areas:
            if is_new and not self.is_after:
                continue
            color, hatch = (PROPOSED, "///") if is_new else (EXISTING, "")
            for part in shapely.get_parts(shape):
                ring = shapely.get_coordinates(part.exterior)
                x, y = ring[:, 0], ring[:, 1]
                axes.fill(x, y, fc=color, alpha=0.10, lw=0, zorder=3)
                if hatch:
                    axes.fill(x, y, fc="none", ec=color, alpha=0.35, lw=0, hatch=hatch, zorder=3)
                style = "-" if is_new else (0, (4, 2))
                axes.plot(x, y, color=INK, lw=0.7, ls=style, alpha=0.7, zorder=4)

    def firms(self, axes: Axes) -> None:
        """Draw the firms: full where covered, hollow where not, triangles for small unionised."""
        found = self.proposal
        is_covered = found.covered_after if self.is_after else found.covered_before
        x, y = self.study.demand.x, self.study.demand.y
        size = 13.0 * min(1.0, (400 / max(len(x), 1)) ** 0.5) + 2.0
        for wanted, small in _kinds(is_covered, self.study.is_small_unionised):
            covered = bool(is_covered[wanted].all())
            axes.scatter(
                x[wanted],
                y[wanted],
                s=size,
                marker="^" if small else "o",
                fc=COVERED if covered else "white",
                ec="white" if covered else UNCOVERED,
                lw=0.3 if covered else 0.9,
                zorder=5 if covered else 6,
            )

    def homes(self, axes: Axes) -> None:
        """Draw the homes: squares today, numbered stars proposed, crosses where one is closed."""
        sites = self.study.sites
        opened = set(self.plan.open_ids)
        today = np.flatnonzero(sites.is_existing).tolist()
        closed = [j for j in today if self.is_after and sites.ids[j] not in opened]
        stays = [j for j in today if j not in closed]
        axes.scatter(
            sites.x[stays],
            sites.y[stays],
            s=62,
            marker="s",
            fc=EXISTING,
            ec="white",
            lw=1,
            zorder=8,
        )
        axes.scatter(
            sites.x[closed], sites.y[closed], s=60, marker="X", fc="white", ec=INK, lw=1, zorder=8
        )
        if not self.is_after:
            return
        self._stars(axes)

    def _stars(self, axes: Axes) -> None:
        """Draw the new homes in the order of their cards."""
        from matplotlib.patheffects import withStroke  # noqa: PLC0415 - only paper needs it

        sites, cards = self.study.sites, self.proposal.cards
        new = cards[cards["is_new"].astype(bool)]
        at = sites.ids.get_indexer(pd.Index(new["site_id"])).tolist()
        off_star_and_streets = [withStroke(linewidth=1.5, foreground="white")]
        for j, rank in zip(at, new["rank"], strict=True):
            spot = (sites.x[j], sites.y[j])
            axes.scatter(*spot, s=230, marker="*", fc=PROPOSED, ec=INK, lw=0.8, zorder=9)
            axes.annotate(
                str(rank),
                spot,
                ha="center",
                va="center_baseline",
                zorder=10,
                path_effects=off_star_and_streets,
                **letters("small", fontweight="bold", color="black"),
            )


def _half_width(shape: BaseGeometry) -> float:
    west, south, east, north = shape.bounds
    return float(max(east - west, north - south) / 2)


def _lines(shape: BaseGeometry | None, crs: str | None) -> list[npt.NDArray[np.float64]]:
    """Turn lines and edges of areas into metres."""
    if shape is None or crs is None:
        return []
    edge = shape.boundary if "Polygon" in shape.geom_type else shape
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(edge)]
    return [np.column_stack(metric(part[:, 0], part[:, 1], crs)) for part in parts]


def _kinds(is_covered: Mask, is_small: Mask) -> list[tuple[npt.NDArray[np.int64], bool]]:
    """Part the firms by what they are; kinds without any are left out."""
    parts = [
        (np.flatnonzero((is_covered == covered) & (is_small == small)), small)
        for covered in (True, False)
        for small in (False, True)
    ]
    return [(wanted, small) for wanted, small in parts if len(wanted)]


def _signs(drawing: _Drawing, *, is_after: bool, with_firms: bool) -> list[str]:
    """List the names of what is on the map, as `geo.draw.look.LABELS` knows them."""
    proposal, study, plan = drawing.proposal, drawing.study, drawing.plan
    discs = {is_new for _shape, is_new in drawing.areas}  # a home that is closed has none
    today, stays = int(study.sites.is_existing.sum()), len(plan.open_ids) - len(plan.new_ids)
    found = ["existing"] if (stays if is_after else today) else []
    found += ["disc_existing"] if False in discs else []
    if is_after and plan.new_ids:
        found += ["proposed", *(["disc_proposed"] if True in discs else [])]
    if is_after and today > stays:
        found.append("closed")
    if with_firms:
        is_covered = proposal.covered_after if is_after else proposal.covered_before
        for wanted, small in _kinds(is_covered, study.is_small_unionised):
            kind = "covered" if is_covered[wanted[0]] else "uncovered"
            found.append(small_kind(kind, knows_unions=study.knows_unions) if small else kind)
    grounds = (("streets", study.streets), ("outline", study.outline))
    return found + [name for name, shape in grounds if shape is not None]
