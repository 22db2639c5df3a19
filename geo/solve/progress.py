"""Clock and stop button of one solve."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import InputError, StoppedError
from geo.words import _

__all__ = ["Progress", "Watch"]


@dataclass(frozen=True)
class Progress:
    """How far a solve has come.

    Attributes
    ----------
    value
        Score of the best plan found so far; 0 where an explanation has not come to a solve yet.
    bound
        No plan can be better than this.
    seconds
        Time since the solve began.
    share
        Of an explanation that asks many solves, about what part is done, 0..1; None: not known.
    step
        What it is at, in the user's language; empty: not known.
    """

    value: int
    bound: int
    seconds: float
    share: float | None = None
    step: str = ""


class Watch:
    """Knows how much time is left and whether somebody pressed stop.

    Parameters
    ----------
    limit_s
        Seconds after which the best plan found is kept; None: no limit.
    progress
        Called with a `Progress` now and then; the solve stops where it returns False.
    limit_steps
        Steps of HiGHS after which the same; None: no limit. Unlike seconds they end a search at the
        same point on every machine. A node of a search tree is as many steps as its program has
        columns: about so much longer it takes.
    """

    def __init__(
        self,
        limit_s: float | None = None,
        progress: Callable[[Progress], bool | None] | None = None,
        *,
        limit_steps: int | None = None,
    ) -> None:
        if limit_s is not None and not limit_s >= 0:
            raise InputError(
                _("The time limit must be 0 seconds or more, got {limit}.", limit=limit_s)
            )
        self._began = time.perf_counter()
        self._limit = float("inf") if limit_s is None else float(limit_s)
        self._left_steps = limit_steps
        self._progress = progress
        self._pressed = False
        self._last: tuple[int, int] | None = None
        self._share: float | None = None
        self._step = ""

    @property
    def seconds(self) -> float:
        """Seconds since the solve began."""
        return time.perf_counter() - self._began

    @property
    def left_s(self) -> float:
        """Seconds left, infinite without a limit, 0 once stopped."""
        is_over = self._pressed or self._left_steps == 0
        return 0.0 if is_over else max(0.0, self._limit - self.seconds)

    @property
    def left_steps(self) -> int | None:
        """Steps left, None without a limit."""
        return self._left_steps

    @property
    def is_stopped(self) -> bool:
        """Whether the best plan found so far has to do."""
        return self.left_s <= 0

    def report(self, value: int, bound: int) -> bool:
        """Tell the caller; return whether to go on."""
        self._last = value, bound
        if self._progress is not None and not self._pressed:
            now = Progress(value, bound, self.seconds, self._share, self._step)
            self._pressed = self._progress(now) is False
        return not self.is_stopped

    def begin(self, share: float | None, step: str = "") -> bool:
        """Begin one of many steps and tell the caller; return whether to go on.

        Parameters
        ----------
        share, step
            As of `Progress`; they hold until the next step begins.
        """
        self._share, self._step = share, step
        self._last = self._last or (0, 0)
        return self.tick()

    def tick(self) -> bool:
        """Tell the caller that work goes on, with nothing new; return whether it may."""
        return not self.is_stopped if self._last is None else self.report(*self._last)

    def took(self, n_step: int) -> None:
        """Count the steps of one search."""
        if self._left_steps is not None:
            self._left_steps = max(0, self._left_steps - n_step)

    def late(self) -> StoppedError:
        """Return what is raised where work ends before it has proven anything."""
        return StoppedError(
            _("Stopped after {seconds:.1f} s, before a proof.", seconds=self.seconds)
        )
