"""Bound and plan of a gathered country, made better in turns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.core import Certificate
from geo.core.arrays import Floats, Ints
from geo.scale.country.exact import root
from geo.scale.country.interior import relax_country
from geo.scale.country.layout import Layout, lay_out
from geo.scale.country.opened import Opened, add_greedily, nothing_open, put, swap
from geo.scale.country.windows import improve
from geo.scale.country.zones import Zoned, cut_zones, zone_bound
from geo.solve.engine.branch import Plan, search
from geo.solve.engine.cover import Cover
from geo.solve.engine.integer import coarsest, finest, priced, rounded
from geo.solve.engine.proof import Twig, certificate, proven
from geo.solve.engine.swap import greedy_and_swap
from geo.solve.progress import Watch

__all__ = ["Found", "search_country"]

_TOLERANCE = 1e-6
_SWAPS = 100  # rounds
_SIZES = (100, 80, 60, 120)  # sites of a window, in turn
_IDLE = 3  # rounds in a row that bring little, after which windows are left alone
_LITTLE = 1e-5  # share of the value
_DISPUTED = 0.01  # how far relaxation and plan differ about a site worth a window
_ZONE = 200  # most sites of one
_WHOLE = 100  # sites up to which a country is solved as one city
_COARSER = 1e-6  # share of the bound given up for a shorter certificate


@dataclass(frozen=True, eq=False)
class Found:
    """What was found.

    Attributes
    ----------
    site
        Numbers of the open sites among the free ones.
    bound
        People that no choice of free sites exceeds.
    proof
        The proof of that, faces in the order of the cover, sites numbered among the free ones.
    """

    site: Ints
    bound: int
    proof: Certificate


def search_country(
    cover: Cover, p: int, *, place: Floats, base: int, watch: Watch, seed: int
) -> Found:
    """Choose ``p`` free sites, and bound what any choice covers.

    Parameters
    ----------
    cover, p
        The problem; ``0 <= p <= cover.n_site``.
    place
        ``(n_site, 2)`` metres east and north.
    base
        People covered beforehand, for progress.
    watch, seed
        Clock and stop button; seed of the windows.
    """
    if cover.n_site <= _WHOLE or not 0 < p < cover.n_site or not len(cover.weight):
        return _at_once(cover, p, base, watch)
    layout = lay_out(cover)
    way = _Search(layout, p, base, watch)
    lam = np.empty(len(layout.face))
    lam[layout.face] = way.relax()
    twig = _proof(cover, p, lam)
    way.bound = min(way.bound, twig.bound)
    way.polish(seed)
    zoned = way.divide(cover, place, lam)
    site = np.sort(layout.site[way.now.site])
    if zoned and zoned.bound < twig.bound:
        return Found(site, zoned.bound, zoned.proof)
    return Found(site, twig.bound, certificate(twig))


def _at_once(cover: Cover, p: int, base: int, watch: Watch) -> Found:
    """Solve a country of few sites as one city, its proof a tree."""
    node = root(cover, p)
    value, site = greedy_and_swap(cover, np.full(p, -1, np.int64))

    def go_on(best: Plan, bound: int) -> bool:
        return watch.report(base + best.value, base + bound)

    exponent = finest(int(cover.weight.sum()), cover.n_site)
    plan, _n_node = search(node, Plan(value, site), finest=exponent, go_on=go_on)
    bound = max(plan.value, proven(node.twig))
    return Found(np.sort(plan.site), bound, certificate(node.twig))


class _Search:
    """The best plan and the best bound so far; both only ever get better."""

    def __init__(self, layout: Layout, p: int, base: int, watch: Watch) -> None:
        self.layout, self._p, self._base, self._watch = layout, p, base, watch
        self.now: Opened = nothing_open(layout.cover)
        self.bound = int(layout.cover.weight.sum())
        self._y: Floats = np.full(layout.cover.n_site, p / layout.cover.n_site)
        add_greedily(self.now, p)
        self._report()
        self._swap(self.now)

    def _report(self) -> bool:
        value = int(self.now.value[0])
        going = self._watch.report(self._base + value, self._base + max(self.bound, value))
        return going and value < self.bound

    def _swap(self, now: Opened) -> None:
        for _round in range(_SWAPS):
            if self._watch.is_stopped or swap(now, 1):
                break

    def relax(self) -> Floats:
        """Return multipliers, and try a second plan from the sites that are opened furthest."""
        value = int(self.now.value[0])

        def go_on(bound: float) -> bool:
            return self._watch.report(self._base + value, self._base + int(bound) + 1)

        solved = relax_country(self.layout, self._p, tolerance=_TOLERANCE, go_on=go_on)
        self._y = solved.y
        self.try_other(np.argsort(-self._y, kind="stable")[: self._p])
        return solved.lam

    def try_other(self, site: Ints) -> None:
        """Swap from other sites, and keep the plan if it is better."""
        wanted = np.zeros(self.layout.cover.n_site, bool)
        wanted[site] = True
        other = nothing_open(self.layout.cover)
        put(other, wanted)
        self._swap(other)
        if other.value[0] > self.now.value[0]:
            self.now = other

    def polish(self, seed: int) -> None:
        """Solve windows in rounds until little more comes of it, or half the time left is gone."""
        rng, m = np.random.default_rng(seed), self.layout.cover.n_site
        number, idle, until = 0, 0, self._watch.seconds + self._watch.left_s / 2

        def go_on() -> bool:
            return self._report() and self._watch.seconds < until

        while idle < _IDLE and go_on():
            size, before = min(_SIZES[number % len(_SIZES)], m), int(self.now.value[0])
            disputed = np.flatnonzero(np.abs(self._y - self.now.is_open) > _DISPUTED)
            centres = rng.permutation(disputed)[: -(-2 * m // size)]
            improve(self.now, self.layout, centres=centres, size=size, go_on=go_on)
            self._swap(self.now)
            number += 1
            idle = 0 if self.now.value[0] > before * (1 + _LITTLE) else idle + 1

    def divide(self, cover: Cover, place: Floats, lam: Floats) -> Zoned | None:
        """Bound zone by zone, the number of sites priced, unless there is nothing to gain."""

        def go_on(bound: int) -> bool:
            self.bound = min(self.bound, bound)
            return self._report()

        if not self._report():
            return None
        first, site = self.layout.first_site, self.layout.site
        components = [site[a:b] for a, b in pairwise(first)]
        zones = cut_zones(place, components, _ZONE)
        zoned = zone_bound(cover, self._p, zones=zones, lam=lam, go_on=go_on)
        go_on(zoned.bound)
        return zoned


def _proof(cover: Cover, p: int, lam: Floats) -> Twig:
    """Return short multipliers and what they prove."""
    exponent = finest(int(cover.weight.sum()), cover.n_site)
    limit = priced(cover, rounded(lam, cover, exponent)).bound(p)
    by = coarsest(cover, p, lam, limit=limit + int(limit * _COARSER), finest=exponent)
    return Twig(priced(cover, by).bound(p), by)
