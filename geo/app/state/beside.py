"""Work beside the script: who waits for it, and when nobody does any more.

What is begun goes on while its visitor looks at another page, and is there when they come back; a
page that was loaded again finds it as well. It is stopped when another question is asked, there or
on another page, when the visitor logs out, and some time after the last of their pages was closed.

Where another visitor asks the same meanwhile, nothing runs twice: theirs waits for the first, which
goes on as long as anybody is there for it, and is begun anew only where the first was stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import words
from geo.app.running import Report, Running
from geo.app.state.question import scenario, whom
from geo.app.state.town import study
from geo.app.state.visitor import visitor
from geo.core import Study
from geo.solve import Progress
from geo.words import _

__all__ = ["aside", "forget_all_aside", "forget_aside", "forget_overtaken"]

T = TypeVar("T")

_PREFIX = "aside-"

_begun: WeakValueDictionary[tuple[str, ...], Running[Any]] = WeakValueDictionary()
"""What goes on in this process, for whom: a visitor's pages wait for one piece of work together."""
_first: WeakValueDictionary[tuple[str, ...], Running[Any]] = WeakValueDictionary()
"""What goes on in this process, whoever asked it first: others who ask the same wait for it."""
_guard = threading.Lock()
_LOOK_EVERY_S = 0.2


@dataclass(eq=False)
class _Aside:
    """One piece of work that this page waits for.

    Attributes
    ----------
    key
        All that the answer depends on.
    running
        The work.
    is_here
        Whether this visitor's page is still connected.
    study, asked
        What stood on the screen when it was last waited for: the data, and what was asked of them.
    """

    key: tuple[str, ...]
    running: Running[Any]
    is_here: Callable[[], bool]
    study: Study
    asked: tuple[str, ...]


def aside(name: str, key: tuple[str, ...], work: Callable[[Report], T]) -> Running[T]:
    """Return the work called ``name``, begun beside the script; another ``key`` begins it anew.

    What ran under the name before is stopped: nobody waits for it any more.
    """
    last: _Aside | None = st.session_state.get(_PREFIX + name)
    if last is not None and last.key == key:
        last.study, last.asked = study(), _asked()
        return last.running
    forget_aside(name)
    is_here = _presence()
    running = _joined((visitor(), words.language(), name, *key), work, is_here)
    st.session_state[_PREFIX + name] = _Aside(key, running, is_here, study(), _asked())
    return running


def forget_aside(name: str) -> None:
    """Wait for the work called ``name`` no more; it is stopped where nobody else does."""
    last: _Aside | None = st.session_state.pop(_PREFIX + name, None)
    if last is not None:
        last.running.leave(last.is_here)


def forget_overtaken() -> None:
    """Wait no more for what was left behind on another page, once another question is asked."""
    for name in _names():
        one: _Aside = st.session_state[_PREFIX + name]
        if one.study is not study() or one.asked != _asked():
            forget_aside(name)


def forget_all_aside() -> None:
    """Wait for nothing any more."""
    for name in _names():
        forget_aside(name)


def _names() -> list[str]:
    return [str(k).removeprefix(_PREFIX) for k in st.session_state if str(k).startswith(_PREFIX)]


def _asked() -> tuple[str, ...]:
    return (scenario().digest, whom(), words.language())


def _joined(
    whose: tuple[str, ...], work: Callable[[Report], T], is_here: Callable[[], bool]
) -> Running[T]:
    """Begin the work, or wait for it with another page of this visitor, where it goes on there."""
    with _guard:
        found = cast("Running[T] | None", _begun.get(whose))
        if found is not None and not found.is_stopped:
            found.join(is_here)
            return found
        question = whose[1:]
        first = cast("Running[T] | None", _first.get(question))
        if first is None or first.is_stopped:
            _first[question] = found = Running(work, is_wanted=is_here)
        else:
            first.join(is_here)
            found = Running(_after(first, work, is_here), is_wanted=is_here)
        _begun[whose] = found
        return found


def _after(
    first: Running[T], work: Callable[[Report], T], is_here: Callable[[], bool]
) -> Callable[[Report], T]:
    """Wait for what another visitor asked first; work only where it does not bring the whole."""

    def waits(report: Report) -> T:
        told = Progress(0, 0, 0.0, step=_("Somebody else asked the same: theirs is waited for."))
        is_wanted = True
        while is_wanted and not first.wait(_LOOK_EVERY_S):
            is_wanted = report(told)
        if not first.is_done:
            first.leave(is_here)
        return first.result() if first.is_whole else work(report)

    return waits


def _presence() -> Callable[[], bool]:
    """Return what another thread may ask: whether this visitor is still connected."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, session = runtime.get_instance(), context.session_id
    return lambda: server.is_active_session(session)
