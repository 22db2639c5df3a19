"""Some draws of the data, put together so that they are answered in one compiled call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.engine.again import Batch
from geo.solve.engine.cover import CLOSED, States

__all__ = ["Turn"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Turn:
    """Some draws, put together by where they start.

    Attributes
    ----------
    state
        ``(n_draw, n_site)`` what is settled beforehand: ``FREE``, ``OPEN``, ``CLOSED``.
    parts
        Position of a start, positions of draws, and these draws.
    """

    state: States
    parts: tuple[tuple[int, Ints, Batch], ...]

    @property
    def is_closed(self) -> Open:
        """``(n_draw, n_site)`` what cannot be opened."""
        return np.asarray(self.state == CLOSED)

    @property
    def nbytes(self) -> int:
        """How much memory it takes, about."""
        return int(sum(batch.people.nbytes for _start, _pos, batch in self.parts))

    def only(self, which: Ints) -> Turn:
        """Return some of the draws, by their positions, ascending."""
        parts = []
        for start, pos, batch in self.parts:
            here = np.isin(pos, which)
            if here.any():
                some = Batch(batch.people[here], batch.state[here], batch.radius_m[here])
                parts.append((start, np.searchsorted(which, pos[here]), some))
        return Turn(self.state[which], tuple(parts))
