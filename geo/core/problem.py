"""What every question must say about itself."""

from __future__ import annotations

from typing import ClassVar, Literal, Protocol

import numpy as np
import numpy.typing as npt

from geo.core.reach import Reach

__all__ = ["Problem", "farthest_m"]


class Problem(Protocol):
    """A frozen question about where to open sites; its fields are declared with `geo.core.ask`.

    ``value`` and ``is_feasible`` are the definition of the question, written without any model or
    solver: a plan is scored by them, whatever method found it.
    """

    name: ClassVar[str]
    """Short English name for options and files: ``"max-cover"``."""
    title: ClassVar[str]
    """English title, translated where it is shown."""
    sense: ClassVar[Literal["max", "min"]]

    @property
    def radius_m(self) -> float:
        """Service radius in metres."""
        ...

    def sentence(self) -> str:
        """Say the question in the user's language."""
        ...

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Score a decision: ``is_open`` is ``(n_site,)``."""
        ...

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether a decision is allowed."""
        ...


def farthest_m(problem: Problem) -> float:
    """Return how far a question looks: beyond its radius where visits only grow rarer."""
    return float(max(problem.radius_m, getattr(problem, "far_m", 0.0)))
