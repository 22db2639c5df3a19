"""Work beside the script thread: it can be watched, waited for a moment, and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from geo.errors import GeoError
from geo.solve import Progress

__all__ = ["GRACE_S", "Report", "Running", "end_all"]

T = TypeVar("T")
Report = Callable[[Progress], bool]
"""What work calls now and then; it ends with the best it has where False comes back."""

GRACE_S = 30.0
"""Seconds for which work goes on after its visitor has left: a connection may come back."""


_begun: WeakSet[Running[Any]] = WeakSet()
_is_over = threading.Event()
"""Whether the program ends: libraries refuse then to begin what work still needs."""


def end_all(seconds: float = 2.0) -> None:
    """Ask all work to end, because the program does; wait a moment for it."""
    _is_over.set()
    for one in (begun := tuple(_begun)):
        one.stop()
    until = time.monotonic() + seconds
    for one in begun:
        one.wait(max(0.0, until - time.monotonic()))


class Running(Generic[T]):
    """One piece of work in a thread of its own; it begins at once.

    Parameters
    ----------
    work
        What is done; it is given a `Report` to call.
    is_wanted
        Whether the page that waits for it is still there; asked whenever the work reports.

    Attributes
    ----------
    latest
        The last report, or None before the first.
    is_abandoned
        Whether it was told to stop because no page was there any more to wait for it.
    is_cut
        Whether the work heard that it was to stop: what came out may be less than the whole.
    """

    def __init__(
        self, work: Callable[[Report], T], *, is_wanted: Callable[[], bool] = lambda: True
    ) -> None:
        self.latest: Progress | None = None
        self.is_abandoned = self.is_cut = False
        self._work = work
        self._waiting = [is_wanted]
        self._guard = threading.Lock()
        self._began = self._wanted_at = time.monotonic()
        self._ended = 0.0
        self._stop, self._done = threading.Event(), threading.Event()
        self._results: list[T] = []
        self._error: GeoError | None = None
        _begun.add(self)
        # The copied context carries the language; a daemon never holds up the server's end.
        threading.Thread(target=copy_context().run, args=(self._run,), daemon=True).start()

    @property
    def seconds(self) -> float:
        """Seconds since it began, or that it took."""
        return (self._ended if self.is_done else time.monotonic()) - self._began

    @property
    def is_done(self) -> bool:
        """Whether it has ended, well or not."""
        return self._done.is_set()

    @property
    def is_whole(self) -> bool:
        """Whether it has come to its end, uncut, with an answer or a reason why there is none."""
        return self.is_done and not self.is_cut and bool(self._results or self._error)

    @property
    def is_stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to end with the best it has."""
        self._stop.set()

    def join(self, is_wanted: Callable[[], bool]) -> None:
        """Let another page wait for it, too."""
        with self._guard:
            self._waiting.append(is_wanted)

    def leave(self, is_wanted: Callable[[], bool]) -> None:
        """Let a page wait for it no more; it is asked to end where no other does that is there."""
        with self._guard:
            self._waiting.remove(is_wanted)
        if not self._is_wanted():
            self.stop()

    def wait(self, seconds: float) -> bool:
        """Wait a moment; return whether it has ended."""
        return self._done.wait(seconds)

    def result(self) -> T:
        """Return what came out.

        Raises
        ------
        GeoError
            What the work raised.
        RuntimeError
            It ended by a fault of the program; the server's log has it.
        """
        if self._error is not None:
            raise self._error
        if not self._results:
            raise RuntimeError("the work has not ended, or ended by a fault that is in the log")
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work(self._report))
        except GeoError as error:
            self._error = error
        except RuntimeError:  # no threads any more for who did not stop in time
            if not _is_over.is_set():
                raise
        finally:
            self._ended = time.monotonic()
            self._done.set()

    def _is_wanted(self) -> bool:
        with self._guard:
            waiting = tuple(self._waiting)
        return any(is_there() for is_there in waiting)

    def _report(self, progress: Progress) -> bool:
        self.latest = progress
        now = time.monotonic()
        if self._is_wanted():
            self._wanted_at = now
        elif now - self._wanted_at > GRACE_S:
            self.is_abandoned = True
            self.stop()
        self.is_cut = self.is_stopped
        return not self.is_cut
