"""A scenario: all choices of one run, in one small text file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from geo.core.arrays import digest
from geo.core.problem import Problem
from geo.core.reach import Mode

__all__ = ["Scenario"]


@dataclass(frozen=True)
class Scenario:
    """All choices of one run; `geo.study.run` carries it out.

    Attributes
    ----------
    problem
        The question.
    mode
        The rule of distance.
    makers
        Names of candidate makers whose sites are added to the study's own (``"kmeans"``,
        ``"density"``, ``"hexgrid"``); empty: only the study's sites.
    limit_s
        Seconds after which the best plan found is kept, or None.
    seed
        Seed of every random step.
    note
        The planner's own words.
    """

    problem: Problem
    mode: Mode
    makers: tuple[str, ...] = ()
    limit_s: float | None = None
    seed: int = 0
    note: str = ""

    @cached_property
    def digest(self) -> str:
        """Content digest: equal choices, equal digest."""
        return digest("scenario", repr(self.problem), repr(self.mode), repr(self.makers), self.limit_s, self.seed, self.note)
