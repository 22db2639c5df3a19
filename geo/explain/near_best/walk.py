"""The best few plans, not only the best one: counted through below a bound in whole numbers.

Multipliers of the root bound every plan by ``rest + sum of rho`` over its sites. Where that bound
is tight few sets of sites can come near the best, and they are looked at one by one, those with
the largest sums first. What several sites of a set cover together the sums count several times;
that is taken off on the way, which makes the bound of a set that is half chosen much sharper.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.solve.engine.again.left import Bounded
from geo.solve.engine.again.walk import Wanted, walk
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, by_site, root_cover
from geo.solve.engine.integer import Priced, finest, priced, rounded
from geo.solve.engine.relax import relax

__all__ = ["NearBest", "near_best_of"]

_MOST_NODES = 3_000_000
_SITE_NODES = 1_000  # beyond, a few steps from multipliers that nearly fit are sooner done


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
        wanted = Wanted(n, (limit - self.base) * self.by.scale, _MOST_NODES)
        found = walk(self._bounded(), self._sites(-1), self.p, -1, wanted)
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
        forced = -1 if opened is None else number
        wanted = Wanted(0, (limit - self.base) * self.by.scale, _SITE_NODES)
        sites = self._sites(number)
        found = walk(self._bounded(), sites, self.p - (forced >= 0), forced, wanted)
        if found.n:
            picks = found.picks[0][: self.p - (forced >= 0)]
            return np.sort(self.site[np.r_[picks, [forced]] if forced >= 0 else picks])
        return found.n_node > _SITE_NODES

    def _bounded(self) -> Bounded:
        return Bounded(self.cover, by_site(self.cover), self.lam, self.by.scale)

    def _sites(self, left_out: int) -> Ints:
        sites: Ints = np.arange(self.cover.n_site)
        return np.asarray(sites[sites != left_out])


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
