"""The proof of a bound zone by zone, the number of sites priced; checked in whole numbers.

A certificate of kind ``zones/1`` cuts the free sites into zones. It holds

``price``
    One whole number ``q``: people that a site costs.
``zone``
    For each free site, in the order of the list, the number of its zone.
``lam``
    For each face that sites of several zones cover, in lexicographic order, whole people
    ``0 <= lam_f <= w_f``.
``claim``
    For each zone the people ``b_z`` that it earns at most.
``priced``
    For each zone how many lists of multipliers its proof begins with.
``exponent, size, multiplier, node, fixed, site, opened``
    As in ``max-cover/1`` (`geo.verify.proof.tree`): those lists, each followed by the next, then
    trees, zone after zone.

The faces of a zone are those that its sites cover, each worth ``w_f`` where no other zone covers
it and ``lam_f`` elsewhere; those worth nothing are left out, and the others are grouped by the
zone's sites that cover them, in lexicographic order of their positions. The zone earns what a
choice of its sites covers of that, less ``q`` a site. That ``k`` sites never earn more than
``b_z`` is said, for every ``k`` up to ``p`` and the number of the zone's sites, by the sum of all
faces, or by one of the lists, or else by a tree whose claim is ``b_z + q k``, one tree for each
``k`` left, ascending.

A face across zones is worth ``w_f - lam_f`` once and ``lam_f`` in each zone that covers it, so
never less than ``w_f`` to a plan that covers it. No ``p`` sites thus cover more than::

    base + q p + sum over faces across zones of (w_f - lam_f) + sum over zones of b_z
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import Rows, exact_sum, in_groups
from geo.verify.count.recount import Ints
from geo.verify.proof import tree
from geo.verify.proof.stream import Arrays, Stream
from geo.verify.verdict import N_, Wrong

__all__ = ["KIND", "check_zones", "is_by_zones"]

KIND = "zones/1"
_NAMES = ("price", "zone", "lam", "claim", "priced", *tree.NAMES)


def is_by_zones(arrays: Arrays) -> bool:
    """Tell a certificate of this kind from one that is a single tree."""
    return "zone" in arrays


def check_zones(rows: Rows, free: Ints, p: int, *, base: int, claim: int, arrays: Arrays) -> None:
    """Check that no plan covers more than ``claim``; the parameters are those of `check_tree`.

    Raises
    ------
    Wrong
        A zone does not prove what it should, the zones prove less, or the arrays do not fit.
    """
    stream = Stream(arrays, _NAMES)
    n_zone, price = len(arrays["claim"]), stream.one("price")
    zone = stream.take("zone", len(free))
    if len(zone) and not 0 <= zone.min() <= zone.max() < n_zone:
        raise Wrong(N_("The certificate puts a site into a zone that it does not have."))
    of_pair = zone[np.searchsorted(free, rows.site)]
    across = _across(rows, of_pair)
    lam = stream.take("lam", int(across.sum()))
    if ((lam < 0) | (lam > rows.weight[across])).any():
        raise Wrong(N_("A face across zones is worth less than nothing, or more than its people."))
    worth = rows.weight.copy()
    worth[across] = lam
    most = base + price * p + exact_sum(rows.weight[across] - lam)
    for number, pairs in enumerate(_by_zone(of_pair, n_zone)):
        piece = in_groups(rows.face[pairs], rows.site[pairs], worth)
        most += _checked(stream, piece, free[zone == number], p, price)
    if most > claim:
        raise Wrong(N_("The zones together do not prove the bound that is claimed."))
    stream.check_used_up()


def _across(rows: Rows, of_pair: Ints) -> npt.NDArray[np.bool_]:
    """Say of each face whether sites of several zones cover it."""
    first = np.searchsorted(rows.face, np.arange(len(rows.weight)))
    across = np.zeros(len(rows.weight), bool)
    across[rows.face[of_pair != of_pair[first][rows.face]]] = True
    return across


def _by_zone(of_pair: Ints, n_zone: int) -> Iterator[Ints]:
    """Yield the pairs of each zone, ascending."""
    order = np.argsort(of_pair, kind="stable")
    limits = np.searchsorted(of_pair[order], np.arange(n_zone + 1))
    for number in range(n_zone):
        yield order[limits[number] : limits[number + 1]]


def _checked(stream: Stream, rows: Rows, free: Ints, p: int, price: int) -> int:
    """Return what a zone earns at most, after checking that it does not earn more."""
    claim, total, p = stream.one("claim"), exact_sum(rows.weight), min(p, len(free))
    left = [k for k in range(p + 1) if (total if k else 0) > claim + price * k]
    for _list in range(stream.one("priced")):
        by = tree.Priced(rows, free, p, stream)
        most = by.at_most()
        left = [k for k in left if most[k] >= (claim + price * k + 1) * by.scale]
    for k in left:
        tree.check_below(stream, rows, free, k, base=0, claim=claim + price * k)
    return claim
