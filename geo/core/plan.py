"""The answer to a question, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.core.arrays import digest, owned
from geo.core.problem import Problem
from geo.core.reach import Mode

__all__ = ["Certificate", "Plan"]


@dataclass(frozen=True, eq=False)
class Certificate:
    """Integer evidence for a bound; `geo.verify` checks it without any solver.

    Attributes
    ----------
    kind
        The rule by which it is read, e.g. ``"max-cover/1"``.
    arrays
        Named integer arrays of that rule: multipliers, branch leaves; its own, read-only.
    """

    kind: str
    arrays: dict[str, npt.NDArray[np.integer]] = field(repr=False)

    def __post_init__(self) -> None:
        """Own the arrays; compute nothing."""
        own = {name: owned(array, array.dtype) for name, array in self.arrays.items()}
        object.__setattr__(self, "arrays", own)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Certificate) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    @cached_property
    def nbytes(self) -> int:
        """Size of the arrays in bytes, uncompressed."""
        return sum(a.nbytes for a in self.arrays.values())

    @cached_property
    def digest(self) -> str:
        """Content digest."""
        return digest(self.kind, *(p for k in sorted(self.arrays) for p in (k, self.arrays[k])))


@dataclass(frozen=True)
class Plan:
    """Which sites are open, how good that is, and how good anything could be.

    Attributes
    ----------
    problem
        The question answered.
    open_ids
        Ids of all open sites: existing ones first, then new ones, each in the order of the list.
    new_ids
        The open ones that are not open today.
    value
        Score by the definition of the question (people covered, sites opened), re-counted.
    bound
        No plan can be better than this.
    status
        ``"optimal"`` only where the bound proves it in integers, else ``"feasible"``.
    total
        All people of the demand.
    covered_before, covered
        People covered by the sites open today, and by the plan.
    certificate
        Integer evidence for ``bound``, or None.
    mode
        The rule of distance.
    seconds
        Time taken.
    seed
        Seed of every random step.
    data_digest
        `geo.core.data_digest` of the demand and the sites that were solved.
    most
        The value if everybody were served in full, where that is not ``total`` (decay, several
        weights); else None.
    """

    problem: Problem
    open_ids: tuple[object, ...]
    new_ids: tuple[object, ...]
    value: int
    bound: int
    status: Literal["optimal", "feasible"]
    total: int
    covered_before: int
    covered: int
    certificate: Certificate | None
    mode: Mode = field(repr=False)
    seconds: float = field(compare=False)
    seed: int
    data_digest: str
    most: int | None = None

    @property
    def gap(self) -> float:
        """Distance between value and bound as a share of the value; 0 is proven best."""
        return abs(self.bound - self.value) / max(abs(self.value), 1)

    @property
    def share(self) -> float:
        """Covered people as a share of all, 0..1."""
        return self.covered / self.total if self.total else 0.0

    @property
    def bound_share(self) -> float:
        """The bound as a share of what could be had at all, 0..1, where the question maximises."""
        if self.problem.sense == "min":
            return self.share
        most = self.total if self.most is None else self.most
        return min(1.0, self.bound / most) if most else 0.0
