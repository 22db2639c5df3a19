"""Work beside the script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.app.running import Report, Running

__all__ = ["aside", "forget_aside"]

T = TypeVar("T")


def aside(name: str, key: tuple[str, ...], work: Callable[[Report], T]) -> Running[T]:
    """Return the work called ``name``, begun beside the script; another ``key`` begins it anew.

    What ran under the name before is stopped: nobody waits for it any more.
    """
    last: tuple[tuple[str, ...], Running[T]] | None = st.session_state.get(f"aside-{name}")
    if last is not None and last[0] == key:
        return last[1]
    forget_aside(name)
    begun = Running(work, is_wanted=_presence())
    st.session_state[f"aside-{name}"] = (key, begun)
    return begun


def forget_aside(name: str) -> None:
    """Stop the work called ``name`` and forget it."""
    last: tuple[Any, Running[Any]] | None = st.session_state.pop(f"aside-{name}", None)
    if last is not None:
        last[1].stop()


def _presence() -> Callable[[], bool]:
    """Return what another thread may ask: whether this visitor is still connected."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, session = runtime.get_instance(), context.session_id
    return lambda: server.is_active_session(session)
