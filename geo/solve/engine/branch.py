"""Branch and bound: depth first, the problem collapsed again at every node.

Each node is relaxed; its multipliers close it, or settle sites (reduced-cost fixing), or else a
site is branched on about which the relaxation is undecided and near which many people are. Nodes
are explored in batches of a fixed size, each against the best plan known when the batch began, and
the results are taken in order: two threads give the same answer as one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from geo.core.arrays import Floats, Ints
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, States, restrict
from geo.solve.engine.integer import Multipliers, coarsest, coarsest_fixings, priced, rounded
from geo.solve.engine.proof import Twig
from geo.solve.engine.relax import Hint, Relaxed, relax
from geo.solve.engine.swap import greedy_and_swap

__all__ = ["Node", "Plan", "explore", "search"]

_BATCH = 4
_FEW = 30  # free sites below which every single fixing is worth a new relaxation
_HASTE = 0.5


@dataclass(frozen=True, eq=False)
class Node:
    """What is left to choose.

    Attributes
    ----------
    cover
        The problem of the free sites.
    site
        ``(cover.n_site,)`` their positions in the caller's list.
    p
        Sites still to open.
    base
        People covered by the sites opened on the way here.
    opened
        Positions of those sites.
    twig
        Where the proof of this node is written.
    hint
        Where the relaxation of the node above ended.
    relaxed
        The node's own relaxation, where it is known already.
    """

    cover: Cover
    site: Ints
    p: int
    base: int
    opened: Ints
    twig: Twig
    hint: Hint | None = None
    relaxed: Relaxed | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan: ``value`` people, and the positions of its sites."""

    value: int
    site: Ints


@dataclass(frozen=True, eq=False)
class _Found:
    """What exploring a node brought: the best plan met, and the nodes to explore next."""

    plan: Plan
    nodes: tuple[Node, ...] = field(default=())


def search(
    root: Node,
    plan: Plan,
    *,
    finest: int,
    go_on: Callable[[Plan, int], bool],
) -> tuple[Plan, int]:
    """Find the best plan under ``root``.

    Parameters
    ----------
    root
        Where to begin.
    plan
        The best plan known.
    finest
        Finest exponent of multipliers, see `geo.solve.engine.integer`.
    go_on
        Asked before each batch, with the best plan and the bound; False ends the search.

    Returns
    -------
    plan, n_node
        The best plan, and how many nodes were explored.
    """
    stack, n_node = [root], 0
    with ThreadPoolExecutor(2) as pool:
        while stack and go_on(plan, max(plan.value, *(node.twig.bound for node in stack))):
            size = 1 if n_node < _BATCH else _BATCH
            batch, stack = stack[-size:][::-1], stack[:-size]
            best = plan

            def one(node: Node, best: Plan = best) -> _Found:
                return explore(node, best, finest)

            found = list(pool.map(one, batch)) if len(batch) > 1 else [one(batch[0])]
            n_node += len(batch)
            for got in reversed(found):
                stack.extend(got.nodes)
            for got in found:
                plan = got.plan if got.plan.value > plan.value else plan
    return plan, n_node


def explore(node: Node, plan: Plan, finest: int) -> _Found:
    """Close a node, or return what it branches into; its twig is filled in."""
    while not _is_settled(node):
        value = plan.value - node.base
        found = node.relaxed or relax(node.cover, node.p, value=value, hint=node.hint, haste=_HASTE)
        fine = rounded(found.lam, node.cover, finest)
        bound = priced(node.cover, fine).bound(node.p)
        if bound > value:
            plan = _better(_rounded_plan(node, found.y), plan)
            value = plan.value - node.base
        if bound <= value:
            _close(node, found.lam, limit=value, finest=finest)
            return _Found(plan)
        cut = value + 1
        by, state = coarsest_fixings(node.cover, node.p, found.lam, cut=cut, finest=finest)
        n_fixed = int((state != FREE).sum())
        if not n_fixed:
            _note_bound(node, found.lam, bound, finest)
            return _Found(plan, _branches(node, found))
        below, found = _fixed(node, state, by, found)
        if n_fixed < 0.1 * len(state) and len(state) >= _FEW and not _is_settled(below):
            return _Found(plan, _branches(below, found))
        node = below
    node.twig.is_settled = True
    return _Found(_better(_last_plan(node), plan))


def _is_settled(node: Node) -> bool:
    return node.p == 0 or node.p >= node.cover.n_site or not len(node.cover.weight)


def _last_plan(node: Node) -> Plan:
    """Take the one plan of a settled node (any free sites where nothing is left to cover)."""
    value = node.base + (int(node.cover.weight.sum()) if node.p else 0)
    node.twig.bound = value
    return Plan(value, np.concatenate([node.opened, node.site[: node.p]]))


def _better(a: Plan, b: Plan) -> Plan:
    return a if a.value > b.value else b


def _rounded_plan(node: Node, y: Floats) -> Plan:
    """Open the sites that the relaxation opens furthest, then swap."""
    picks = np.argsort(-y, kind="stable")[: node.p]
    value, chosen = greedy_and_swap(node.cover, picks)
    return Plan(node.base + value, np.concatenate([node.opened, node.site[chosen]]))


def _close(node: Node, lam: Floats, *, limit: int, finest: int) -> None:
    """Make the node a leaf, with the shortest numbers that do."""
    by = coarsest(node.cover, node.p, lam, limit=limit, finest=finest)
    node.twig.by, node.twig.bound = by, node.base + priced(node.cover, by).bound(node.p)


def _note_bound(node: Node, lam: Floats, bound: int, finest: int) -> None:
    """Give an inner node multipliers of its own, for a search stopped below it.

    Where they prove no more than those of the node above, that one goes on standing for both.
    """
    by = coarsest(node.cover, node.p, lam, limit=bound + bound // 100_000, finest=finest)
    proven = node.base + priced(node.cover, by).bound(node.p)
    if proven < node.twig.bound:
        node.twig.by, node.twig.bound = by, proven


def _fixed(node: Node, state: States, by: Multipliers, found: Relaxed) -> tuple[Node, Relaxed]:
    """Settle sites; return the node below and what the relaxation says about it."""
    changed = np.flatnonzero(state != FREE)
    twig = node.twig
    twig.by, twig.bound = by, node.base + priced(node.cover, by).bound(node.p)
    twig.site, twig.state = node.site[changed], state[changed]
    below = _settle(node, state, found, Twig(twig.bound))
    twig.below = (below.twig,)
    assert below.hint is not None
    return below, Relaxed(below.hint.lam, found.bound, below.hint.y)


def _branches(node: Node, found: Relaxed) -> tuple[Node, ...]:
    """Close, and open, the site that decides most; opened comes out last."""
    j = _deciding(node.cover, found.y)
    opened, closed = np.full((2, len(found.y)), FREE, np.int8)
    opened[j], closed[j] = OPEN, CLOSED
    twig = node.twig
    twig.site = node.site[j : j + 1]
    nodes = [_settle(node, state, found, Twig(twig.bound)) for state in (opened, closed)]
    twig.below = tuple(child.twig for child in nodes)
    return nodes[1], nodes[0]


def _deciding(cover: Cover, y: Floats) -> int:
    """Choose where to branch: the relaxation is undecided about the site, and many people are near.

    People weigh more than doubt: on the hard family this takes fewer than half the nodes that the
    least decided site alone takes.
    """
    people = np.repeat(cover.weight.astype(np.float64), np.diff(cover.start))
    near = np.bincount(cover.site, people, cover.n_site)
    return int(np.argmax(np.minimum(y, 1 - y) * near**4))


def _settle(node: Node, state: States, found: Relaxed, twig: Twig) -> Node:
    cover, gained, merged = restrict(node.cover, state)
    is_free = state == FREE
    lam = np.bincount(merged, found.lam, len(cover.weight) + 1)[:-1].astype(np.float64)
    return replace(
        node,
        cover=cover,
        site=node.site[is_free],
        p=node.p - int((state == OPEN).sum()),
        base=node.base + gained,
        opened=np.concatenate([node.opened, node.site[state == OPEN]]),
        twig=twig,
        hint=Hint(lam, found.y[is_free]),
        relaxed=None,
    )
