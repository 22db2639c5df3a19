"""One model for the whole covering family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints

__all__ = ["CoverModel", "Floor", "Row"]

_NEARLY_ALL = 0.99


@dataclass(frozen=True)
class Row:
    """A linear condition on sites: ``low <= sum(coef * is_open[pos]) <= high``.

    Attributes
    ----------
    pos, coef
        ``(k,)`` site positions and whole coefficients.
    low, high
        Limits, None where there is none.
    is_clique
        Whether it says that of sites too near one another at most one is open.
    """

    pos: Ints
    coef: Ints
    low: int | None = None
    high: int | None = None
    is_clique: bool = False

    def holds(self, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether ``(n_site,)`` decisions meet the condition."""
        total = int(self.coef[is_open[self.pos]].sum())
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Floor:
    """At least ``low`` of the weight in column ``layer`` of the faces must be covered."""

    layer: int
    low: int


@dataclass(frozen=True, eq=False)
class CoverModel:
    """Open sites so that covered faces are worth the most, or the least of sites for a given worth.

    A face is covered where at least ``times`` open sites cover it; it is then worth its weight.

    Attributes
    ----------
    faces
        Collapsed demand; ``weight`` is what covering a face is worth.
    is_open, is_closed
        ``(n_site,)`` sites that are open, or closed, in every plan.
    times
        How many open sites a face needs.
    n_open
        Exact number of open sites, those of ``is_open`` included; None where others decide.
    target
        None: the worth is maximised. Else: the number of open sites is minimised, or what they
        cost together, and the worth must reach this.
    rows, floors
        Further conditions.
    price
        ``(n_site,)`` what each open site costs, 0 or more, where the least cost is asked for; None:
        each counts 1.
    """

    faces: Faces
    is_open: npt.NDArray[np.bool_]
    is_closed: npt.NDArray[np.bool_]
    times: int = 1
    n_open: int | None = None
    target: int | None = None
    rows: tuple[Row, ...] = ()
    floors: tuple[Floor, ...] = ()
    price: Ints | None = None

    @property
    def sense(self) -> Literal["max", "min"]:
        """``"max"`` of the worth, or ``"min"`` of the number of open sites, or their price."""
        return "max" if self.target is None else "min"

    @property
    def is_plain(self) -> bool:
        """Maximal cover by a number of sites, with nothing else to heed."""
        bare = not self.rows and not self.floors
        return self.target is None and self.n_open is not None and self.times == 1 and bare

    @property
    def is_share(self) -> bool:
        """Fewest sites for a share of what could be covered, with nothing else to heed.

        Where nearly all must be covered, the conditions on single rows decide, not the share.
        """
        bare = self.times == 1 and not self.rows and not self.floors
        if self.target is None or self.price is not None:
            return False
        return bare and self.target < self.nearly_all

    @property
    def nearly_all(self) -> float:
        """The worth from which on nearly all that can be covered is."""
        return _NEARLY_ALL * self.faces.covered(~self.is_closed, self.times)

    @property
    def has_room(self) -> bool:
        """Whether enough sites are free, and few enough settled, for the number asked."""
        low, high = int(self.is_open.sum()), int((~self.is_closed).sum())
        return self.n_open is None or low <= self.n_open <= high

    def value(self, is_open: npt.NDArray[np.bool_]) -> int:
        """Score decisions on the faces."""
        if self.target is not None:
            return int((is_open if self.price is None else self.price[is_open]).sum())
        return self.faces.covered(is_open, self.times)

    def holds(self, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether ``(n_site,)`` decisions meet every condition of the model."""
        if (self.is_open & ~is_open).any() or (self.is_closed & is_open).any():
            return False
        if self.n_open is not None and int(is_open.sum()) != self.n_open:
            return False
        return all(row.holds(is_open) for row in self.rows) and self.floors_hold(is_open)

    def floors_hold(self, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether enough is covered, in all and in each group."""
        if self.target is None and not self.floors:
            return True
        is_covered = self.faces.times_covered(is_open) >= self.times
        if self.target is not None and int(self.faces.weight[is_covered].sum()) < self.target:
            return False
        return all(int(self.faces.layers[is_covered, f.layer].sum()) >= f.low for f in self.floors)
