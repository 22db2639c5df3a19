"""The proof of a bound: a tree that covers all choices, each of its ends closed by multipliers.

A node stands for all plans that agree with what has been settled on the way to it. It is one of

* *settled*: no site is left to choose, or every free one may be opened;
* *leaf*: multipliers bound every plan of the node by the claim;
* *fixed*: multipliers rule out the other choice of some sites; the proof goes on below;
* *branch*: one site, opened in the first child and closed in the second.

`geo.verify` reads the certificate by rules of its own, written in its docstrings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.core import Certificate
from geo.core.arrays import Ints
from geo.solve.engine.cover import OPEN, States
from geo.solve.engine.integer import Multipliers

__all__ = ["KIND", "Twig", "certificate", "proven", "smallest"]

KIND = "max-cover/1"
_LEAF, _SETTLED, _FIXED, _BRANCH = range(4)


@dataclass(eq=False)
class Twig:
    """A node of the tree while it grows.

    Attributes
    ----------
    bound
        People that no plan of this node exceeds.
    by
        Multipliers that prove ``bound`` and justify the fixings, or None: then the node above,
        which has some, stands for this one while it is unfinished.
    site
        ``(k,)`` positions of the sites settled here: the fixed ones, or the one branched on.
    state
        ``(k,)`` what they are fixed to; empty at a branch.
    below
        The node under the fixings, or the two of a branch: opened, closed.
    is_settled
        Nothing is left to choose.
    """

    bound: int
    by: Multipliers | None = None
    site: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    state: States = field(default_factory=lambda: np.zeros(0, np.int8))
    below: tuple[Twig, ...] = ()
    is_settled: bool = False


def proven(root: Twig) -> int:
    """Return the bound that the tree proves as it stands."""
    return max(end.bound for end in _walk(root) if not end.below)


def certificate(root: Twig, claim: int | None = None) -> Certificate:
    """Write the tree down, node after node, first children first.

    With a ``claim`` the tree is cut short wherever the multipliers of a node prove that already.
    """
    nodes = list(_walk(root, claim))
    carried = [t.by for t in nodes if t.by is not None and _code(t) in (_LEAF, _FIXED)]
    settled = [t for t in nodes if t.below]
    numbers = np.concatenate([np.zeros(0, np.int64), *(by.k for by in carried)])
    fixed = [t for t in nodes if t.below and not _is_branch(t)]
    arrays: dict[str, npt.NDArray[np.integer]] = {
        "node": np.array([_code(t) for t in nodes], np.uint8),
        "exponent": np.array([by.exponent for by in carried], np.int8),
        "size": np.array([len(by.k) for by in carried], np.int32),
        "multiplier": smallest(numbers),
        "fixed": np.array([len(t.site) for t in fixed], np.int32),
        "site": smallest(np.concatenate([np.zeros(0, np.int64), *(t.site for t in settled)])),
        "opened": np.concatenate(
            [np.zeros(0, np.uint8), *((t.state == OPEN) for t in fixed)]
        ).astype(np.uint8),
    }
    return Certificate(KIND, arrays)


def _walk(root: Twig, claim: int | None = None) -> Iterator[Twig]:
    """Yield the nodes in order; a node above an unfinished one becomes a leaf."""
    stack = [root]
    while stack:
        twig = stack.pop()
        is_enough = claim is not None and twig.by is not None and twig.bound <= claim
        if (is_enough and twig.below) or any(_is_unfinished(child) for child in twig.below):
            yield Twig(twig.bound, twig.by)
            continue
        yield twig
        stack.extend(reversed(twig.below))


def _is_unfinished(twig: Twig) -> bool:
    """Say whether the node above must stand for this one."""
    if twig.by is not None or twig.is_settled:
        return False
    return not twig.below or any(_is_unfinished(child) for child in twig.below)


def _is_branch(twig: Twig) -> bool:
    return len(twig.below) == 2


def _code(twig: Twig) -> int:
    if twig.is_settled:
        return _SETTLED
    return (_LEAF, _FIXED, _BRANCH)[len(twig.below)]


def smallest(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.integer]:
    """Store numbers >= 0 in as few bytes each as the largest needs."""
    most = int(numbers.max()) if len(numbers) else 0
    kind = next(k for k in (np.uint8, np.uint16, np.uint32, np.uint64) if most <= np.iinfo(k).max)
    return numbers.astype(kind)
