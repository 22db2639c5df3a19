"""Controls that show a value of the work: each begins anew only where that value was changed.

Others, or the visitor's own *Take back*, change the work between two runs of a page. A control
takes a value of the work when it is first shown; to take another it must be a new one, under
another key. What a visitor presses on a page that is being replaced arrives under the old key: if
every control had a new one, it would be lost. So only those that show another value get one, and
what arrives under the old key of such a control is heard: a browser that has only not been told yet
repeats what the control said, a press says something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from geo.app.state.visitor import key

__all__ = ["control", "hear_controls", "lay_again"]


@dataclass(eq=False)
class _Control:
    """One control of the screen.

    Attributes
    ----------
    laid
        How often the work had been laid out again when it was last compared with it.
    heard
        What it said when its page last came to its end, or what it began with.
    number
        How often it was begun anew.
    old
        Key of the control whose place it took, and what that one said last.
    """

    laid: int
    heard: Any
    number: int = 0
    old: tuple[str, Any] | None = None

    def key(self, base: str) -> str:
        return f"{base}.{self.number}" if self.number else base


def control(name: str, shown: Any) -> str:  # noqa: ANN401 - of any control
    """Return the key of a control that shows a value of the work.

    Parameters
    ----------
    name
        Its name, one on a page.
    shown
        What it shows if it begins now, in the form in which it answers.
    """
    base, laid = key(name), st.session_state.get("laid_again", 0)
    known: _Control = _controls().setdefault(base, _Control(laid, shown))
    if known.key(base) not in st.session_state:
        known.heard = shown
    elif known.laid != laid:
        now = st.session_state[known.key(base)]
        if not _same(now, shown) and _same(now, known.heard):
            known.old, known.heard = (known.key(base), now), shown
            known.number += 1
    known.laid = laid
    _hear_old(known, known.key(base))
    return known.key(base)


def _hear_old(known: _Control, at: str) -> None:
    """Let a control say what was pressed on the one whose place it took."""
    if known.old is None or known.old[0] not in st.session_state:
        return
    old, last = known.old
    now = st.session_state[old]
    if not _same(now, last):
        known.old = (old, now)
        st.session_state[at] = now


def hear_controls() -> None:
    """Note what the controls say: a page has come to its end, and so has taken it into the work."""
    for base, known in _controls().items():
        if known.key(base) in st.session_state:
            known.heard = st.session_state[known.key(base)]


def lay_again() -> None:
    """Let every control compare what it says with the work when it is shown next."""
    st.session_state["laid_again"] = st.session_state.get("laid_again", 0) + 1


def _controls() -> dict[str, _Control]:
    found: dict[str, _Control] = st.session_state.setdefault("controls", {})
    return found


def _same(a: Any, b: Any) -> bool:  # noqa: ANN401 - what controls say
    """Compare what two controls say; the order in which things were chosen is no matter."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return sorted(map(repr, a)) == sorted(map(repr, b))
    return bool(a == b)
