"""The plan of a country, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from geo.core import Certificate
from geo.solve import MaxCover

__all__ = ["CountryPlan"]


@dataclass(frozen=True)
class CountryPlan:
    """Which sites are open in a country, and how good anything could be.

    Attributes
    ----------
    problem
        The question answered.
    open_ids
        Ids of all open sites, in the order of the list.
    new_ids
        The open ones that are not open today.
    value
        People covered, counted again from the faces.
    bound
        No plan covers more; proven in whole numbers.
    certificate
        The proof of that, zone by zone or in one tree, which `geo.verify` checks on its own.
    total
        All people.
    n_firm, n_face
        Demand points read, and faces they collapsed into.
    seconds
        Time taken, reading the parts included.
    seed
        Seed of every random step.
    """

    problem: MaxCover
    open_ids: tuple[object, ...]
    new_ids: tuple[object, ...]
    value: int
    bound: int
    certificate: Certificate = field(repr=False)
    total: int
    n_firm: int
    n_face: int
    seconds: float = field(compare=False)
    seed: int

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """``"optimal"`` only where the bound proves it."""
        return "optimal" if self.value == self.bound else "feasible"

    @property
    def gap(self) -> float:
        """Distance between value and bound as a share of the value; 0 is proven best."""
        return (self.bound - self.value) / max(self.value, 1)

    @property
    def share(self) -> float:
        """Covered people as a share of all, 0..1."""
        return self.value / self.total if self.total else 0.0
