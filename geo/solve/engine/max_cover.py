"""Maximal covering to proven optimality, on faces."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.core import Certificate, Faces
from geo.core.arrays import Ints
from geo.errors import OverflowWeightError
from geo.solve.engine.branch import Node, Plan, search
from geo.solve.engine.cover import CLOSED, FREE, OPEN, Cover, root_cover
from geo.solve.engine.integer import Multipliers, finest
from geo.solve.engine.proof import Twig, certificate, proven
from geo.solve.engine.relax import relax
from geo.solve.engine.swap import greedy_and_swap, shaken_swaps
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["EngineResult", "fits", "max_cover"]

_SHAKE_WORK = 1_500_000  # pairs looked at while shaking
_SHAKES = 4, 100  # at least, and at most: more find nothing that branching does not


@dataclass(frozen=True, eq=False)
class EngineResult:
    """The best plan found, and what it was proven to be worth.

    Attributes
    ----------
    open_pos
        Positions of all open sites, ascending, those open beforehand included.
    value
        People covered by them.
    bound
        No plan covers more; proven in whole numbers.
    status
        ``"optimal"`` where ``value == bound``, else ``"feasible"``.
    certificate
        The proof of ``bound``.
    n_node
        Nodes explored by branch and bound.
    """

    open_pos: Ints
    value: int
    bound: int
    status: Literal["optimal", "feasible"]
    certificate: Certificate = field(repr=False)
    n_node: int


def fits(faces: Faces) -> bool:
    """Say whether all sums of the method stay within 64 bits."""
    return int(faces.weight.sum()) * (faces.n_site + 2) < 2**62


def max_cover(
    faces: Faces,
    *,
    new: int,
    is_open: npt.NDArray[np.bool_],
    is_closed: npt.NDArray[np.bool_],
    watch: Watch | None = None,
    seed: int = 0,
) -> EngineResult:
    """Open ``new`` more sites so that the faces covered weigh the most.

    Collapse again on the free sites; greedy and swaps; a relaxation solved in the space of the
    sites; reduced-cost fixing; branch and bound, collapsing again at every node.

    Parameters
    ----------
    faces
        Collapsed demand.
    new
        Sites to open beside those of ``is_open``.
    is_open, is_closed
        ``(n_site,)`` settled beforehand.
    watch
        Clock and stop button; None never stops.
    seed
        Seed of the shakes. Equal seeds give equal plans, unless time ends the search.

    Raises
    ------
    OverflowWeightError
        The weights are so large that sums of multipliers leave 64 bits; see `fits`.

    References
    ----------
    Church, ReVelle (1974); Galvão, ReVelle (1996) for the Lagrangian bound; Mehrotra (1992) for
    the interior point method.
    """
    if not fits(faces):
        raise OverflowWeightError(_("The weights are too large for the covering engine."))
    watch = watch or Watch()
    state = np.where(is_open, OPEN, np.where(is_closed, CLOSED, FREE)).astype(np.int8)
    cover, base = root_cover(faces, state)
    exponent = finest(int(cover.weight.sum()), cover.n_site)
    root = _root(cover, np.flatnonzero(state == FREE), new, base)
    plan, n_node = _solve(root, exponent, watch, seed)
    bound = max(proven(root.twig), plan.value)
    return EngineResult(
        np.sort(np.concatenate([np.flatnonzero(is_open), plan.site])),
        plan.value,
        bound,
        "optimal" if plan.value == bound else "feasible",
        certificate(root.twig),
        n_node,
    )


def _root(cover: Cover, site: npt.NDArray[np.int64], new: int, base: int) -> Node:
    """Begin with the bound that needs no search: multipliers of zero."""
    trivial = Multipliers(0, np.zeros(len(cover.weight), np.int64))
    twig = Twig(base + int(cover.weight.sum()), trivial)
    return Node(cover, site, min(new, len(site)), base, np.zeros(0, np.int64), twig)


def _solve(root: Node, exponent: int, watch: Watch, seed: int) -> tuple[Plan, int]:
    value, picks = greedy_and_swap(root.cover, np.full(root.p, -1, np.int64))
    plan = Plan(root.base + value, root.site[picks])
    watch.report(plan.value, root.twig.bound)
    if 0 < root.p < root.cover.n_site and len(root.cover.weight):
        root, plan = _relaxed_root(root, plan, picks, seed)

    def go_on(best: Plan, bound: int) -> bool:
        return watch.report(best.value, bound)

    return search(root, plan, finest=exponent, go_on=go_on)


def _relaxed_root(
    root: Node, plan: Plan, picks: npt.NDArray[np.int64], seed: int
) -> tuple[Node, Plan]:
    """Relax the root to the end, and look for better plans near the relaxation."""
    relaxed = relax(root.cover, root.p, value=plan.value - root.base)
    if relaxed.bound >= plan.value - root.base + 1:
        rounds = int(np.clip(_SHAKE_WORK // max(len(root.cover.site), 1), *_SHAKES))
        value, picks = shaken_swaps(root.cover, picks, rounds=rounds, seed=seed, share=relaxed.y)
        if root.base + value > plan.value:
            plan = Plan(root.base + value, root.site[picks])
    return replace(root, relaxed=relaxed), plan
