"""A question asked again and again of data that differ a little: drawn people, venues gone, radii.

What the draws share is worked out once: which sites are near whom, a plan, and the multipliers that
bound all others; where radii differ, once for each of a few ranges of radii. Draws start from
there, many in one compiled call (`geo.solve.engine.again`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Problem, Reach
from geo.core.arrays import Floats, Ints, frozen
from geo.solve.asked import Asked, Found
from geo.solve.engine.again import (
    Base,
    Batch,
    Near,
    Rows,
    near_of,
    people_of,
    pose,
    rows_of,
    settle_all,
    worth,
)
from geo.solve.engine.again.prices import improve
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States, transposed
from geo.solve.engine.integer import finest
from geo.solve.engine.subgradient import subgradient
from geo.solve.engine.swap import greedy_and_swap
from geo.solve.max_cover import MaxCover
from geo.solve.nearby import pairs_within
from geo.solve.progress import Watch
from geo.solve.turn import Turn

__all__ = ["Again", "again"]

Open = npt.NDArray[np.bool_]

_RANGES = 16  # of radii, each with a start of its own
_FEW_STEPS = 100  # from the multipliers of a range to those of the next
# A value below all plans: steps go on as long as they gain. What they end at fits draws better than
# the very best multipliers, which sit in a corner that the draws move (measured: 14 draws in 200
# need a second turn, against 68).
_LOW = 0.0
_MOST_PAIRS = 20_000_000  # beyond, the pairs take more memory than the draws save time


@dataclass(frozen=True, eq=False)
class _Start:
    """Where draws of a range of radii start, and the same site by site."""

    base: Base
    near: Near


@dataclass(frozen=True, eq=False)
class Again:
    """A question whose draws are solved one like the other; `again` makes it.

    Attributes
    ----------
    question, reach
        What is asked, and of what; draws change people, venues and the radius.
    edges_m, starts
        Limits of the ranges of radii, ascending, one more than ranges; and where draws of each
        start.
    """

    question: MaxCover
    reach: Reach
    edges_m: Floats
    starts: tuple[_Start, ...]

    def turn(self, weights: list[Ints], is_gone: list[Open], speeds: list[float]) -> Turn:
        """Put some draws together.

        Parameters
        ----------
        weights
            Of each draw, the ``(n_demand,)`` people.
        is_gone
            Of each draw, the ``(n_site,)`` usable sites that cannot be opened.
        speeds
            Of each draw, the factor of the radius; within ``1 ± speed_share``.
        """
        state = np.stack([_states(self.reach, gone) for gone in is_gone])
        radius = np.array([self.question.radius_m * speed for speed in speeds])
        return self._turn([self._counted(weight) for weight in weights], state, radius)

    def _turn(self, counted: list[Ints], state: States, radius: Floats) -> Turn:
        if radius.min() < self.edges_m[0] or radius.max() > self.edges_m[-1]:
            raise ValueError("a draw's radius lies outside what was prepared for")
        which = np.minimum(
            np.searchsorted(self.edges_m, radius, side="right") - 1, len(self.starts) - 1
        )
        parts = []
        for k in np.unique(which):
            pos, rows = np.flatnonzero(which == k), self.starts[k].base.rows
            people = np.stack([people_of(rows, counted[d]) for d in pos])
            parts.append((int(k), pos, Batch(people, state[pos], radius[pos])))
        return Turn(state, tuple(parts))

    def best(self, turn: Turn) -> list[Found | None]:
        """Return each draw's best plan where one is proven.

        None: the ordinary solver must be asked, which also says why there may be no plan at all.
        """
        return self._best(turn, self.question.new)

    def with_site(self, *, opened: int | None = None, shut: int | None = None) -> Found | None:
        """Return the best plan that opens a free site, or does without it, where one is proven.

        Parameters
        ----------
        opened, shut
            Position of the site.
        """
        state = _states(self.reach, np.zeros(len(self.reach.sites), bool))
        if opened is not None:
            state[opened] = OPEN
        if shut is not None:
            state[shut] = CLOSED
        counted = self._counted(self.reach.demand.weight)
        turn = self._turn([counted], state[None], np.array([self.question.radius_m]))
        return self._best(turn, self.question.new - (opened is not None))[0]

    def _best(self, turn: Turn, new: int) -> list[Found | None]:
        found: list[Found | None] = [None] * len(turn.state)
        if self.reach.sites.is_required.any():
            return found
        for k, pos, batch in turn.parts:
            bits = -finest(int(batch.people.sum(axis=1).max()), len(self.reach.sites))
            if bits < 0:
                continue
            answers = settle_all(self.starts[k].base, batch, new, bits)
            for d, proven, value, is_open in zip(pos, *answers, strict=True):
                found[d] = Found(is_open, int(value)) if proven else None
        return found

    def asked(self, reach: Reach, seed: int) -> Asked:
        """Put the question to a draw of the shared radius, without collapsing it again.

        Parameters
        ----------
        reach
            The draw's data.
        seed
            Seed of the ordinary solver.

        Raises
        ------
        InputError, InfeasibleError
            As `geo.solve.ask`.
        """
        rows, counted = self.starts[0].base.rows, self._counted(reach.demand.weight)
        people = people_of(rows, counted)
        count = np.bincount(rows.row, minlength=len(people) + 1)
        faces = Faces(
            frozen(rows.start, np.int64),
            frozen(rows.site, np.int32),
            frozen(people, np.int64),
            frozen(count[:-1], np.int64),
            frozen(np.zeros((len(people), 0)), np.int64),
            int(counted.sum() - people.sum()),
            int(count[-1]),
            frozen([], np.int64),
            len(reach.sites),
        )
        return Asked(self.question, reach, self.question.model(reach, faces=faces), seed)

    def picks(self, plans: Sequence[Open]) -> Ints:
        """List the new sites of each plan, -1 where one has fewer than the longest, for `worth`.

        All plans open what is open today.
        """
        return _listed(np.stack(plans) & ~self.reach.sites.is_existing)

    def worth(self, turn: Turn, picks: Ints, wanted: Open | None = None) -> Ints:
        """Count the people whom each plan, less what is gone, covers: ``(n_plan, n_draw)``.

        ``picks`` lists the plans; ``wanted`` says what is counted, zero elsewhere; None: all of it.
        """
        if wanted is None:
            wanted = np.ones((len(picks), len(turn.state)), np.bool_)
        found = np.zeros(wanted.shape, np.int64)
        for k, where, batch in turn.parts:
            found[:, where] = worth(self.starts[k].near, batch, picks, wanted[:, where])
        return found

    def _counted(self, weight: Ints) -> Ints:
        if not self.question.weights:
            return weight
        return self.question.people(self.reach.demand.with_weight(weight))


def again(
    problem: Problem, reach: Reach, *, speed_share: float = 0.0, watch: Watch | None = None
) -> Again | None:
    """Prepare to ask a question again and again; None where it has conditions that forbid it.

    Parameters
    ----------
    problem, reach
        The question, and the data about which draws lie.
    speed_share
        Radii are off by a factor from ``1 ± speed_share``.
    watch
        Clock and stop button; None never stops.

    Raises
    ------
    StoppedError
        Time ran out before all was prepared.
    """
    if not isinstance(problem, MaxCover) or not _is_plain(problem) or not reach.knows_distances:
        return None
    low, high = problem.radius_m * (1 - speed_share), problem.radius_m * (1 + speed_share)
    every = np.arange(len(reach.sites))
    n_pair = int(reach.count_within(high, every).sum(dtype=np.int64))
    if n_pair > _MOST_PAIRS:
        return None
    n_range = min(_RANGES, _MOST_PAIRS // max(n_pair, 1)) if speed_share else 1
    edges, pairs = np.linspace(low, high, n_range + 1), pairs_within(reach, high)
    ranges = list(pairwise(edges))

    def lay(ends: tuple[float, float]) -> tuple[Rows, Near]:
        rows = rows_of(len(reach.demand), pairs, low_m=ends[0], high_m=ends[1])
        return rows, near_of(rows, len(reach.sites))

    starts: list[_Start] = []
    with ThreadPoolExecutor(2) as pool:  # lays rows while multipliers go from range to range
        for ends, (rows, near) in zip(ranges, pool.map(lay, ranges), strict=True):
            if watch is not None and not watch.tick():
                pool.shutdown(wait=False, cancel_futures=True)
                raise watch.late()
            base = _base(problem, reach, rows, sum(ends) / 2, starts[-1].base if starts else None)
            starts.append(_Start(base, near))
    return Again(problem, reach, edges, tuple(starts))


def _is_plain(problem: MaxCover) -> bool:
    return problem.times == 1 and not problem.spacing_m and not problem.floor_share


def _listed(is_open: Open) -> Ints:
    """List the sites of each row, -1 where a row has fewer than the longest."""
    row, site = np.nonzero(is_open)
    n = is_open.sum(axis=1)
    listed = np.full((len(is_open), n.max()), -1)
    listed[row, np.arange(len(row)) - (np.cumsum(n) - n)[row]] = site
    return listed


def _states(reach: Reach, is_gone: Open) -> States:
    """Return what stands beforehand in a draw; a required site is free, like any other."""
    is_shut = reach.sites.is_forbidden | is_gone
    return np.where(reach.sites.is_existing, OPEN, np.where(is_shut, CLOSED, FREE)).astype(np.int8)


def _base(question: MaxCover, reach: Reach, rows: Rows, radius_m: float, like: Base | None) -> Base:
    """Solve the question as it stands at one radius, more or less; from ``like`` in fewer steps."""
    state = _states(reach, np.zeros(len(reach.sites), bool))
    counted = question.people(reach.demand)
    share = np.zeros(len(rows.start) - 1) if like is None else _shares_like(like, rows, counted)
    is_open = reach.sites.is_existing.copy()
    posed = pose(rows, people_of(rows, counted), share, state, radius_m)
    cover = Cover(
        frozen(posed.cover.start, np.int64),
        frozen(posed.cover.site, np.int32),
        frozen(posed.cover.weight, np.int64),
        int(posed.cover.n_site),
    )
    if not 0 < question.new < cover.n_site or not len(cover.weight):
        return Base(rows, share, is_open)
    _value, picks = greedy_and_swap(cover, np.full(question.new, -1, np.int64))
    is_open[np.flatnonzero(state == FREE)[picks]] = True
    lam = posed.lam
    if like is None:
        lam, _bound, _y = subgradient(cover, question.new, value=_LOW, lam=np.zeros(0))
    else:
        improve(cover, transposed(cover), question.new, int(_LOW), lam, _FEW_STEPS)
    return Base(rows, np.append(lam / cover.weight, 0.0)[posed.merged], is_open)


def _shares_like(like: Base, rows: Rows, counted: Ints) -> Floats:
    """Carry the multipliers of a head over to other rows, demand point by demand point."""
    here = counted * np.append(like.share, 0.0)[like.rows.row]
    n = len(rows.start)  # the last is for those no site is near
    total = np.bincount(rows.row, counted, n)
    return (np.bincount(rows.row, here, n) / np.maximum(total, 1))[:-1]
