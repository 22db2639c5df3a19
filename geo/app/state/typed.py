"""What the visitor typed into tables of the lists and has not applied yet.

It is kept with the project, each person's by their name: another page, a reload or a killed server
takes nothing of it, and nobody finds what others are still typing in their table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app.state.visitor import who
from geo.core.edits import Typed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Typing", "all_typed", "forget_typed", "keep_typed", "typed", "typing", "use_typed"]

_TABLE = "typing-"


@dataclass(eq=False)
class Typing:
    """A table on the screen.

    Attributes
    ----------
    asked
        Which rows are shown, in which language.
    known
        What was typed by the last run.
    rows, start
        The rows as the list has them, and as the table began: with what was typed before.
    number
        How often the table was begun anew.
    key
        Its key.
    """

    asked: tuple[str, ...]
    known: Typed
    rows: pd.DataFrame
    start: pd.DataFrame
    number: int
    key: str


def all_typed() -> dict[str, dict[str, Any]]:
    """Return what everybody typed: person -> list -> record."""
    kept: dict[str, dict[str, Any]] = st.session_state.get("typed", {})
    return kept


def use_typed(kept: Mapping[str, Mapping[str, Any]]) -> None:
    """Take what everybody typed, as a project has kept it."""
    st.session_state["typed"] = {person: dict(lists) for person, lists in kept.items()}


def typed(kind: str) -> Typed:
    """Return what this visitor typed into the table of a list."""
    return Typed.from_record(all_typed().get(who(), {}).get(kind, {}))


def keep_typed(kind: str, now: Typed) -> bool:
    """Remember what the table on the screen says by now; say if that is news."""
    st.session_state[_TABLE + kind].known = now
    if now == typed(kind):
        return False
    _put(kind, now)
    return True


def forget_typed(kind: str) -> None:
    """Let go what this visitor typed into the table of a list; it begins anew."""
    _put(kind, Typed())


def _put(kind: str, now: Typed) -> None:
    mine = {k: one for k, one in all_typed().get(who(), {}).items() if k != kind}
    if len(now):
        mine[kind] = now.record()
    others = {person: lists for person, lists in all_typed().items() if person != who()}
    use_typed(others | ({who(): mine} if mine else {}))


def typing(
    kind: str, asked: tuple[str, ...], rows: Callable[[Typed], pd.DataFrame], key: str
) -> Typing:
    """Return the table of a list to type into.

    While it is on the screen it must be given the same rows again and again, or it would forget
    what is typed; it begins anew, with what was typed before, when it comes back, when other rows
    are asked for, or when what was typed was changed elsewhere.

    Parameters
    ----------
    kind
        The list.
    asked
        All that the rows depend on, but for what was typed.
    rows
        Lists the rows, numbered from 0, so that those typed into are among them.
    key
        How the key of the table begins.
    """
    last: Typing | None = st.session_state.get(_TABLE + kind)
    known = typed(kind)
    is_there = last is not None and last.key in st.session_state
    if last is None or not is_there or last.asked != asked or last.known != known:
        table, number = rows(known), 1 if last is None else last.number + 1
        start = known.over(table).reset_index(drop=True)
        last = Typing(asked, known, table, start, number, f"{key}-{number}")
        st.session_state[_TABLE + kind] = last
    return last
