"""What the engine hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geo.core import Certificate
from geo.core.arrays import Ints

__all__ = ["EngineResult"]


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
