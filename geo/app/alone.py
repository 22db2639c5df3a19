"""Parts of a page that run by themselves, between two runs of the whole page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from geo import words
from geo.app import state

__all__ = ["by_itself"]

P = ParamSpec("P")


def by_itself(*, every_s: float | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Let a part of a page run by itself, in the visitor's language, as long as they may be here.

    Parameters
    ----------
    every_s
        Seconds after which it runs again; None: when something in it is clicked.
    """

    def made(body: Callable[P, None]) -> Callable[P, None]:
        @st.fragment(run_every=every_s)
        @wraps(body)
        def shown(*args: P.args, **kwargs: P.kwargs) -> None:
            words.use(state.language())
            visitor = state.user()
            if visitor is not None and visitor.is_gone:
                st.rerun()  # the whole page: it shows the door
            body(*args, **kwargs)

        return shown

    return made
