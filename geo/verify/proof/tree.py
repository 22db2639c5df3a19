"""The proof of a bound, read node by node and checked in whole numbers.

A certificate of kind ``max-cover/1`` holds these arrays:

``node``
    A code for each node, a node before those below it: 0 leaf, 1 settled, 2 fixed, 3 branch. A
    fixed node has one node below it, a branch two (its site opened, then closed).
``exponent, size``
    For each leaf and fixed node, in order: its multipliers are whole multiples of ``2**exponent``
    people, and there are ``size`` of them, one for each face of the node.
``multiplier``
    Those multiples, node after node.
``fixed``
    For each fixed node how many sites it settles.
``site``
    For each fixed node the sites it settles, for each branch its site: positions in the list.
``opened``
    For each site of a fixed node whether it is opened (1) or closed (0).

Faces of the root: demand covered by no existing or required site, grouped by the candidates that
cover it, in lexicographic order of their positions. Faces of a node below: those of the node above
without the covered ones, closed sites struck out, equal rows merged, in the order of the first
member of each.

With multipliers ``0 <= lam_f <= w_f`` no ``p`` sites cover more than ``sum(w - lam)`` plus the
``p`` largest ``rho_j``, the sums of ``lam`` over the faces of a site. Opening ``j`` beside the best
others costs at least ``(p-th largest) - rho_j`` of that, closing it ``rho_j - (p+1-th largest)``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import Rows, exact_sum, settle
from geo.verify.count.recount import Ints
from geo.verify.proof.stream import Arrays, Stream
from geo.verify.verdict import N_, Wrong

__all__ = ["KIND", "NAMES", "Priced", "check_below", "check_tree"]

KIND = "max-cover/1"
_LEAF, _SETTLED, _FIXED, _BRANCH = range(4)
NAMES = ("node", "exponent", "size", "multiplier", "fixed", "site", "opened")


def check_tree(rows: Rows, free: Ints, p: int, *, base: int, claim: int, arrays: Arrays) -> None:
    """Check that no plan covers more than ``claim``.

    Parameters
    ----------
    rows
        Faces of the root.
    free
        Positions of the sites that may be chosen.
    p
        How many of them are.
    base
        People covered before any is chosen.
    claim
        The bound to be proven.
    arrays
        The certificate.

    Raises
    ------
    Wrong
        A node does not prove what it should, or the arrays do not fit.
    """
    stream = Stream(arrays, NAMES)
    check_below(stream, rows, free, p, base=base, claim=claim)
    stream.check_used_up()


def check_below(stream: Stream, rows: Rows, free: Ints, p: int, *, base: int, claim: int) -> None:
    """Read one tree, and check that no plan of it covers more than ``claim``; see `check_tree`."""
    stack: list[tuple[Rows, Ints, int, int]] = [(rows, free, p, base)]
    while stack:
        rows, free, p, base = stack.pop()
        code = stream.one("node")
        if code == _SETTLED:
            _check_settled(rows, p, base=base, claim=claim)
        elif code == _LEAF:
            _check_leaf(Priced(rows, free, p, stream), claim - base)
        elif code == _FIXED:
            opened, closed = _check_fixed(Priced(rows, free, p, stream), claim - base, stream)
            stack.append(_below(rows, free, p, base, opened, closed))
        elif code == _BRANCH:
            site = stream.take("site", 1)
            _check_free(site, free)
            none = site[:0]
            stack.append(_below(rows, free, p, base, none, site))
            stack.append(_below(rows, free, p, base, site, none))
        else:
            raise Wrong(N_("The certificate has a node of unknown kind {code}."), code=code)


class Priced:
    """A node with its multipliers added up, in units of ``1 / scale`` people.

    ``most`` bounds what ``p`` sites cover; `at_most` tells it for every number up to ``p``.
    """

    def __init__(self, rows: Rows, free: Ints, p: int, stream: Stream) -> None:
        exponent, size = stream.one("exponent"), stream.one("size")
        if size != len(rows.weight) or not -62 <= exponent <= 62:
            raise Wrong(N_("The certificate does not fit the data: its faces are others."))
        k = stream.take("multiplier", size)
        if size and k.min() < 0:
            raise Wrong(N_("A multiplier is negative."))
        self.scale, self.free, self.p = 1 << max(-exponent, 0), free, p
        w = _roomy(rows.weight, self.scale * (p + 2))
        up, units = max(exponent, 0), w * self.scale
        # k is cut before it is shifted, so that the shift cannot leave 64 bits.
        lam = np.minimum(np.minimum(k, (units >> up) + 1) << up, units)
        self.rest = int((units - lam).sum()) if size else 0
        self.rho = np.zeros(len(free), w.dtype)
        np.add.at(self.rho, np.searchsorted(free, rows.site), lam[rows.face])
        largest = np.sort(self.rho)[::-1]
        self.most = self.rest + int(largest[:p].sum())
        self._largest = largest

    def at_most(self) -> list[int]:
        """Bound what 0, 1, ... ``p`` sites cover, in units."""
        return [self.rest, *(self.rest + np.cumsum(self._largest[: self.p])).tolist()]

    def marks(self) -> tuple[int, int]:
        """Return the least ``rho`` among the best ``p`` sites, and the largest of the others."""
        if not 0 < self.p < len(self.free):
            raise Wrong(N_("The certificate prices a node in which nothing is to be chosen."))
        return int(self._largest[self.p - 1]), int(self._largest[self.p])


def _roomy(weight: Ints, factor: int) -> npt.NDArray[np.int64] | npt.NDArray[np.object_]:
    """Keep 64 bits where all sums fit, else go to Python's endless whole numbers."""
    if exact_sum(weight) * factor < 2**62:
        return weight
    return weight.astype(object)


def _check_settled(rows: Rows, p: int, *, base: int, claim: int) -> None:
    if base + (exact_sum(rows.weight) if p else 0) > claim:
        raise Wrong(N_("A plan of the proof covers more than is claimed."))


def _check_leaf(node: Priced, claim: int) -> None:
    if node.most >= (claim + 1) * node.scale:
        raise Wrong(N_("The multipliers do not prove the bound that is claimed."))


def _check_fixed(node: Priced, claim: int, stream: Stream) -> tuple[Ints, Ints]:
    """Check that the other choice of each fixed site leads to nothing better than the claim."""
    n = stream.one("fixed")
    site, is_opened = stream.take("site", n), stream.take("opened", n) > 0
    _check_free(site, node.free)
    last_in, first_out = node.marks()
    rho = node.rho[np.searchsorted(node.free, site)]
    cut = (claim + 1) * node.scale
    for r, opened in zip(rho.tolist(), is_opened.tolist(), strict=True):
        cost = max(0, r - first_out) if opened else max(0, last_in - r)
        if node.most - cost >= cut:
            raise Wrong(N_("The multipliers do not settle a site that the proof settles."))
    return site[is_opened], site[~is_opened]


def _check_free(site: Ints, free: Ints) -> None:
    if len(np.unique(site)) != len(site) or not np.isin(site, free).all():
        raise Wrong(N_("The proof settles a site that is not free."))


def _below(
    rows: Rows, free: Ints, p: int, base: int, opened: Ints, closed: Ints
) -> tuple[Rows, Ints, int, int]:
    left = free[~np.isin(free, np.concatenate([opened, closed]))]
    if p - len(opened) < 0 or len(left) < p - len(opened):
        raise Wrong(N_("The proof opens or closes more sites than a plan can."))
    below, gained = settle(rows, opened, closed)
    return below, left, p - len(opened), base + gained
