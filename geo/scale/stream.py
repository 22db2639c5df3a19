"""Parts that come one after another, collapsed as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.core import Demand, Faces, Mode, Plan, Sites
from geo.core.reach import fold_faces
from geo.errors import InputError, StoppedError
from geo.read import Points
from geo.scale.faces_reach import FacesReach
from geo.words import _

__all__ = ["Part", "recount", "stream"]

_MOST_LISTED = 10_000


@dataclass(frozen=True)
class Part:
    """How far a stream has come.

    Attributes
    ----------
    n_part, n_point
        Parts and demand points collapsed so far.
    total
        People of them.
    seconds
        Time since the stream began.
    """

    n_part: int
    n_point: int
    total: int
    seconds: float


def stream(
    parts: Iterable[Points | Demand],
    sites: Sites,
    *,
    mode: Mode,
    radius_m: float,
    progress: Callable[[Part], bool | None] | None = None,
) -> FacesReach:
    """Collapse demand part by part into a reach that `geo.solve` takes.

    A part is read while the one before it is collapsed (on all cores), and then let go: memory
    holds two parts and the faces, however many parts there are.

    Parameters
    ----------
    parts
        Files, batches or cities, in any number and order; for files see `geo.read.point_batches`.
    sites
        The sites of the whole.
    mode
        The rule of distance.
    radius_m
        The one radius, in metres, at which questions can then be asked.
    progress
        Called after each part; the stream ends where it returns False.

    Raises
    ------
    StoppedError
        Somebody pressed stop. A part of the demand would be answered as if it were the whole.
    InputError
        There was no demand at all, or a part cannot be used.
    OverflowWeightError
        The weights of all parts together do not fit into a 64-bit integer.

    Examples
    --------
    >>> from geo.solve import MaxCover, solve
    >>> from geo.travel import Straight
    >>> sites = Sites.from_arrays([0, 900], [0, 0], ids=["hall", "park"])
    >>> west, east = Demand.from_arrays([0], [0], [3]), Demand.from_arrays([950], [0], [5])
    >>> reach = stream([west, east, west], sites, mode=Straight(), radius_m=500)
    >>> plan = solve(MaxCover(new=1, radius_m=500), reach)
    >>> plan.open_ids, plan.value, plan.status
    (('hall',), 6, 'optimal')
    """
    seen = _Seen(progress)
    faces = fold_faces(seen.unpacked(parts), sites, mode=mode, radius_m=radius_m, after=seen.report)
    if not seen.n_point:
        raise InputError(_nobody(seen))
    return FacesReach(faces, sites, mode, float(radius_m), seen.n_rejected, seen.rejected())


def recount(
    plan: Plan, parts: Iterable[Points | Demand], sites: Sites, radius_m: float | None = None
) -> int:
    """Count the people within the radius of a plan's sites, from the firms, in a second pass.

    It uses no faces: each firm is looked at with the open sites alone. Equal to ``plan.covered``
    where each place needs one site.

    Parameters
    ----------
    plan
        The plan.
    parts
        The same demand, again.
    sites
        The sites that were chosen from.
    radius_m
        Another radius than the question's, in metres.
    """
    radius = plan.problem.radius_m if radius_m is None else radius_m
    opened = sites.take(sites.ids.isin(plan.open_ids))
    every = np.arange(len(opened))
    covered = 0
    for part in parts:
        demand = part.demand if isinstance(part, Points) else part
        near = plan.mode.reach(demand, opened).count_within(radius, every)
        covered += int(demand.weight[near > 0].sum())
    return covered


@dataclass
class _Seen:
    """Counts what goes by; rejected rows are told of in the fetching thread, progress in ours."""

    progress: Callable[[Part], bool | None] | None
    n_part: int = 0
    n_point: int = 0
    total: int = 0
    n_rejected: int = 0
    listed: list[pd.DataFrame] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def unpacked(self, parts: Iterable[Points | Demand]) -> Iterator[Demand]:
        for part in parts:
            if isinstance(part, Demand):
                yield part
                continue
            room = _MOST_LISTED - sum(map(len, self.listed))
            if part.n_rejected and room > 0:
                self.listed.append(part.rejected.head(room))
            self.n_rejected += part.n_rejected
            yield part.demand

    def report(self, faces: Faces) -> None:
        self.n_part += 1
        self.n_point += int(faces.count.sum()) + faces.out_count
        self.total += faces.total
        now = Part(self.n_part, self.n_point, self.total, time.perf_counter() - self.began)
        if self.progress is not None and self.progress(now) is False:
            raise StoppedError(
                _(
                    "Stopped after {n} parts with {points:,} points; a plan for a part of the "
                    "demand is no plan for the whole.",
                    n=self.n_part,
                    points=self.n_point,
                )
            )

    def rejected(self) -> pd.DataFrame:
        return pd.concat(self.listed, ignore_index=True) if self.listed else pd.DataFrame()


def _nobody(seen: _Seen) -> str:
    if not seen.listed:
        return _("There is no demand: the list of firms is empty.")
    return _(
        "{source}: none of the {n} rows can be used. Row {row}, column {column}: "
        "{reason} ({value}). What to do: {remedy}.",
        n=seen.n_rejected,
        **{str(k): v for k, v in seen.rejected().iloc[0].items()},
    )
