"""The door: parts of a country in, a plan with its proven gap out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.core import Certificate, Demand, Sites
from geo.errors import InputError
from geo.scale.country.gather import Gathered, gather, states
from geo.scale.country.plan import CountryPlan
from geo.scale.country.search import Found, search_country
from geo.solve import MaxCover
from geo.solve.cover_model import check_number
from geo.solve.engine.cover import FREE, OPEN
from geo.solve.engine.proof import smallest
from geo.solve.progress import Progress, Watch
from geo.travel import Straight
from geo.words import _

__all__ = ["solve_country"]


def solve_country(
    problem: MaxCover,
    parts: Iterable[Demand],
    sites: Sites,
    *,
    mode: Straight | None = None,
    limit_s: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], bool | None] | None = None,
) -> CountryPlan:
    """Open ``problem.new`` sites in a whole country so that they cover the most people.

    The parts are collapsed one by one and dropped, so memory holds one part and the faces. Cities
    share only the number of sites: one sparse interior point relaxes the country; exact search in
    windows improves the plan; zones solved exactly under a price of a site tighten the bound.

    Parameters
    ----------
    problem
        The question, without further conditions.
    parts
        The demand in any number of parts (cities, say), in any order; each is taken once.
    sites
        All sites of the country.
    mode
        The rule of distance; None: the straight line.
    limit_s
        Seconds after which the best plan found is kept, with the gap it may have; all parts are
        read in any case. None: until nothing more is gained.
    seed
        Seed of every random step. Equal seeds give equal plans, unless time ends the search.
    progress
        Called now and then with a `Progress`; the search stops where it returns False.

    Raises
    ------
    InputError
        The question does not fit the sites, or a part is no demand.
    OverflowWeightError
        Sums of the weights would leave 64 bits.

    References
    ----------
    Church, ReVelle (1974); Mehrotra (1992); Cuthill, McKee (1969).

    Examples
    --------
    >>> west = Demand.from_arrays([0, 100, 900], [0, 0, 0], [5, 5, 8])
    >>> east = Demand.from_arrays([90_000, 90_100], [0, 0], [4, 9])
    >>> sites = Sites.from_arrays([50, 900, 90_050], [0, 0, 0], ids=["hall", "park", "east"])
    >>> plan = solve_country(MaxCover(new=2, radius_m=200), [west, east], sites)
    >>> plan.open_ids, plan.value, plan.bound, plan.status
    (('hall', 'east'), 23, 23, 'optimal')
    """
    watch, mode = Watch(limit_s, progress), mode or Straight()
    _check(problem, sites, mode)
    read = gather(parts, sites, mode=mode, radius_m=problem.radius_m, watch=watch)
    state = states(sites)
    free = np.flatnonzero(state == FREE)
    p = problem.new - int(sites.is_required.sum())
    place = np.stack([sites.x[free], sites.y[free]], axis=1)
    found = search_country(read.cover, p, place=place, base=read.base, watch=watch, seed=seed)
    is_open = state == OPEN
    is_open[free[found.site]] = True
    found = replace(found, proof=_in_list(found.proof, free))
    ids = _Ids(sites, is_open)
    return _plan(problem, read, found, ids, (watch.seconds, seed))


def _check(problem: MaxCover, sites: Sites, mode: Straight) -> None:
    """Refuse what this cannot answer."""
    if not isinstance(problem, MaxCover) or problem != MaxCover(
        new=problem.new, radius_m=problem.radius_m
    ):
        raise InputError(
            _("A country is solved for the most people within reach, without further conditions.")
        )
    if not len(sites):
        raise InputError(
            _("There is no site to choose from: add venues, or let candidates be made.")
        )
    nobody = mode.reach(Demand.from_arrays([], [], [], crs=sites.crs), sites)
    nobody.check_radius(problem.radius_m)
    check_number(nobody, problem.new)


class _Ids(NamedTuple):
    """The sites and which of them are open."""

    sites: Sites
    is_open: npt.NDArray[np.bool_]

    def of(self, rows: npt.NDArray[np.bool_]) -> tuple[object, ...]:
        """Return the ids of the open sites among ``rows``."""
        return tuple(self.sites.ids[np.flatnonzero(self.is_open & rows)].tolist())


def _in_list(proof: Certificate, free: npt.NDArray[np.int64]) -> Certificate:
    """Name sites by their positions in the list, where the proof numbers the free ones."""
    site = smallest(free[proof.arrays["site"]])
    return Certificate(proof.kind, proof.arrays | {"site": site})


def _plan(
    problem: MaxCover, read: Gathered, found: Found, ids: _Ids, how: tuple[float, int]
) -> CountryPlan:
    """Count the plan again, and write its proof down."""
    cover, chosen = read.cover, np.zeros(read.cover.n_site, bool)
    chosen[found.site] = True
    covered = np.add.reduceat(np.append(chosen[cover.site], 0), cover.start[:-1])
    value = read.base + int(cover.weight[covered > 0].sum())
    return CountryPlan(
        problem,
        ids.of(np.ones(len(ids.is_open), bool)),
        ids.of(~ids.sites.is_existing),
        value,
        read.base + found.bound,
        found.proof,
        read.total,
        read.n_firm,
        len(cover.weight),
        how[0],
        how[1],
    )
