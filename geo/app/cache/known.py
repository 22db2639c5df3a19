"""Answers that were found beside the script."""

from __future__ import annotations

import streamlit as st

__all__ = ["forget", "known", "remember"]


class _NotYetError(LookupError):
    """Nothing is remembered under this key."""


@st.cache_resource(max_entries=32, show_spinner=False)
def _answer(what: str, key: tuple[str, ...], _answer: object) -> object:
    if _answer is None:  # what is raised is not remembered
        raise _NotYetError
    return _answer


def known(what: str, key: tuple[str, ...]) -> object | None:
    """Return the answer that `remember` was given, if it still is remembered."""
    try:
        return _answer(what, key, None)
    except _NotYetError:
        return None


def remember(what: str, key: tuple[str, ...], answer: object) -> None:
    """Remember an answer, for all visitors: the key holds all it depends on."""
    _answer(what, key, answer)


def forget(what: str, key: tuple[str, ...]) -> None:
    """Forget an answer."""
    _answer.clear(what, key, None)
