"""How far it is on foot from one place to the nearest of some sites, by a study's own rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geo.core import Demand, Mode, PairReach, Sites, Study
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.explain.near.place import Place
from geo.travel import Street
from geo.travel.reached import StreetReach
from geo.travel.route import Guide, Route
from geo.travel.street import WALKERS
from geo.words import _

__all__ = ["Walk", "minutes", "walk"]

_FIRST_M, _LAST_M = 1_500.0, 100_000.0  # how far is looked at first, and at most


@dataclass(frozen=True, eq=False)
class Walk:
    """The ways from one place to its nearest sites.

    Attributes
    ----------
    site_pos
        ``(k,)`` positions among the sites asked for, the nearest first.
    metres
        ``(k,)`` by the rule of distance.
    reach
        Of the one place to ``near``, where streets were walked; None otherwise.
    near
        ``(m,)`` positions of the sites in ``reach``.
    """

    site_pos: Ints
    metres: Floats
    reach: StreetReach | None = None
    near: Ints | None = None

    def route(self, k: int) -> Route | None:
        """Return the way to the ``k``-th nearest site, street by street; None: no streets."""
        if self.reach is None or self.near is None:
            return None
        at = int(np.flatnonzero(self.near == self.site_pos[k])[0])
        return Guide(self.reach, at).route(0)


def minutes(metres: float, mode: Mode) -> float:
    """Return how long one walks; 80 m a minute where the rule has no speed of its own."""
    if isinstance(mode, Street):
        return float(mode.minutes(metres))
    return metres / WALKERS["walk"][0]


def walk(study: Study, place: Place, mode: Mode, *, among: Ints, n: int) -> Walk:
    """Return the ``n`` nearest of the sites ``among``; fewer where no way leads to them.

    Raises
    ------
    InputError
        The rule is a table, and nobody of the table stands at the place.
    """
    if mode.name == "table":
        return _from_table(study, place, mode, among=among, n=n)
    here = Demand.from_arrays([place.x], [place.y], [1], crs=study.sites.crs)
    if not isinstance(mode, Street):
        _i, pos, metres = mode.reach(here, study.sites.take(among)).pairs()
        return _nearest(among[pos], metres, n)
    return _along_streets(here, study.sites, mode, among=among, n=n)


def _along_streets(here: Demand, sites: Sites, mode: Street, *, among: Ints, n: int) -> Walk:
    """Look farther and farther: no way is shorter than the straight line, so nothing is missed."""
    line = np.hypot(sites.x[among] - here.x[0], sites.y[among] - here.y[0])
    cutoff = max(_FIRST_M, 1.5 * float(np.sort(line)[:n][-1])) if len(line) else _FIRST_M
    while True:
        near = among[line <= cutoff]
        reach = mode.reach(here, sites.take(near), cutoff)
        _i, pos, metres = reach.pairs()
        if min(n, len(among)) <= len(pos) or cutoff >= _LAST_M:
            return replace(_nearest(near[pos], metres, n), reach=reach, near=near)
        cutoff *= 2


def _from_table(study: Study, place: Place, mode: Mode, *, among: Ints, n: int) -> Walk:
    if place.firm_pos < 0:
        raise InputError(
            _("A table of distances knows the firms of its list only; ask for one of them.")
        )
    reach = mode.reach(study.demand, study.sites)
    assert isinstance(reach, PairReach)
    row = reach.distance_m[[place.firm_pos]].tocoo()
    wanted = np.isin(row.coords[1], among)
    return _nearest(row.coords[1][wanted].astype(np.int64), row.data[wanted], n)


def _nearest(pos: Ints, metres: Floats, n: int) -> Walk:
    """Sort by metres; of equally near sites the one that stands first in the list."""
    order = np.lexsort((pos, metres))[:n]
    return Walk(pos[order], metres[order])
