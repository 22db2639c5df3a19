"""Small pieces of a country, solved by the engine's branch and bound."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.core.arrays import Ints
from geo.solve.engine.branch import Node, Plan, search
from geo.solve.engine.cover import Cover
from geo.solve.engine.integer import Multipliers, finest
from geo.solve.engine.proof import Twig

__all__ = ["Choice", "best_choice", "root"]


class Choice(NamedTuple):
    """The best choice found in a piece, and the proof of what no choice exceeds."""

    plan: Plan
    proof: Twig


def best_choice(cover: Cover, p: int, site: Ints, value: int, *, batches: int) -> Choice:
    """Choose ``p`` sites of a piece.

    Parameters
    ----------
    cover, p
        The piece; ``0 <= p <= cover.n_site``.
    site, value
        A choice known, and what it covers: only better ones are looked for.
    batches
        Batches of nodes after which the search is left as far as it came.
    """
    node, left = root(cover, p), [batches]

    def go_on(_best: Plan, _bound: int) -> bool:
        left[0] -= 1
        return left[0] >= 0

    exponent = finest(int(cover.weight.sum()), cover.n_site)
    plan, _n_node = search(node, Plan(value, site), finest=exponent, go_on=go_on)
    return Choice(plan, node.twig)


def root(cover: Cover, p: int) -> Node:
    """Begin a search for the best ``p`` sites, with the bound that multipliers of zero give."""
    none = Multipliers(0, np.zeros(len(cover.weight), np.int64))
    twig = Twig(int(cover.weight.sum()), none)
    return Node(cover, np.arange(cover.n_site), p, 0, np.zeros(0, np.int64), twig)
