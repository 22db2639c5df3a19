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

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import Rows, exact_sum, settle
from geo.verify.count.recount import Ints
from geo.verify.verdict import N_, Wrong

__all__ = ["KIND", "check_tree"]

KIND = "max-cover/1"
_LEAF, _SETTLED, _FIXED, _BRANCH = range(4)
_NAMES = ("node", "exponent", "size", "multiplier", "fixed", "site", "opened")

Arrays = Mapping[str, npt.NDArray[np.integer]]


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
    stream = _Stream(arrays)
    stack: list[tuple[Rows, Ints, int, int]] = [(rows, free, p, base)]
    while stack:
        rows, free, p, base = stack.pop()
        code = stream.one("node")
        if code == _SETTLED:
            _check_settled(rows, p, base=base, claim=claim)
        elif code == _LEAF:
            _check_leaf(_Priced(rows, free, p, stream), claim - base)
        elif code == _FIXED:
            opened, closed = _check_fixed(_Priced(rows, free, p, stream), claim - base, stream)
            stack.append(_below(rows, free, p, base, opened, closed))
        elif code == _BRANCH:
            site = stream.take("site", 1)
            _check_free(site, free)
            none = site[:0]
            stack.append(_below(rows, free, p, base, none, site))
            stack.append(_below(rows, free, p, base, site, none))
        else:
            raise Wrong(N_("The certificate has a node of unknown kind {code}."), code=code)
    stream.check_used_up()


class _Stream:
    """The arrays of a certificate, read from front to back."""

    def __init__(self, arrays: Arrays) -> None:
        if sorted(arrays) != sorted(_NAMES):
            raise Wrong(N_("The certificate lacks arrays, or has some too many."))
        for name in _NAMES:
            if arrays[name].dtype.kind not in "iu" or arrays[name].ndim != 1:
                raise Wrong(
                    N_("The certificate's array {name} is no list of whole numbers."), name=name
                )
        self._arrays, self._at = arrays, dict.fromkeys(_NAMES, 0)

    def take(self, name: str, n: int) -> Ints:
        """Read the next ``n`` numbers of an array."""
        low = self._at[name]
        if n < 0 or low + n > len(self._arrays[name]):
            raise Wrong(N_("The certificate's array {name} ends too early."), name=name)
        self._at[name] = low + n
        part = self._arrays[name][low : low + n]
        if (
            part.dtype.kind == "u"
            and part.dtype.itemsize == 8
            and len(part)
            and part.max() >= 2**63
        ):
            raise Wrong(
                N_("The certificate's array {name} holds a number that is too large."), name=name
            )
        return part.astype(np.int64)

    def one(self, name: str) -> int:
        """Read the next number of an array."""
        return int(self.take(name, 1)[0])

    def check_used_up(self) -> None:
        """Refuse a certificate that says more than it should."""
        if any(self._at[name] != len(self._arrays[name]) for name in _NAMES):
            raise Wrong(N_("The certificate holds more numbers than its proof needs."))


class _Priced:
    """A node with its multipliers added up, in units of ``1 / scale`` people."""

    def __init__(self, rows: Rows, free: Ints, p: int, stream: _Stream) -> None:
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


def _check_leaf(node: _Priced, claim: int) -> None:
    if node.most >= (claim + 1) * node.scale:
        raise Wrong(N_("The multipliers do not prove the bound that is claimed."))


def _check_fixed(node: _Priced, claim: int, stream: _Stream) -> tuple[Ints, Ints]:
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
