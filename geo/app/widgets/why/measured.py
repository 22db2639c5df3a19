"""Values of a question on a page: in whole units, as shares, with what is counted."""

from __future__ import annotations

from dataclasses import dataclass

from geo.core import Problem, Study
from geo.explain import unit_of
from geo.words import N_, _, counted

__all__ = ["Measured"]

_HEADS = {
    "people": N_("workers covered"),
    "points": N_("points reached"),
    "visits": N_("visits reached"),
}

_SAID = {"people": counted.workers, "points": counted.points, "visits": counted.visits}


@dataclass(frozen=True, eq=False)
class Measured:
    """A question put to a study.

    Attributes
    ----------
    problem
        The question.
    full
        What serving everybody in full would be worth.
    study
        The data.
    """

    problem: Problem
    full: int
    study: Study

    @property
    def unit(self) -> str:
        """What is counted; see `geo.explain.unit_of`."""
        return unit_of(self.problem)

    @property
    def heading(self) -> str:
        """What is counted, in the user's language."""
        return _(_HEADS[self.unit])

    def number(self, value: int) -> int:
        """Return a value in whole units: attendance is counted in thousandths."""
        return round(value / 1000) if self.unit == "visits" else value

    def said(self, value: int) -> str:
        """Return a value in whole units with what is counted: 1 worker, 1,234 visits."""
        return _SAID[self.unit](self.number(value))

    def share(self, value: int) -> float:
        """Return a value as a share of serving everybody in full."""
        return value / max(self.full, 1)

    def tile(self, value: int) -> tuple[int, float]:
        """Return both."""
        return self.number(value), self.share(value)

    def names(self, ids: tuple[object, ...]) -> list[str]:
        """Return what a person calls some sites."""
        names = dict(zip(self.study.sites.ids, self.study.sites.names, strict=True))
        return [names[i] for i in ids]
