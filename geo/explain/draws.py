"""What might be wrong with the data, drawn at random: one set of numbers for each draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Demand, Errors, Reach, Sites
from geo.core.arrays import Ints
from geo.explain.chance import off_by, under

__all__ = ["USUAL_DRAWS", "Draw", "at_rank", "drawn", "how_often"]

USUAL_DRAWS = 200
"""Draws of what the lists may really be, on the screen and in documents."""


@dataclass(frozen=True, eq=False)
class Draw:
    """One draw.

    Attributes
    ----------
    weight
        ``(n_demand,)`` people.
    is_gone
        ``(n_site,)`` venues that fell through.
    speed
        Factor of the radius.
    """

    weight: Ints
    is_gone: npt.NDArray[np.bool_]
    speed: float

    def reach(self, reach: Reach) -> Reach:
        """Put the draw in place of what the lists say; a venue that fell through is forbidden."""
        status = np.where(self.is_gone, "forbidden", reach.sites.status)
        changed: Any = replace(  # type: ignore[type-var]  # reaches are dataclasses
            reach,
            demand=reach.demand.with_weight(self.weight),
            sites=replace(reach.sites, status=status),
        )
        found: Reach = changed
        return found

    def question(self, problem: Any) -> Any:  # noqa: ANN401 - any frozen question
        """Put the question for the radius of this draw."""
        wide = {
            n: getattr(problem, n) * self.speed
            for n in ("radius_m", "far_m")
            if hasattr(problem, n)
        }
        return problem if self.speed == 1 else replace(problem, **wide)


def drawn(errors: Errors, reach: Reach, *, seed: int, number: int) -> Draw:
    """Make one draw; ``seed`` and ``number`` settle it, whatever was drawn before."""
    chance = np.random.default_rng([seed, number])
    demand, sites = reach.demand, reach.sites
    gone = chance.random(len(sites)) < errors.venue_share
    speed = 1 + errors.speed_share * chance.uniform(-1, 1) if errors.speed_share else 1.0
    return Draw(_weight(errors, demand, chance), gone & sites.is_usable, speed)


def at_rank(values: npt.NDArray[Any], share: float) -> Any:  # noqa: ANN401 - one of the values
    """Return what stands at a share, 0..1, of values (nearest rank); 0.5: the middle one."""
    return np.sort(values)[min(len(values) - 1, int(share * len(values)))]


def how_often(plans: list[npt.NDArray[np.bool_]], sites: Sites) -> tuple[tuple[object, float], ...]:
    """Count in what share of plans each site that is not open today is open, most often first."""
    if not plans:
        return ()
    is_new = ~sites.is_existing
    share = np.mean([one[is_new] for one in plans], axis=0)
    pairs = [(i, float(s)) for i, s in zip(sites.ids[is_new], share, strict=True) if s > 0]
    return tuple(sorted(pairs, key=lambda pair: -pair[1]))


def _weight(errors: Errors, demand: Demand, chance: np.random.Generator) -> Ints:
    """Draw the people of each firm, and of the one beside it that the list may lack."""
    if not errors.headcount_share and not errors.missing_share:
        return demand.weight
    found = off_by(demand.weight, errors.headcount_share, chance.random(len(demand)))
    if errors.missing_share:  # what is drawn last need not be drawn
        beside = under(chance.random(len(demand)), errors.missing_share)
        found[beside] += demand.weight[chance.integers(0, max(len(demand), 1), len(beside))]
    return found
