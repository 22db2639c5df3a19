"""A question asked again and again of data that differ a little: drawn people, venues gone, radii.

What the draws share is worked out once: which sites are near whom, and at a few radii a plan and
the multipliers that bound all others. A draw starts from there (`geo.solve.engine.again`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.core import Problem, Reach
from geo.core.arrays import Floats, Ints, frozen
from geo.solve.asked import Found
from geo.solve.engine.again import Posed, Rows, pose, rows_of, settle, worth
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States
from geo.solve.engine.integer import finest
from geo.solve.engine.relax import relax
from geo.solve.engine.swap import greedy_and_swap
from geo.solve.max_cover import MaxCover
from geo.solve.nearby import pairs_within

__all__ = ["Again", "Drawn", "again"]

Open = npt.NDArray[np.bool_]

_SPEEDS = 7  # at which draws of differing radii start
_MOST_PAIRS = 20_000_000  # beyond, the pairs take more memory than the draws save time


@dataclass(frozen=True, eq=False)
class Drawn:
    """One draw, posed.

    Attributes
    ----------
    is_gone
        ``(n_site,)`` usable sites that cannot be opened.
    posed
        What all sites that are not open today decide.
    """

    is_gone: Open
    posed: Posed

    @property
    def n_byte(self) -> int:
        """Memory that it takes, about."""
        cover = self.posed.cover
        return 8 * (3 * len(cover.start) + len(self.posed.merged)) + 4 * len(cover.site)


@dataclass(frozen=True, eq=False)
class _Base:
    """Where draws of about one radius start: the multiplier of each head, 0..1, and a plan."""

    speed: float
    share: Floats
    is_open: Open


@dataclass(frozen=True, eq=False)
class Again:
    """A question whose draws are solved one like the other; `again` makes it.

    Attributes
    ----------
    question, reach
        What is asked, and of what; draws change people, venues and the radius.
    rows
        Which sites are near whom.
    bases
        Where draws start.
    """

    question: MaxCover
    reach: Reach
    rows: Rows
    bases: tuple[_Base, ...]

    def draw(self, weight: Ints, is_gone: Open, speed: float) -> Drawn:
        """Pose a draw.

        Parameters
        ----------
        weight
            ``(n_demand,)`` people.
        is_gone
            ``(n_site,)`` usable sites that cannot be opened.
        speed
            Factor of the radius.
        """
        share, people = self._base(speed).share, weight
        if self.question.weights:
            people = self.question.people(self.reach.demand.with_weight(weight))
        state = _states(self.reach, is_gone)
        radius = self.question.radius_m * speed
        return Drawn(is_gone, pose(self.rows, (people, share), state, radius))

    def best(self, drawn: Drawn, speed: float) -> Found | None:
        """Return a draw's best plan where that is proven and no other is as good.

        None: the ordinary solver must be asked, which also says why there may be no plan at all.
        """
        state = _states(self.reach, drawn.is_gone)
        sites, posed = self.reach.sites, drawn.posed
        wanted, free = self.question.new, np.flatnonzero(state == FREE)
        bits = -finest(int(posed.cover.weight.sum()), posed.cover.n_site)
        if sites.is_required.any() or wanted > len(free) or not len(posed.cover.weight) or bits < 0:
            return None
        picks = np.full(wanted, -1, np.int64)
        begun = np.flatnonzero(self._base(speed).is_open[free])[:wanted]
        picks[: len(begun)] = begun
        found = settle(posed.cover, posed.lam, picks, bits)
        if found.n_best != 1:
            return None
        is_open = sites.is_existing.copy()
        is_open[free[found.picks]] = True
        return Found(is_open, posed.base + found.value)

    def worth(self, drawn: Drawn, plans: list[Open]) -> Ints:
        """Count the people whom each plan, less what is gone, covers in a draw: ``(n_plan,)``.

        All plans open what is open today.
        """
        is_free = _states(self.reach, drawn.is_gone) == FREE
        number = np.where(is_free, np.cumsum(is_free) - 1, -1)
        old = self.reach.sites.is_existing
        chosen = [np.flatnonzero(is_open & ~old) for is_open in plans]
        picks = np.full((len(plans), max(map(len, chosen))), -1)
        for row, pos in zip(picks, chosen, strict=True):
            row[: len(pos)] = number[pos]
        return drawn.posed.base + worth(drawn.posed.cover, picks)

    def _base(self, speed: float) -> _Base:
        return min(self.bases, key=lambda base: abs(base.speed - speed))


def again(problem: Problem, reach: Reach, *, speed_share: float = 0.0) -> Again | None:
    """Prepare to ask a question again and again; None where it has conditions that forbid it.

    Parameters
    ----------
    problem, reach
        The question, and the data about which draws lie.
    speed_share
        Radii are off by a factor from ``1 ± speed_share``.
    """
    radius = getattr(problem, "radius_m", 0.0) * (1 + speed_share)
    if not isinstance(problem, MaxCover) or not _is_plain(problem) or not reach.knows_distances:
        return None
    every = np.arange(len(reach.sites))
    if int(reach.count_within(radius, every).sum(dtype=np.int64)) > _MOST_PAIRS:
        return None
    shared = None if speed_share else radius
    rows = rows_of(len(reach.demand), pairs_within(reach, radius), radius_m=shared)
    speeds = np.linspace(1 - speed_share, 1 + speed_share, _SPEEDS) if speed_share else (1.0,)
    blank = Again(problem, reach, rows, ())
    return replace(blank, bases=tuple(_base(blank, float(speed)) for speed in speeds))


def _is_plain(problem: MaxCover) -> bool:
    return problem.times == 1 and not problem.spacing_m and not problem.floor_share


def _states(reach: Reach, is_gone: Open) -> States:
    """Return what stands beforehand in a draw; a required site is free, like any other."""
    is_shut = reach.sites.is_forbidden | is_gone
    return np.where(reach.sites.is_existing, OPEN, np.where(is_shut, CLOSED, FREE)).astype(np.int8)


def _base(blank: Again, speed: float) -> _Base:
    """Solve the question as it stands at one radius, more or less."""
    question, demand, sites = blank.question, blank.reach.demand, blank.reach.sites
    state = _states(blank.reach, np.zeros(len(sites), bool))
    people, none = question.people(demand), np.zeros(len(demand))
    posed = pose(blank.rows, (people, none), state, question.radius_m * speed)
    cover, is_open = posed.cover, sites.is_existing.copy()
    if not 0 < question.new < cover.n_site or not len(cover.weight):
        return _Base(speed, none, is_open)
    firm = Cover(
        frozen(cover.start, np.int64),
        frozen(cover.site, np.int32),
        frozen(cover.weight, np.int64),
        int(cover.n_site),
    )
    value, picks = greedy_and_swap(firm, np.full(question.new, -1, np.int64))
    relaxed = relax(firm, question.new, value=value)
    is_open[np.flatnonzero(state == FREE)[picks]] = True
    share = np.append(relaxed.lam / cover.weight, 0.0)
    face = np.append(posed.merged, -1)[blank.rows.row]
    return _Base(speed, np.ascontiguousarray(share[face]), is_open)
