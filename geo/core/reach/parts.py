"""Demand that arrives in parts, folded into faces in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from geo.core.demand import Demand
from geo.core.reach.base import Mode
from geo.core.reach.faces import Faces
from geo.core.sites import Sites
from geo.errors import OverflowWeightError
from geo.words import _

__all__ = ["fold_faces"]


def fold_faces(
    parts: Iterable[Demand],
    sites: Sites,
    *,
    mode: Mode,
    radius_m: float,
    after: Callable[[Faces], None] | None = None,
) -> Faces:
    """Collapse demand part by part; the faces of the parts add up to those of the whole.

    The next part is fetched while the present one is collapsed, so memory holds two parts and the
    faces.

    Parameters
    ----------
    parts
        The demand, in any number of parts, in any order.
    sites
        The sites of the whole.
    mode
        The rule of distance.
    radius_m
        Service radius in metres.
    after
        Called with the faces of each part once it is collapsed; what it raises ends the fold.

    Raises
    ------
    OverflowWeightError
        The weights of all parts together do not fit into a 64-bit integer.

    Examples
    --------
    >>> from geo.travel import Straight
    >>> sites = Sites.from_arrays([0, 900], [0, 0])
    >>> west, middle = Demand.from_arrays([0], [0], [3]), Demand.from_arrays([450], [0], [5])
    >>> fold_faces([west, middle, middle], sites, mode=Straight(), radius_m=500).weight.tolist()
    [3, 10]
    """
    stack: list[Faces] = []
    total = 0
    for part in _one_ahead(iter(parts)):
        faces = mode.reach(part, sites).faces(radius_m)
        total += faces.total
        if total >= 2**63:
            raise OverflowWeightError(
                _("{name}: the sum does not fit into a 64-bit integer.", name="weight")
            )
        _push(stack, faces)
        if after is not None:
            after(faces)
    while len(stack) > 1:
        last = stack.pop()
        stack.append(stack.pop().merge(last))
    return stack[0] if stack else _nothing(len(sites))


def _push(stack: list[Faces], faces: Faces) -> None:
    """Merge like with like, so that many small parts cost no more than few large ones."""
    while stack and len(stack[-1]) <= len(faces):
        faces = stack.pop().merge(faces)
    stack.append(faces)


def _one_ahead(parts: Iterator[Demand]) -> Iterator[Demand]:
    """Fetch each part in another thread while the one before it is worked on."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part


def _nothing(n_site: int) -> Faces:
    none = np.zeros(0, np.int64)
    return Faces.from_rows([0], none, none, none, n_site=n_site)
