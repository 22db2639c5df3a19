"""What a project holds, as values: a change of the work is another `Project`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.words import _

if TYPE_CHECKING:
    import pandas as pd

    from geo.core import Plan, Scenario, Study
    from geo.core.arrays import Ints

__all__ = ["Change", "Holder", "KeptPlan", "Project", "sentence_of"]


@dataclass(frozen=True, eq=False)
class KeptPlan:
    """A plan put aside under a name, with the data it was made from.

    Attributes
    ----------
    name
        What the planner calls it.
    scenario
        The question it answers.
    study
        The data as they were when it was solved.
    plan
        The plan, with its certificate.
    served_pos
        ``(n_demand,)`` position of the site that serves each firm, -1 where none does.
    """

    name: str
    scenario: Scenario
    study: Study
    plan: Plan
    served_pos: Ints = field(repr=False)


@dataclass(frozen=True, eq=False)
class Project:
    """All the work of one planner on one town.

    Attributes
    ----------
    study
        The data as they stand now.
    scenario
        The question as it was last asked.
    whom
        Whose workers count: ``"all"`` or ``"small"``.
    remarks
        The planner's own words.
    kept
        Plans put aside, oldest first.
    lost
        Names of kept plans that stand in the file but whose firms do not any more, because another
        program changed them.
    settings
        What was set on the screen, as JSON knows it: years, headings of columns, releases; what a
        hand corrected in the lists, and what each person typed into them and has not applied yet.
    used_ids
        Ids of sites and firms that were made here, whether or not they still stand: none is given
        twice.
        A file only ever adds to them, also where a change is taken back.
    """

    study: Study
    scenario: Scenario
    whom: str = "all"
    remarks: str = ""
    kept: tuple[KeptPlan, ...] = ()
    lost: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    used_ids: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """One line of the history.

    Attributes
    ----------
    number
        Counts up.
    at
        When, in UTC: ``2026-01-31T14:03:07+00:00``.
    who
        Who did it.
    what, fields
        What was done: a sentence of the catalogue, and what stands in its fields.
    can_undo, is_undone
        Whether it can be taken back, and whether it was.
    """

    number: int
    at: str
    who: str
    what: str
    fields: dict[str, Any]
    can_undo: bool
    is_undone: bool

    @property
    def sentence(self) -> str:
        """What was done, in the language in use."""
        return sentence_of(self.what, self.fields)


def sentence_of(what: str, fields: Mapping[str, Any]) -> str:
    """Say what was done, in the language in use; texts in its fields are sentences themselves."""
    return _(what, **{k: _(v) if isinstance(v, str) else v for k, v in fields.items()})


@dataclass(frozen=True)
class Holder:
    """Who has a project open for writing.

    Attributes
    ----------
    who, host
        Their name, and their machine's.
    since, seen
        When they opened it and when they last gave a sign of life, in UTC.
    """

    who: str
    host: str
    since: str
    seen: str

    @property
    def sentence(self) -> str:
        """Who, where and since when, in the language in use."""
        return _(
            "{who} on {host} has this project open since {since} (last seen {seen}, UTC).",
            who=self.who,
            host=self.host,
            since=self.since[:16].replace("T", " "),
            seen=self.seen[11:16],
        )


@dataclass(frozen=True, eq=False)
class Rows:
    """A layer as it is stored: its rows, and what is needed to read them back."""

    table: pd.DataFrame
    notes: dict[str, Any]
