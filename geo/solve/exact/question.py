"""What the search needs to know of a question."""

from __future__ import annotations

from typing import Protocol

from geo.core import Demand, Problem, Reach
from geo.core.arrays import Ints
from geo.solve.exact.model import CoverModel
from geo.solve.progress import Watch

__all__ = ["Question"]


class Question(Problem, Protocol):
    """A problem of the covering family."""

    @property
    def times(self) -> int:
        """Open sites that must be near for a place to count as covered."""
        ...

    def people(self, demand: Demand) -> Ints:
        """Return what is counted at each demand point."""
        ...

    def full_value(self, demand: Demand) -> int:
        """Say what serving everybody in full would be worth."""
        ...

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver; where it has no answer, say why within the watch."""
        ...
