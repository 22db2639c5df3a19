"""A mark in the browser by which a visitor without a login is known again after a reload.

It is a random word, of use to nobody else, and gone when the browser is closed. Streamlit can read
a cookie, but not set one: a script on the page does.
"""

from __future__ import annotations

import streamlit as st

from geo.app import state

__all__ = ["leave_mark"]

_SCRIPT = """
export default function ({ data }) {
  document.cookie = `${data.name}=${data.value}; path=/; SameSite=Strict`;
}
"""

_component = st.components.v2.component("xuanzhi_mark", js=_SCRIPT)


def leave_mark() -> None:
    """Have the browser bring the visitor's mark when it comes again; a login says who comes."""
    if state.user() is None:
        _component(key="mark", data={"name": state.MARK, "value": state.visitor()}, height=1)
