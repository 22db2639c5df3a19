"""The best plan unlike those found: no-good cuts, whatever number of sites a plan may open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.solve import Asked, Found, Row, Watch

__all__ = ["best_unlike"]

Open = npt.NDArray[np.bool_]


def best_unlike(asked: Asked, found: list[Open], differ: int, watch: Watch) -> Found | None:
    """Find the best plan that differs enough from all plans found; None: there is none.

    Parameters
    ----------
    asked
        The question.
    found
        ``(n_site,)`` what each of those plans opens.
    differ
        Sites in which two plans differ at least, as `geo.explain.menu` counts them.
    watch
        Clock.

    Raises
    ------
    StoppedError
        Time ran out before a proof.
    """
    if asked.model.n_open is not None:
        return asked.best(watch, rows=tuple(_lacks(one, differ) for one in found))
    if differ == 1:
        return asked.best(watch, rows=tuple(map(_is_other, found)))
    others = [asked.best(watch, rows=rows) for rows in _by_number(found, differ)]
    known = [one for one in others if one is not None]
    choose = max if asked.question.sense == "max" else min
    return choose(known, key=lambda one: one.value, default=None)


def _by_number(found: list[Open], differ: int) -> Iterator[tuple[Row, ...]]:
    """Cut off the plans too like those found, for each range of numbers of open sites.

    In a range every plan found opens as many sites as another plan or more, and must lack enough of
    them in it; or it opens as many or fewer, and the other must have enough that it lacks.
    """
    every = np.arange(len(found[0]))
    numbers = sorted({int(one.sum()) for one in found})
    for low, high in pairwise([0, *numbers, len(every)]):
        as_many = Row(every, np.ones(len(every), np.int64), low=low, high=high)
        yield (
            as_many,
            *(_lacks(one, differ) if one.sum() >= high else _adds(one, differ) for one in found),
        )


def _lacks(is_open: Open, differ: int) -> Row:
    """Ask for plans that do without ``differ`` sites of one."""
    chosen = np.flatnonzero(is_open)
    return Row(chosen, np.ones(len(chosen), np.int64), high=len(chosen) - differ)


def _adds(is_open: Open, differ: int) -> Row:
    """Ask for plans with ``differ`` sites that one does without."""
    others = np.flatnonzero(~is_open)
    return Row(others, np.ones(len(others), np.int64), low=differ)


def _is_other(is_open: Open) -> Row:
    """Ask for any plan but one."""
    sign = np.where(is_open, 1, -1)
    return Row(np.arange(len(sign)), sign, high=int(is_open.sum()) - 1)
