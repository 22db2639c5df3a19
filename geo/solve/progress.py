"""Clock and stop button of one solve."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import InputError
from geo.words import _

__all__ = ["Progress", "Watch"]


@dataclass(frozen=True)
class Progress:
    """How far a solve has come.

    Attributes
    ----------
    value
        Score of the best plan found so far.
    bound
        No plan can be better than this.
    seconds
        Time since the solve began.
    """

    value: int
    bound: int
    seconds: float


class Watch:
    """Knows how much time is left and whether somebody pressed stop.

    Parameters
    ----------
    limit_s
        Seconds after which the best plan found is kept; None: no limit.
    progress
        Called with a `Progress` now and then; the solve stops where it returns False.
    """

    def __init__(
        self,
        limit_s: float | None = None,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> None:
        if limit_s is not None and not limit_s >= 0:
            raise InputError(
                _("The time limit must be 0 seconds or more, got {limit}.", limit=limit_s)
            )
        self._began = time.perf_counter()
        self._limit = float("inf") if limit_s is None else float(limit_s)
        self._progress = progress
        self._pressed = False

    @property
    def seconds(self) -> float:
        """Seconds since the solve began."""
        return time.perf_counter() - self._began

    @property
    def left_s(self) -> float:
        """Seconds left, infinite without a limit, 0 once stopped."""
        return 0.0 if self._pressed else max(0.0, self._limit - self.seconds)

    @property
    def is_stopped(self) -> bool:
        """Whether the best plan found so far has to do."""
        return self.left_s <= 0

    def report(self, value: int, bound: int) -> bool:
        """Tell the caller; return whether to go on."""
        if self._progress is not None and not self._pressed:
            self._pressed = self._progress(Progress(value, bound, self.seconds)) is False
        return not self.is_stopped
