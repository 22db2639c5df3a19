"""What a browser remembers: who its visitor is, in what language and how large it shows things.

The mark of a visitor without a login is a random word, of use to nobody else, and gone when the
browser is closed. Projector mode belongs to the machine in front of the room and the language to
whoever sits at it, neither to a project: they stay for a year. Streamlit can read a cookie, but not
set one: a script on the page does.
"""

from __future__ import annotations

import streamlit as st

from geo.app import state

__all__ = ["leave_language", "leave_mark", "leave_size"]

_SCRIPT = """
export default function ({ data }) {
  const stays = data.days ? `; max-age=${data.days * 86400}` : "";
  document.cookie = `${data.name}=${data.value}; path=/; SameSite=Strict${stays}`;
}
"""

_DAYS = 365

_component = st.components.v2.component("xuanzhi_mark", js=_SCRIPT)


def leave_mark() -> None:
    """Have the browser bring the visitor's mark when it comes again; a login says who comes."""
    if state.user() is None:
        _component(key="mark", data={"name": state.MARK, "value": state.visitor()}, height=1)


def leave_size() -> None:
    """Have the browser remember whether everything is shown larger."""
    value = state.LARGE if state.is_large() else ""
    _component(key="size", data={"name": state.SIZE, "value": value, "days": _DAYS}, height=1)


def leave_language() -> None:
    """Have the browser remember which language the page speaks."""
    value = {"name": state.LANGUAGE, "value": state.language(), "days": _DAYS}
    _component(key="language", data=value, height=1)
