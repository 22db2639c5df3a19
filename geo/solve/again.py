"""A question asked again and again of data that differ a little: drawn people, venues gone, radii.

What the draws share is worked out once: which sites are near whom, and at a few radii a plan and
the multipliers that bound all others. Draws start from there, many in one compiled call
(`geo.solve.engine.again`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Problem, Reach
from geo.core.arrays import Floats, Ints, frozen
from geo.solve.asked import Asked, Found
from geo.solve.engine.again import (
    Bases,
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
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States
from geo.solve.engine.integer import finest
from geo.solve.engine.subgradient import subgradient
from geo.solve.engine.swap import greedy_and_swap
from geo.solve.max_cover import MaxCover
from geo.solve.nearby import pairs_within

__all__ = ["Again", "Batch", "again"]

Open = npt.NDArray[np.bool_]

_SPEEDS = 7  # at which draws of differing radii start
# A value below all plans: steps go on as long as they gain. What they end at fits draws better than
# the very best multipliers, which sit in a corner that the draws move (measured: 14 draws in 200
# need a second turn, against 68).
_LOW = 0.0
_MOST_PAIRS = 20_000_000  # beyond, the pairs take more memory than the draws save time


@dataclass(frozen=True, eq=False)
class Again:
    """A question whose draws are solved one like the other; `again` makes it.

    Attributes
    ----------
    question, reach
        What is asked, and of what; draws change people, venues and the radius.
    rows, near
        Which sites are near whom, and the same site by site.
    bases
        Where draws start.
    """

    question: MaxCover
    reach: Reach
    rows: Rows
    near: Near
    bases: Bases

    def batch(self, weights: list[Ints], is_gone: list[Open], speeds: list[float]) -> Batch:
        """Put some draws together.

        Parameters
        ----------
        weights
            Of each draw, the ``(n_demand,)`` people.
        is_gone
            Of each draw, the ``(n_site,)`` usable sites that cannot be opened.
        speeds
            Of each draw, the factor of the radius.
        """
        return Batch(
            np.stack([people_of(self.rows, self._counted(weight)) for weight in weights]),
            np.stack([_states(self.reach, gone) for gone in is_gone]),
            np.array([self.question.radius_m * speed for speed in speeds]),
        )

    def best(self, batch: Batch) -> list[Found | None]:
        """Return each draw's best plan where one is proven.

        None: the ordinary solver must be asked, which also says why there may be no plan at all.
        """
        return self._best(batch, self.question.new)

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
        people = people_of(self.rows, self._counted(self.reach.demand.weight))
        batch = Batch(people[None], state[None], np.array([self.question.radius_m]))
        return self._best(batch, self.question.new - (opened is not None))[0]

    def _best(self, batch: Batch, new: int) -> list[Found | None]:
        most = int(batch.people.sum(axis=1).max())
        bits = -finest(most, len(self.reach.sites))
        if self.reach.sites.is_required.any() or bits < 0:
            return [None] * len(batch.people)
        is_best, value, is_open = settle_all(self.rows, self.bases, batch, new, bits)
        return [
            Found(opened, int(v)) if proven else None
            for proven, v, opened in zip(is_best, value, is_open, strict=True)
        ]

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
        rows, counted = self.rows, self._counted(reach.demand.weight)
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
        return Asked(self.question, reach, self.question.model(reach, faces), seed)

    def worth(self, batch: Batch, plans: list[Open]) -> Ints:
        """Count the people whom each plan, less what is gone, covers: ``(n_plan, n_draw)``.

        All plans open what is open today.
        """
        chosen = [np.flatnonzero(is_open & ~self.reach.sites.is_existing) for is_open in plans]
        picks = np.full((len(plans), max(map(len, chosen))), -1)
        for row, pos in zip(picks, chosen, strict=True):
            row[: len(pos)] = pos
        found: Ints = worth(self.near, batch, picks)
        return found

    def _counted(self, weight: Ints) -> Ints:
        if not self.question.weights:
            return weight
        return self.question.people(self.reach.demand.with_weight(weight))


def again(problem: Problem, reach: Reach, *, speed_share: float = 0.0) -> Again | None:
    """Prepare to ask a question again and again; None where it has conditions that forbid it.

    Parameters
    ----------
    problem, reach
        The question, and the data about which draws lie.
    speed_share
        Radii are off by a factor from ``1 ± speed_share``.
    """
    if not isinstance(problem, MaxCover) or not _is_plain(problem) or not reach.knows_distances:
        return None
    radius = problem.radius_m * (1 + speed_share)
    every = np.arange(len(reach.sites))
    if int(reach.count_within(radius, every).sum(dtype=np.int64)) > _MOST_PAIRS:
        return None
    shared = None if speed_share else radius
    rows = rows_of(len(reach.demand), pairs_within(reach, radius), radius_m=shared)
    speeds = np.linspace(1 - speed_share, 1 + speed_share, _SPEEDS) if speed_share else np.ones(1)
    bases = [_base(problem, reach, rows, problem.radius_m * speed) for speed in speeds]
    return Again(
        problem,
        reach,
        rows,
        near_of(rows, len(reach.sites)),
        Bases(
            problem.radius_m * speeds,
            np.stack([share for share, _is_open in bases]),
            np.stack([is_open for _share, is_open in bases]),
        ),
    )


def _is_plain(problem: MaxCover) -> bool:
    return problem.times == 1 and not problem.spacing_m and not problem.floor_share


def _states(reach: Reach, is_gone: Open) -> States:
    """Return what stands beforehand in a draw; a required site is free, like any other."""
    is_shut = reach.sites.is_forbidden | is_gone
    return np.where(reach.sites.is_existing, OPEN, np.where(is_shut, CLOSED, FREE)).astype(np.int8)


def _base(question: MaxCover, reach: Reach, rows: Rows, radius_m: float) -> tuple[Floats, Open]:
    """Solve the question as it stands at one radius, more or less.

    Returns
    -------
    share, is_open
        ``(n_row,)`` multiplier of each head, and ``(n_site,)`` a good plan.
    """
    state = _states(reach, np.zeros(len(reach.sites), bool))
    none, is_open = np.zeros(len(rows.start) - 1), reach.sites.is_existing.copy()
    posed = pose(rows, people_of(rows, question.people(reach.demand)), none, state, radius_m)
    cover = Cover(
        frozen(posed.cover.start, np.int64),
        frozen(posed.cover.site, np.int32),
        frozen(posed.cover.weight, np.int64),
        int(posed.cover.n_site),
    )
    if not 0 < question.new < cover.n_site or not len(cover.weight):
        return none, is_open
    _value, picks = greedy_and_swap(cover, np.full(question.new, -1, np.int64))
    lam, _bound, _y = subgradient(cover, question.new, value=_LOW, lam=np.zeros(0))
    is_open[np.flatnonzero(state == FREE)[picks]] = True
    share = np.append(lam / cover.weight, 0.0)
    return share[posed.merged], is_open
