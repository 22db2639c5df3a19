"""A question put to its data once, and answered again and again under further conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

from geo.core import Plan, Problem, Reach, data_digest
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.solve.exact import CoverModel, Row, answer
from geo.solve.exact.question import Question
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["Asked", "Found", "ask", "ask_again"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Found:
    """The best decision under some conditions, proven.

    Attributes
    ----------
    is_open
        ``(n_site,)``.
    value
        Its score by the question's definition; nothing that meets the conditions is better.
    """

    is_open: Open
    value: int

    @property
    def open_pos(self) -> Ints:
        """Positions of the open sites, ascending."""
        return np.flatnonzero(self.is_open)


@dataclass(frozen=True, eq=False)
class Asked:
    """A question, its data, and the model of both.

    Attributes
    ----------
    question, reach
        What was asked, and of what.
    model
        The covering model; collapsed once, whatever is asked of it afterwards.
    seed
        Seed of every random step.
    """

    question: Question
    reach: Reach
    model: CoverModel
    seed: int = 0

    @property
    def is_free(self) -> Open:
        """``(n_site,)`` sites about which there is something to decide."""
        return ~(self.model.is_open | self.model.is_closed)

    def ids(self, is_open: Open) -> tuple[object, ...]:
        """Name the open sites as a plan does: existing ones first."""
        sites = self.reach.sites
        return (*sites.ids[is_open & sites.is_existing], *self.new_ids(is_open))

    def new_ids(self, is_open: Open) -> tuple[object, ...]:
        """Name the open sites that are not open today."""
        return tuple(self.reach.sites.ids[is_open & ~self.reach.sites.is_existing])

    def best(
        self,
        watch: Watch,
        *,
        rows: tuple[Row, ...] = (),
        opened: int | None = None,
        shut: int | None = None,
    ) -> Found | None:
        """Find the best decision that meets further conditions; None: there is none at all.

        Parameters
        ----------
        watch
            Clock of everything that is asked together.
        rows
            Linear conditions on sites.
        opened, shut
            Position of a site that must be open, or must not.

        Raises
        ------
        StoppedError
            Time ran out before a proof.
        """
        if not watch.tick():
            raise watch.late()
        is_open, is_closed = self.model.is_open.copy(), self.model.is_closed.copy()
        if opened is not None:
            is_open[opened] = True
        if shut is not None:
            is_closed[shut] = True
        if (is_open & is_closed).any():
            return None
        rows = (*self.model.rows, *rows)
        model = replace(self.model, is_open=is_open, is_closed=is_closed, rows=rows)
        found = answer(model, watch, seed=self.seed)
        if found.is_infeasible:
            return None
        value = None if found.is_open is None else self.question.value(self.reach, found.is_open)
        if found.is_open is None or value != found.bound:
            raise watch.late()
        is_allowed = model.holds(found.is_open)
        assert is_allowed, "a plan that breaks a condition was about to be given"
        return Found(found.is_open, value)


def ask(problem: Problem, reach: Reach, *, seed: int = 0) -> Asked:
    """Put a question of the covering family to some data.

    Raises
    ------
    InputError, InfeasibleError
        As `geo.solve.solve`.
    """
    question = cast("Question", problem)
    return Asked(question, reach, question.model(reach), seed)


def ask_again(plan: Plan, reach: Reach) -> Asked:
    """Put a plan's question to its data again.

    Parameters
    ----------
    plan
        The plan, proven best.
    reach
        The demand, the sites, the metres it was made from.

    Raises
    ------
    InputError
        The plan was made from other data, or is not proven best.
    """
    if plan.data_digest != data_digest(reach.demand, reach.sites):
        raise InputError(
            _("This plan was made from other data than this study holds; solve it again.")
        )
    if plan.status != "optimal":
        raise InputError(
            _("This plan is not proven best, so nothing can be held against it; give more time.")
        )
    return ask(plan.problem, reach, seed=plan.seed)
