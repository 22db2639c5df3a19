"""Buttons that mean something of the work: a press stands for what was shown when it was made.

Between the arrival of another's change and the redraw a browser shows the page before. A button
that takes back *the last change*, or keeps *this plan*, means something else by then: it gets the
next key, so that the press on the page before does nothing, and the visitor can be told. A press
whose meaning stays what it was is heard whatever others changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from geo.app.state.visitor import key

__all__ = ["press", "was_overtaken"]

_REMEMBERED = 8  # redraws that a browser can be behind


@dataclass(eq=False)
class _Button:
    """One button of the screen.

    Attributes
    ----------
    meaning
        What a press on it stands for.
    number
        How often that became another.
    """

    meaning: str
    number: int = 0
    known_as: list[str] = field(default_factory=list)


def press(name: str, meaning: object) -> str:
    """Return the key of a button that means something of the work.

    Parameters
    ----------
    name
        Its name, one on a page.
    meaning
        Tells what a press on it does; another meaning is another button.
    """
    base, means = key(name), repr(meaning)
    buttons: dict[str, _Button] = st.session_state.setdefault("buttons", {})
    known = buttons.setdefault(base, _Button(means))
    if known.meaning != means:
        known.known_as = [*known.known_as, _key(base, known.number)][-_REMEMBERED:]
        known.meaning, known.number = means, known.number + 1
    if any(st.session_state.get(old) is True for old in known.known_as):
        st.session_state["overtaken"] = True
    return _key(base, known.number)


def was_overtaken() -> bool:
    """Say whether a button was pressed that means something else by now; say so once."""
    return bool(st.session_state.pop("overtaken", False))


def _key(base: str, number: int) -> str:
    return f"{base}.{number}" if number else base
