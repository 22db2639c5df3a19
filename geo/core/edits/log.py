"""What was done, what can be taken back, what can be done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from geo.core.study import Study
from geo.words import _

__all__ = ["Batch", "Edit", "Log"]

_MOST = 100  # steps that can be taken back


class Edit(Protocol):
    """A change of a study that can be taken back."""

    def apply(self, study: Study) -> Study:
        """Return the changed study; refuse what cannot be."""

    def back(self, study: Study) -> Edit:
        """Return the edit that takes this one back; ``study`` is the one before."""

    def sentence(self, study: Study, /) -> str:
        """Say what is done; ``study`` is the one before."""


@dataclass(frozen=True)
class Batch:
    """Several edits that are one step: what a table held when it was handed over."""

    edits: tuple[Edit, ...]

    def apply(self, study: Study) -> Study:
        """Apply all, or none: a refusal leaves the study as it was."""
        for edit in self.edits:
            study = edit.apply(study)
        return study

    def back(self, study: Study) -> Edit:
        """Return the edits that take these back, the last first."""
        ways: list[Edit] = []
        for edit in self.edits:
            ways.append(edit.back(study))
            study = edit.apply(study)
        return Batch(tuple(reversed(ways)))

    def sentence(self, study: Study) -> str:
        """Say what is done: the one thing, or how many."""
        if len(self.edits) == 1:
            return self.edits[0].sentence(study)
        return _("{n} changes in the table", n=len(self.edits))


@dataclass(frozen=True)
class _Step:
    edit: Edit
    back: Edit
    said: str


@dataclass(frozen=True)
class Log:
    """Steps that were done and can be taken back, and those taken back that can be done again.

    Examples
    --------
    >>> from geo.core import Demand, Sites, Study
    >>> from geo.core.edits import WeighFirm
    >>> town = Study("x", Demand.from_arrays([0], [0], [5]), Sites.from_arrays([9], [0]))
    >>> log, changed = Log().do(WeighFirm(0, 8), town)
    >>> log, again = log.undo(changed)
    >>> changed.demand.total, again.demand.total, again.digest == town.digest
    (8, 5, True)
    """

    done: tuple[_Step, ...] = ()
    undone: tuple[_Step, ...] = ()

    def do(self, edit: Edit, study: Study) -> tuple[Log, Study]:
        """Apply an edit; what was taken back before can no longer be done again."""
        step = _Step(edit, edit.back(study), edit.sentence(study))
        return Log((*self.done, step)[-_MOST:]), edit.apply(study)

    def undo(self, study: Study) -> tuple[Log, Study]:
        """Take the last step back; nothing happens where there is none."""
        if not self.done:
            return self, study
        *before, last = self.done
        return Log(tuple(before), (*self.undone, last)), last.back.apply(study)

    def redo(self, study: Study) -> tuple[Log, Study]:
        """Do the step again that was taken back last."""
        if not self.undone:
            return self, study
        *others, last = self.undone
        return Log((*self.done, last), tuple(others)), last.edit.apply(study)

    @property
    def last(self) -> str:
        """Say what `undo` would take back; empty where there is nothing."""
        return self.done[-1].said if self.done else ""

    @property
    def next(self) -> str:
        """Say what `redo` would do; empty where there is nothing."""
        return self.undone[-1].said if self.undone else ""
