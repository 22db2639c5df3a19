"""What the search for garbage leaves out: libraries, of which nothing ever becomes garbage.

Streamlit has all objects searched after each run of a page, and of a clock on it, holding the
interpreter's lock: a fifth of a second for the libraries alone, for every visitor. What stands is
left out, then; now and again all is searched after all, for visitors who have gone since.
"""

from __future__ import annotations

import gc
import threading

__all__ = ["leave_out", "search_now_and_again"]

_EVERY_S = 300.0
_guard = threading.Lock()
_known: set[str] = set()


def leave_out(loaded: str) -> None:
    """Leave out what stands now, once for each name of what was ``loaded`` just before."""
    with _guard:
        if loaded not in _known:
            _known.add(loaded)
            _search()


def search_now_and_again(
    every_s: float = _EVERY_S, until: threading.Event | None = None
) -> threading.Thread:
    """Search all every few minutes until told, and leave out what is still there.

    Parameters
    ----------
    every_s
        Seconds between two searches.
    until
        Ends the searches; None: they go on as long as the process.
    """
    end = until or threading.Event()

    def search() -> None:
        while not end.wait(every_s):
            with _guard:
                _search()

    started = threading.Thread(target=search, name="garbage", daemon=True)
    started.start()
    return started


def _search() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()
