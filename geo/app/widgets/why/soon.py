"""Answers that may take a moment: made beside the script, remembered, shown when they are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import streamlit as st

from geo.app import cache, state
from geo.app.alone import by_itself
from geo.app.running import Report, Running
from geo.errors import GeoError
from geo.words import _

__all__ = ["LIMIT_S", "part", "soon", "soon_or_stopped"]

P = ParamSpec("P")
T = TypeVar("T")

LIMIT_S = 120.0
"""Seconds after which an explanation says that it found no proof in time."""
_PATIENCE_S = 1.5
_LOOK_EVERY_S = 0.5


def part(body: Callable[P, None]) -> Callable[P, None]:
    """Let a part of a page run by itself; what it raises on purpose becomes a sentence in it."""

    @by_itself()
    @wraps(body)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            body(*args, **kwargs)
        except GeoError as error:
            st.warning(str(error), icon=":material/info:")

    return shown


def soon(name: str, key: tuple[str, ...], work: Callable[[], T]) -> T | None:
    """Return an answer; None while it is being made, which the page then shows.

    Parameters
    ----------
    name
        What is asked; the visitor has one such question at a time.
    key
        All that the answer depends on.
    work
        Makes the answer; it goes on to its end, whatever is asked meanwhile.

    Raises
    ------
    GeoError
        What the work raised.
    """
    return soon_or_stopped(name, key, lambda _report: work())


def soon_or_stopped(name: str, key: tuple[str, ...], work: Callable[[Report], T]) -> T | None:
    """Return an answer as `soon` does; another question stops the work for this one.

    Parameters
    ----------
    name, key
        As of `soon`.
    work
        Makes the answer; it is given what it must call now and then, and ends where that returns
        False: another question came after, or the visitor has left.

    Raises
    ------
    GeoError
        What the work raised.
    """
    if (answer := cache.known(name, key)) is not None:
        return cast("T", answer)
    running = state.aside(name, key, work)
    if running.is_stopped:  # the visitor had left, and is back: what it came to is not the answer
        state.forget_aside(name)
        running = state.aside(name, key, work)
    if not running.wait(_PATIENCE_S):
        _watch(running)
        return None
    answer = running.result()
    cache.remember(name, key, answer)
    return answer


@by_itself(every_s=_LOOK_EVERY_S)
def _watch(running: Running[Any]) -> None:
    """Say that something is being counted; show the page again when it is."""
    if running.is_done:
        st.rerun()
    st.progress(
        min(running.seconds / LIMIT_S, 1.0), _("Counting… {seconds:.0f} s", seconds=running.seconds)
    )
