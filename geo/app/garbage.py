"""What the search for garbage leaves out: libraries, of which nothing ever becomes garbage.

Streamlit has all objects searched after each run of a page, and of a clock on it, holding the
interpreter's lock: a fifth of a second for the libraries alone, for every visitor. What stands is
left out, then; now and again all is searched after all, for visitors who have gone since.
"""

from __future__ import annotations

import gc
import threading
import time

__all__ = ["leave_out", "search_if_due"]

_EVERY_S = 300.0
_guard = threading.Lock()
_known: set[str] = set()
_searched_at = time.monotonic()


def leave_out(loaded: str) -> None:
    """Leave out what stands now, once for each name of what was ``loaded`` just before."""
    with _guard:
        if loaded not in _known:
            _known.add(loaded)
            _search()


def search_if_due() -> None:
    """Search all, if that was not done for some minutes, and leave out what is still there."""
    with _guard:
        if time.monotonic() - _searched_at > _EVERY_S:
            _search()


def _search() -> None:
    global _searched_at  # noqa: PLW0603 - one process, one search
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _searched_at = time.monotonic()
