"""The proof of a bound for any covering question, read node by node in whole numbers.

A certificate of kind ``lp-tree/1`` holds ``node`` (0 leaf, 1 branch; a node before those below it,
the branch's site opened first, then closed), ``site`` (position of each branch's site), and for
each leaf an ``exponent``, and multipliers ``by_face`` (one for each face), ``by_row`` (one for
each limit), ``by_floor`` (one for each floor), ``by_cut`` in units of ``2**-exponent``;
``clique, clique_site`` name the sites of each limit of the least distance. A cut belongs to a
face (``cut_face``) and leaves out ``need - 1`` of its free sites (``cut_omitted``, numbers among
the free ones): if the face counts, one of its others is open, ``z_f <= sum of y over them``.

With multipliers ``lam >= 0`` of the faces, ``mu`` of the limits (``>= 0`` but for equations) and
``nu >= 0`` of the floors no plan that agrees with what the node settles is worth more than::

    base + sum_f max(0, worth_f + nu @ floors_f - need_f lam_f)
         + sum_j best_j(per_site + sum_{f of j} lam_f - mu @ coef_j) + mu @ high - nu @ low

where ``best_j(v)`` is ``v`` for an opened site, 0 for a closed one, ``max(0, v)`` for a free one;
a cut's multiplier is taken from its face and given to its sites.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.verify.count.recount import Ints
from geo.verify.cover_model import Arrays, CoverModel
from geo.verify.verdict import N_, Wrong

__all__ = ["KIND", "check_lp_tree"]

KIND = "lp-tree/1"
_LEAF, _BRANCH = 0, 1
_PARTS = ("by_face", "by_row", "by_floor", "by_cut")
_NAMES = (*_PARTS, "node", "site", "exponent", "clique", "clique_site", "cut_face", "cut_omitted")
_FREE, _OPEN, _CLOSED = 0, 1, 2


def check_lp_tree(model: CoverModel, claim: int, arrays: Arrays) -> None:
    """Check that no plan is worth more than ``claim``.

    Raises
    ------
    Wrong
        A leaf does not prove it, or the arrays do not fit.
    """
    _check_arrays(arrays)
    read = {name: iter(arrays[name].tolist()) for name in ("node", "site", "exponent")}
    leaves = _Leaves(model, arrays)
    stack: list[npt.NDArray[np.int8]] = [np.full(len(model.free), _FREE, np.int8)]
    while stack:
        state = stack.pop()
        code = _next(read["node"])
        if code == _LEAF:
            exponent = _next(read["exponent"])
            if not 0 <= exponent <= 62 or leaves.bound(state, exponent) >= (claim + 1) << exponent:
                raise Wrong(N_("The multipliers do not prove the bound that is claimed."))
        elif code == _BRANCH:
            at = np.flatnonzero(model.free == _next(read["site"]))
            if len(at) != 1 or state[at[0]] != _FREE:
                raise Wrong(N_("The proof settles a site that is not free."))
            for what in (_CLOSED, _OPEN):
                below = state.copy()
                below[at[0]] = what
                stack.append(below)
        else:
            raise Wrong(N_("The certificate has a node of unknown kind {code}."), code=code)
    if leaves.is_left or any(next(numbers, None) is not None for numbers in read.values()):
        raise Wrong(N_("The certificate holds more numbers than its proof needs."))


def _next(numbers: object) -> int:
    found = next(numbers, None)  # type: ignore[call-overload]  # an iterator of whole numbers
    if found is None:
        raise Wrong(N_("The certificate's array {name} ends too early."), name="node")
    return int(found)


def _check_arrays(arrays: Arrays) -> None:
    """Refuse arrays that are others, or no lists of whole numbers."""
    if sorted(arrays) != sorted(_NAMES) or any(a.ndim != 1 for a in arrays.values()):
        raise Wrong(N_("The certificate lacks arrays, or has some too many."))
    for name, array in arrays.items():  # sums of floats would lose what whole numbers keep
        if array.dtype.kind not in "iu":
            raise Wrong(
                N_("The certificate's array {name} is no list of whole numbers."), name=name
            )


class _Leaves:
    """The multipliers, leaf after leaf; all sums in Python's endless whole numbers."""

    def __init__(self, model: CoverModel, arrays: Arrays) -> None:
        self._model = model
        self._cuts = _cuts(model, arrays)
        sizes = len(model.worth), len(model.high), len(model.low), len(self._cuts)
        self._size = dict(zip(_PARTS, sizes, strict=True))
        self._at = dict.fromkeys(_PARTS, 0)
        self._arrays = arrays

    @property
    def is_left(self) -> bool:
        """Whether numbers are left that no leaf has read."""
        return any(self._at[name] != len(self._arrays[name]) for name in _PARTS)

    def _take(self, name: str) -> npt.NDArray[np.object_]:
        low, high = self._at[name], self._at[name] + self._size[name]
        if high > len(self._arrays[name]):
            raise Wrong(N_("The certificate does not fit the data: its faces are others."))
        self._at[name] = high
        return self._arrays[name][low:high].astype(object)

    def bound(self, state: npt.NDArray[np.int8], exponent: int) -> int:
        """Evaluate the next leaf's bound, in units of ``2**-exponent``."""
        model, unit = self._model, 1 << exponent
        lam, mu, nu, by_cut = (self._take(name) for name in _PARTS)
        if any(v < 0 for v in (*lam, *nu, *by_cut, *mu[~model.is_equation])):
            raise Wrong(N_("A multiplier is negative."))
        gain = model.worth.astype(object) * unit - model.rows.need.astype(object) * lam
        for k, price in enumerate(nu):
            gain = gain + price * model.floors[k].astype(object)
        site = np.full(len(model.free), model.per_site * unit, object)
        np.add.at(site, model.rows.site, lam[model.rows.face])
        for (face, sites), price in zip(self._cuts, by_cut, strict=True):
            gain[face] -= price
            site[sites] += price
        for k, price in enumerate(mu):
            site = site - price * model.coef[k].astype(object)
        best = np.where(state == _OPEN, site, np.where(state == _FREE, np.maximum(site, 0), 0))
        return int(
            model.base * unit
            + sum(np.maximum(gain, 0).tolist())
            + sum(best.tolist())
            + sum((mu * _objects(model.high)).tolist())
            - sum((nu * _objects(model.low)).tolist())
        )


def _cuts(model: CoverModel, arrays: Arrays) -> list[tuple[int, Ints]]:
    """Read the cuts, and check that each leaves out no more sites than it may."""
    omitted, at, found = arrays["cut_omitted"].astype(np.int64), 0, []
    for face in arrays["cut_face"].tolist():
        if not 0 <= face < len(model.worth):
            raise Wrong(N_("The certificate does not fit the data: its faces are others."))
        size = int(model.rows.need[face]) - 1
        low, high = np.searchsorted(model.rows.face, [face, face + 1])
        row = model.rows.site[low:high]
        found.append((face, row[~np.isin(row, omitted[at : at + size])]))
        at += size
    if at != len(omitted):
        raise Wrong(N_("The certificate lacks arrays, or has some too many."))
    return found


def _objects(values: Ints) -> npt.NDArray[np.object_]:
    return values.astype(object)
