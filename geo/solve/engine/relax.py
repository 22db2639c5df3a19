"""The relaxation of a node: by the method that suits its shape.

Both methods give multipliers, and so a bound, whenever they are stopped. The interior point method
is exact in a few dozen steps, each of which factors a matrix of the size of the sites; subgradient
steps are cheap however many sites there are, and soon settle most of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.core.arrays import Floats
from geo.solve.engine.cover import Cover
from geo.solve.engine.interior import interior
from geo.solve.engine.subgradient import subgradient

__all__ = ["Hint", "Relaxed", "relax"]

_INTERIOR_STEPS, _SUBGRADIENT_STEPS = 20, 600
_PREFER = 3.0  # how much more work an exact relaxation is worth
_MOST_SITES = 1500  # of a dense system


class Relaxed(NamedTuple):
    """A relaxation solved, or as far as it was wanted.

    Attributes
    ----------
    lam
        ``(n_face,)`` multipliers of the best bound, in people.
    bound
        That bound, in people; floating point.
    y
        ``(n_site,)`` how far the relaxation opens each site.
    """

    lam: Floats
    bound: float
    y: Floats


class Hint(NamedTuple):
    """Where the relaxation of the node above ended, in terms of this node's faces and sites."""

    lam: Floats
    y: Floats


def relax(
    cover: Cover, p: int, *, value: float, hint: Hint | None = None, haste: float = 0.0
) -> Relaxed:
    """Bound the coverage of ``p`` sites.

    Parameters
    ----------
    cover, p
        The problem; ``0 < p < cover.n_site``, at least one face.
    value
        People covered by the best plan known; bounds below ``value + 1`` need not be sharper.
    hint
        Where to begin.
    haste
        0 relaxes as far as the method goes; else it ends when it is clear that more steps would
        not close the node.
    """
    if _suits_interior(cover):
        start = np.zeros(0) if hint is None else hint.y
        found = interior(cover, p, cut=value + 0.5, y=start, haste=haste)
        return Relaxed(found.lam, found.bound, found.y)
    lam = np.zeros(0) if hint is None else hint.lam
    return Relaxed(*subgradient(cover, p, value=value, lam=lam))


def _suits_interior(cover: Cover) -> bool:
    degree = np.diff(cover.start).astype(np.float64)
    step = float(degree @ degree) / 2 + float(cover.n_site) ** 3 / 6
    cheap = _SUBGRADIENT_STEPS * 2.0 * len(cover.site)
    return cover.n_site <= _MOST_SITES and step * _INTERIOR_STEPS <= _PREFER * cheap + 1e6
