"""Answers that may take a moment: made beside the script, remembered, shown when they are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import streamlit as st

from geo.app import cache, state
from geo.app.alone import by_itself
from geo.app.markdown import plain
from geo.app.running import Report, Running
from geo.errors import GeoError, StoppedError
from geo.words import _

__all__ = ["LIMIT_S", "part", "soon_or_stopped"]

P = ParamSpec("P")
T = TypeVar("T")

LIMIT_S = 120.0
"""Seconds after which an explanation says that it found no proof in time."""
_PATIENCE_S = 1.0
_LOOK_EVERY_S = 0.5


def part(body: Callable[P, None]) -> Callable[P, None]:
    """Let a part of a page run by itself; what it raises on purpose becomes a sentence in it."""

    @by_itself()
    @wraps(body)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            body(*args, **kwargs)
        except GeoError as error:
            st.warning(plain(str(error)), icon=":material/info:")

    return shown


def soon_or_stopped(name: str, key: tuple[str, ...], work: Callable[[Report], T]) -> T | None:
    """Return an answer; None while it is being made, which the page then shows.

    Another question, or the visitor, stops the work.

    What is known when the visitor stops it is returned to them, with an offer to count to the end;
    it is remembered for nobody else.

    Parameters
    ----------
    name
        What is asked; the visitor has one such question at a time.
    key
        All that the answer depends on.
    work
        Makes the answer; it is given what it must call now and then, and ends where that returns
        False: another question came after, or the visitor pressed the button, or has left.

    Raises
    ------
    GeoError
        What the work raised.
    """
    if (answer := cache.known(name, key)) is not None:
        return cast("T", answer)
    running = state.aside(name, key, work)
    if running.is_abandoned:  # the visitor is back: what it came to is not the answer
        state.forget_aside(name)
        running = state.aside(name, key, work)
    if not running.wait(_PATIENCE_S):
        _watch(name, running)
        return None
    try:
        answer = running.result()
    except StoppedError:
        _offer_the_rest(name, running)
        raise
    if running.is_cut:
        _offer_the_rest(name, running)
    else:
        cache.remember(name, key, answer)
    return answer


def _offer_the_rest(name: str, running: Running[Any]) -> None:
    """Let work that its visitor stopped begin anew."""
    if running.is_cut and st.button(
        _("Count to the end"), icon=":material/play_arrow:", key=f"again-{name}"
    ):
        state.forget_aside(name)
        st.rerun()


@by_itself(every_s=_LOOK_EVERY_S)
def _watch(name: str, running: Running[Any]) -> None:
    """Say what is being counted and how far it is, with a stop; show the page again at its end."""
    if running.is_done:
        st.rerun()
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.progress(*_how_far(running))
    if running.is_stopped:
        right.caption(_("Stopping…"))
    elif right.button(_("Stop"), icon=":material/stop_circle:", key=f"stop-{name}"):
        running.stop()
        st.rerun(scope="fragment")


def _how_far(running: Running[Any]) -> tuple[float, str]:
    """Return the share that is done, or of the time there is, and the words beside it."""
    said, latest = _("Counting… {seconds:.0f} s", seconds=running.seconds), running.latest
    if latest is not None and latest.step:
        said = f"{said} · {plain(latest.step)}"
    share = None if latest is None else latest.share
    return min(running.seconds / LIMIT_S if share is None else share, 1.0), said
