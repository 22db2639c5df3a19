"""The best few plans, not only the best one: counted through below a bound in whole numbers.

Multipliers of the root bound every plan by ``rest + sum of rho`` over its sites. Where that bound
is tight few sets of sites can come near the best, and they are looked at one by one, those with
the largest sums first. What several sites of a set cover together the sums count several times;
that is taken off on the way, which makes the bound of a set that is half chosen much sharper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, by_site, root_cover
from geo.solve.engine.integer import Priced, finest, priced, rounded
from geo.solve.engine.relax import relax

__all__ = ["NearBest", "near_best_of"]

_MOST_NODES = 3_000_000
_SITE_NODES = 10_000


class _Order(NamedTuple):
    """Sites by falling ``rho``, and the sums of ``rho`` before each."""

    site: Ints
    before: Ints


@dataclass(frozen=True, eq=False)
class NearBest:
    """A question whose near-best plans can be counted through.

    Attributes
    ----------
    site
        ``(k,)`` positions of the free sites.
    cover, base, p
        What they decide, what is covered anyway, and how many are opened.
    by
        What the multipliers of the root say.
    lam
        ``(n_face,)`` the multipliers, in units of ``1 / by.scale`` people.
    """

    site: Ints
    cover: Cover
    base: int
    p: int
    by: Priced
    lam: Ints

    def top(self, n: int, *, limit: int) -> list[tuple[Ints, int]] | None:
        """Return the ``n`` best plans worth ``limit`` or more, best first; fewer: that is all.

        Of equals at the end of the list any may stand. None: counting through would take too long.

        Returns
        -------
        list
            Positions of the free sites opened, ascending, and the people covered in all.
        """
        order = self._order(-1)
        least = (limit - self.base) * self.by.scale
        found = _walk(
            self.cover, self.lam, by_site(self.cover), order, self.p,
            _Start(-1, self.by.rest, least), _Asked(n, _MOST_NODES, self.by.scale),
        )  # fmt: skip
        if found.n_node > _MOST_NODES:
            return None
        plans = [
            (np.sort(self.site[picks]), self.base + int(value))
            for picks, value in zip(found.picks[: found.n], found.value[: found.n], strict=True)
        ]
        return sorted(plans, key=lambda one: (-one[1], one[0].tolist()))

    def reaches(
        self, limit: int, *, opened: int | None = None, shut: int | None = None
    ) -> Ints | bool:
        """Find a plan worth ``limit`` or more with, or without, a site.

        Returns
        -------
        array or bool
            Positions of its free sites; False: there is none; True: it was not settled.
        """
        asked = opened if opened is not None else shut
        assert asked is not None, "a site is opened or shut"
        number = int(np.searchsorted(self.site, asked))
        least = (limit - self.base) * self.by.scale
        forced = -1 if opened is None else number
        found = _walk(
            self.cover, self.lam, by_site(self.cover), self._order(number), self.p - (forced >= 0),
            _Start(forced, self.by.rest + (0 if forced < 0 else int(self.by.rho[forced])), least),
            _Asked(0, _SITE_NODES, self.by.scale),
        )  # fmt: skip
        if found.n:
            picks = found.picks[0][: self.p - (forced >= 0)]
            return np.sort(self.site[np.r_[picks, [forced]] if forced >= 0 else picks])
        return found.n_node > _SITE_NODES

    def _order(self, left_out: int) -> _Order:
        ranked = np.argsort(-self.by.rho, kind="stable")
        ranked = ranked[ranked != left_out]
        return _Order(ranked, np.r_[0, np.cumsum(self.by.rho[ranked])])


def near_best_of(
    faces: Faces,
    *,
    new: int,
    is_open: npt.NDArray[np.bool_],
    is_closed: npt.NDArray[np.bool_],
    value: int,
) -> NearBest | None:
    """Relax a question once; None where there is nothing to choose.

    Parameters
    ----------
    faces, new, is_open, is_closed
        As in `geo.solve.engine.max_cover.max_cover`.
    value
        The best value.
    """
    state = np.where(is_open, OPEN, np.where(is_closed, CLOSED, FREE)).astype(np.int8)
    cover, base = root_cover(faces, state)
    if not 0 < new < cover.n_site or not len(cover.weight):
        return None
    lam = relax(cover, new, value=value - base).lam
    whole = rounded(lam, cover, finest(int(cover.weight.sum()), cover.n_site))
    by = priced(cover, whole)
    units = np.minimum(whole.k << max(whole.exponent, 0), cover.weight * by.scale)
    return NearBest(np.flatnonzero(state == FREE), cover, base, new, by, units)


class _Start(NamedTuple):
    """A site opened beforehand (or -1), the bound without others, the bound a plan must reach."""

    forced: int
    rest: int
    least: int


class _Asked(NamedTuple):
    """Plans wanted (0: any one), nodes at most, units to one person."""

    n: int
    most_nodes: int
    scale: int


class _Found(NamedTuple):
    n: int
    value: Ints
    picks: Ints
    n_node: int


@nb.njit(cache=True, nogil=True)
def _walk(  # noqa: C901 - one loop over a stack, kept whole for the compiler
    cover: Cover,
    lam: Ints,
    sides: tuple[Ints, npt.NDArray[np.int32]],
    order: _Order,
    p: int,
    start: _Start,
    asked: _Asked,
) -> _Found:
    """Go through the sets of ``p`` sites whose bound reaches ``start.least``, depth first."""
    first, face = sides
    times = np.zeros(cover.weight.shape[0], np.int64)
    keep = max(asked.n, 1)
    value, picks = np.zeros(keep, np.int64), np.zeros((keep, max(p, 1)), np.int64)
    at, got = np.zeros(p + 1, np.int64), np.zeros(p + 1, np.int64)
    n, n_node, least, depth, rho = 0, 0, start.least, 0, 0
    if start.forced >= 0:
        got[0], _excess = _open(cover, lam, first, face, times, start.forced)
    if p == 0:
        return _Found(int(got[0] * asked.scale >= least), got[:1].copy(), picks, 0)
    m = order.site.shape[0]
    while depth >= 0:
        i, left = at[depth], p - depth
        most = start.rest + rho + order.before[min(i + left, m)] - order.before[i]
        if i + left > m or most < least:
            depth -= 1
            if depth >= 0:
                i = at[depth]
                rho += _shut(lam, first, face, times, order.site[i])
                rho -= order.before[i + 1] - order.before[i]
                at[depth] += 1
            continue
        n_node += 1
        if n_node > asked.most_nodes:
            break
        more, excess = _open(cover, lam, first, face, times, order.site[i])
        gained = got[depth] + more
        if depth < p - 1:
            rho += order.before[i + 1] - order.before[i] - excess
            depth += 1
            at[depth], got[depth] = i + 1, gained
            continue
        _shut(lam, first, face, times, order.site[i])
        at[depth] += 1
        if gained * asked.scale < least:
            continue
        n = _note(value, picks, order.site, at, gained, n)
        if asked.n == 0:
            break
        if n == keep:  # from here on only better ones
            least = max(least, (value.min() + 1) * asked.scale)
    return _Found(n, value, picks, n_node)


@nb.njit(cache=True, nogil=True)
def _note(value: Ints, picks: Ints, site: Ints, at: Ints, gained: int, n: int) -> int:
    """Write a set down, in the place of the worst once ``n`` fill the list; count them."""
    where, p = n if n < value.shape[0] else np.argmin(value), at.shape[0] - 1
    value[where] = gained
    for k in range(p):
        picks[where, k] = site[at[k] - (k == p - 1)]
    return n + 1 if n < value.shape[0] else n


@nb.njit(cache=True, nogil=True)
def _open(
    cover: Cover, lam: Ints, first: Ints, face: npt.NDArray[np.int32], times: Ints, site: int
) -> tuple[int, int]:
    """Open a site; return the people it adds, and the multipliers that are now counted again."""
    gained, excess = 0, 0
    for k in range(first[site], first[site + 1]):
        if times[face[k]] == 0:
            gained += cover.weight[face[k]]
        else:
            excess += lam[face[k]]
        times[face[k]] += 1
    return gained, excess


@nb.njit(cache=True, nogil=True)
def _shut(lam: Ints, first: Ints, face: npt.NDArray[np.int32], times: Ints, site: int) -> int:
    """Shut a site again; return the multipliers that are no longer counted again."""
    excess = 0
    for k in range(first[site], first[site + 1]):
        times[face[k]] -= 1
        if times[face[k]] > 0:
            excess += lam[face[k]]
    return excess
