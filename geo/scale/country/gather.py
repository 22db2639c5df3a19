"""Demand that arrives city by city, collapsed at once: only faces are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from geo.core import Demand, Sites
from geo.core.arrays import frozen
from geo.core.reach.rows import add_up, canonical_rows
from geo.errors import InputError, OverflowWeightError
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States, restrict
from geo.solve.progress import Watch
from geo.travel import Straight
from geo.words import _

__all__ = ["Gathered", "gather", "states"]

_STATE = {"existing": OPEN, "required": OPEN, "candidate": FREE, "forbidden": CLOSED}
_ROOM = 2**62


class Gathered(NamedTuple):
    """What is left of the demand of a country.

    Attributes
    ----------
    cover
        The faces that the free sites decide about; rows in lexicographic order.
    base
        People covered by the existing and the required sites.
    total
        All people.
    n_firm
        Demand points read.
    """

    cover: Cover
    base: int
    total: int
    n_firm: int


def states(sites: Sites) -> States:
    """Return what is settled beforehand about each site: ``(m,)``."""
    return np.array([_STATE[str(word)] for word in sites.status], np.int8)


def gather(
    parts: Iterable[Demand], sites: Sites, *, mode: Straight, radius_m: float, watch: Watch
) -> Gathered:
    """Collapse each part onto the sites near it, drop it, and add the faces up.

    A part may be any share of the demand: equal faces of different parts are merged exactly.

    Parameters
    ----------
    parts
        The demand; each part is dropped before the next one is taken.
    sites
        All sites of the country.
    mode, radius_m
        The rule of distance, and the service radius in metres.
    watch
        Told after each part, so that the caller can show progress.

    Raises
    ------
    InputError
        A part is no demand, or is measured in another CRS than the sites.
    OverflowWeightError
        Sums of the weights, as bounds need them, would leave 64 bits.
    """
    state, found = states(sites), list[Cover]()
    base = total = n_firm = 0
    for number, part in enumerate(parts):
        if not isinstance(part, Demand):
            raise InputError(_("Part {number} of the country is no Demand.", number=number))
        total, n_firm = total + part.total, n_firm + len(part)
        if total * (len(sites) + 2) >= _ROOM:
            raise OverflowWeightError(_("The weights are too large for the covering engine."))
        if len(part):
            cover, gained = _collapsed(part, sites, state, mode, radius_m)
            found.append(cover)
            base += gained
        watch.report(base, total)
    return Gathered(_merged(found, int((state == FREE).sum())), base, total, n_firm)


def _collapsed(
    part: Demand, sites: Sites, state: States, mode: Straight, radius_m: float
) -> tuple[Cover, int]:
    """Return the faces of one part, in numbers of the free sites, and the people settled."""
    near = np.flatnonzero(_is_near(part, sites, radius_m))
    faces = mode.reach(part, sites.take(near)).faces(radius_m)
    local = Cover(faces.start, faces.site_pos, faces.weight, faces.n_site)
    left, gained, _group = restrict(local, state[near])
    number = (np.cumsum(state == FREE) - 1).astype(np.int32)
    free = number[near[state[near] == FREE]]
    return left._replace(site=free[left.site]), gained


def _is_near(
    part: Demand, sites: Sites, radius_m: float
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Keep the sites in the rectangle around the part: a detour only makes discs smaller."""
    far = radius_m * (1 + 1e-9)
    in_x = (sites.x >= part.x.min() - far) & (sites.x <= part.x.max() + far)
    return np.asarray(in_x & (sites.y >= part.y.min() - far) & (sites.y <= part.y.max() + far))


def _merged(found: list[Cover], n_free: int) -> Cover:
    """Put the parts together, rows grown equal added up, in the order `geo.verify` lays them."""
    size = np.concatenate([np.zeros(1, np.int64), *(np.diff(c.start) for c in found)])
    site = np.concatenate([np.zeros(0, np.int32), *(c.site for c in found)])
    weight = np.concatenate([np.zeros(0, np.int64), *(c.weight for c in found)])
    found.clear()
    start, site, group = canonical_rows(np.cumsum(size), site)
    weight = add_up(group, weight[:, None], len(start))[:-1, 0]
    return Cover(frozen(start, np.int64), frozen(site, np.int32), frozen(weight, np.int64), n_free)
