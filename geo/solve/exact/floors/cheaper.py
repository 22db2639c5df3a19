"""The cheapest sites that meet one floor, found by going through all choices, in whole numbers.

Depth first, the site that adds most for its price first. No choice below a node is cheaper than the
bound of a knapsack: each site left adds at most ``g_j`` (of a row that needs ``n`` more sites, an
``n``-th of its worth, rounded up), and ``r`` is still wanted. For any ``P, G > 0``::

    G * price  >=  P * r + sum over sites left of min(0, G * price_j - P * min(g_j, r))

which holds for whole numbers as it stands; price and gain of the site that fills a greedy knapsack
make it sharp.
"""

from __future__ import annotations

from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Ints
from geo.solve.exact.floors.part import Part

__all__ = ["Cheaper", "cheaper", "thinned"]

_FREE, _OPEN, _SHUT = 0, 1, 2
_PATIENCE = 2  # once a choice is found, a better one is looked for about as long again

Flags = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]


class _Near(NamedTuple):
    """The rows near each site, and their worth, as of a `Part`."""

    start: Ints
    row: Ints
    weight: Ints


class Cheaper(NamedTuple):
    """The end of a search.

    Attributes
    ----------
    chosen
        Numbers of the sites of a choice cheap enough; None where none was found.
    n_node
        Work it took.
    is_over
        Whether that is certain: a choice was found, or all were gone through.
    """

    chosen: Ints | None
    n_node: int
    is_over: bool


def cheaper(part: Part, price: Ints, limit: int, most_nodes: int) -> Cheaper:
    """Find a choice that meets a floor and costs less than ``limit``, a cheap one if not the best.

    Parameters
    ----------
    part
        The floor.
    price
        ``(k,)`` of each site, 0 to `geo.solve.exact.floors.part.MOST_PRICE`.
    limit
        What it must cost less than.
    most_nodes
        Work after which to give up.
    """
    near, need = _Near(part.start, part.row, part.weight), part.need.copy()
    least, chosen, n_node = _search(near, need, part.low, price, limit, most_nodes)
    found = np.flatnonzero(chosen == _OPEN) if least < limit else None
    return Cheaper(found, int(n_node), found is not None or n_node < most_nodes)


def thinned(part: Part, choice: Ints) -> Ints:
    """Leave out sites of a choice that meets a floor, as long as it does; the weakest first."""
    reach = np.add.reduceat(part.weight[part.row], part.start[:-1])
    order = choice[np.argsort(reach[choice], kind="stable")]
    near, need = _Near(part.start, part.row, part.weight), part.need.copy()
    kept = _needed(near, need, part.low, order)
    return np.sort(order[kept])


@nb.njit(cache=True, nogil=True)
def _needed(near: _Near, left: Ints, low: int, choice: Ints) -> Flags:
    spare, kept = -low, np.zeros(choice.shape[0], np.bool_)
    for i in range(choice.shape[0]):
        spare += _turn(near, left, choice[i], -1)
    for i in range(choice.shape[0]):
        lost = _turn(near, left, choice[i], 1)
        kept[i] = lost > spare
        if kept[i]:
            _turn(near, left, choice[i], -1)
        else:
            spare -= lost
    return kept


@nb.njit(cache=True, nogil=True)
def _search(
    near: _Near, left: Ints, low: int, price: Ints, limit: int, most_nodes: int
) -> tuple[int, States, int]:
    """Go through the choices; ``left`` is how many more sites each row needs."""
    k = price.shape[0]
    state, way, depth = np.zeros(k, np.int8), np.zeros(k, np.int64), 0
    best, chosen, wanted, paid = limit, np.zeros(k, np.int8), low, 0
    for j in range(price.shape[0]):
        if price[j] == 0:
            state[j] = _OPEN
            wanted -= _turn(near, left, j, -1)
    node = 0
    while node < most_nodes:
        node += 1
        pick = -1
        if wanted > 0:
            pick = _next(near, left, state, price, wanted, best - paid)
        elif paid < best:
            best, chosen = paid, state.copy()
            most_nodes = min(most_nodes, _PATIENCE * (node + 1))
        if pick >= 0:
            state[pick], way[depth] = _OPEN, pick
            depth += 1
            paid += price[pick]
            wanted -= _turn(near, left, pick, -1)
            continue
        while depth and state[way[depth - 1]] == _SHUT:
            depth -= 1
            state[way[depth]] = _FREE
        if not depth:
            return best, chosen, node
        last = way[depth - 1]
        state[last] = _SHUT
        paid -= price[last]
        wanted += _turn(near, left, last, 1)
    return best, chosen, most_nodes


@nb.njit(cache=True, nogil=True)
def _turn(near: _Near, left: Ints, site: int, step: int) -> int:
    """Open (-1) or shut (1) a site; return the worth by which coverage changed."""
    changed, full = 0, 0 if step < 0 else 1
    for t in range(near.start[site], near.start[site + 1]):
        f = near.row[t]
        left[f] += step
        if left[f] == full:
            changed += near.weight[f]
    return changed


@nb.njit(cache=True, nogil=True)
def _next(near: _Near, left: Ints, state: States, price: Ints, wanted: int, room: int) -> int:
    """Return the site to open next, or -1: no choice below is cheaper than ``room``."""
    gain = np.zeros(price.shape[0], np.int64)
    for j in range(price.shape[0]):
        if state[j] == _FREE:
            for t in range(near.start[j], near.start[j + 1]):
                n = left[near.row[t]]
                if n > 0:
                    gain[j] += (near.weight[near.row[t]] + n - 1) // n
            gain[j] = min(gain[j], wanted)
    first, last = _knapsack(gain, price, wanted)
    if first < 0:
        return -1
    p, g = price[last], gain[last]
    bound = p * wanted
    for j in range(price.shape[0]):
        if gain[j] > 0:
            bound += min(0, g * price[j] - p * gain[j])
    return first if (bound + g - 1) // g < room else -1


@nb.njit(cache=True, nogil=True)
def _knapsack(gain: Ints, price: Ints, wanted: int) -> tuple[int, int]:
    """Fill a knapsack greedily; return its first and last site, -1 where all are not enough."""
    first, is_in = -1, np.zeros(gain.shape[0], np.bool_)
    while True:
        last = -1
        for j in range(gain.shape[0]):
            if (
                gain[j] > 0
                and not is_in[j]
                and (last < 0 or price[j] * gain[last] < price[last] * gain[j])
            ):
                last = j
        if last < 0:
            return -1, -1
        if first < 0:
            first = last
        is_in[last] = True
        wanted -= gain[last]
        if wanted <= 0:
            return first, last
