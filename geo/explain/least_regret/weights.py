"""How much each draw is to count so that every plan looked at loses much on average."""

from __future__ import annotations

import numpy as np

from geo.core.arrays import Floats, Ints

__all__ = ["hardest", "whole"]


def hardest(regrets: Ints) -> tuple[Floats, float]:
    """Weigh the draws so that the least of the average losses is greatest.

    Parameters
    ----------
    regrets
        ``(n_plan, n_draw)`` what each plan loses in each draw.

    Returns
    -------
    share
        ``(n_draw,)`` weights, 0 or more, of sum 1.
    least
        What each of the plans then loses on average, or more.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - slow to import

    n_plan, n_draw = regrets.shape
    found = linprog(
        np.r_[np.zeros(n_draw), -1.0],
        A_ub=np.column_stack([-regrets, np.ones(n_plan)]),
        b_ub=np.zeros(n_plan),
        A_eq=np.r_[np.ones(n_draw), 0.0][None],
        b_eq=[1.0],
        bounds=[(0, None)] * n_draw + [(None, None)],
        method="highs",
    )
    return np.asarray(found.x[:-1]), float(-found.fun)


def whole(share: Floats, *, most: int, units: int) -> Ints:
    """Round weights to whole ones of about ``units`` in all; only the ``most`` largest stay."""
    found = np.zeros(len(share), np.int64)
    largest = np.argsort(-share, kind="stable")[:most]
    found[largest] = np.rint(units * share[largest] / share[largest].sum())
    return found
