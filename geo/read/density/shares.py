"""Shares: people divided in whole people, losing none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["fill_missing", "whole_shares"]


def whole_shares(total: int, weight: npt.ArrayLike) -> Ints:
    """Divide ``total`` people in proportion to ``weight``, in whole people, losing none.

    The largest remainders get the people that rounding down leaves; of equal ones every so many-th,
    so that few people over many like places do not all stand at its beginning.

    Raises
    ------
    InputError
        A weight is negative or not finite, or no weight is positive while there are people.

    Examples
    --------
    >>> whole_shares(10, [1, 1, 1]).tolist()
    [3, 4, 3]
    """
    share = np.asarray(weight, np.float64)
    if total < 0 or not np.isfinite(share).all() or (share < 0).any():
        raise InputError(_("People can only be divided by weights of 0 or more."))
    if total == 0:
        return np.zeros(len(share), np.int64)
    if not share.sum() > 0:
        raise InputError(_("There is nobody to divide {total} people among.", total=total))
    exact = share / share.sum() * total
    result: Ints = np.floor(exact).astype(np.int64)
    left = total - int(result.sum())
    if left:
        order = _in_turn(exact - result, left)
        # Rounding of very large totals can leave more than one apiece, or take one too many.
        step = int(np.sign(left))
        positive = order[share[order] > 0] if step > 0 else order[::-1][result[order[::-1]] > 0]
        for k in range(abs(left)):
            result[positive[k % len(positive)]] += step
    return result


def _in_turn(remainder: Floats, left: int) -> Ints:
    """Order positions by remainder, the largest first; of those tied at the border, evenly."""
    order: Ints = np.argsort(-remainder, kind="stable")
    if not 0 < left < len(order):
        return order
    at_border = remainder[order] == remainder[order[left - 1]]
    first, many = int(np.argmax(at_border)), int(at_border.sum())
    n = left - first
    picked = (2 * np.arange(n) + 1) * many // (2 * n)
    tied = order[at_border]
    order[at_border] = np.concatenate([tied[picked], np.delete(tied, picked)])
    return order


def fill_missing(
    workers: npt.ArrayLike, total: int, weight: npt.ArrayLike | None = None
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Spread what a known total leaves over the firms without a headcount.

    Parameters
    ----------
    workers
        ``(n,)`` people; NaN where unknown.
    total
        People of all firms together, as known from elsewhere.
    weight
        ``(n,)`` what to divide by (people of the cell a firm stands in); None: alike.

    Returns
    -------
    workers, is_estimate
        Whole people that sum to ``total`` exactly, and which of them are estimates: to be marked
        wherever they are shown.

    Raises
    ------
    InputError
        The known headcounts alone exceed the total, or nobody is missing while people are left.
    """
    given = np.asarray(workers, np.float64)
    is_estimate = np.isnan(given)
    known = int(np.where(is_estimate, 0, given).sum())
    if known > total or (known < total and not is_estimate.any()):
        raise InputError(
            _(
                "The headcounts given sum to {known:,}, the total is {total:,}. Check both.",
                known=known,
                total=total,
            )
        )
    share = np.ones(len(given)) if weight is None else np.asarray(weight, np.float64)
    result = np.where(is_estimate, 0, given).astype(np.int64)
    result[is_estimate] = whole_shares(total - known, share[is_estimate])
    return result, is_estimate
