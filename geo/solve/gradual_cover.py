"""Gradual covering: who walks farther comes less often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Demand, Faces, Reach, ask
from geo.core.arrays import Floats, Ints
from geo.errors import InputError, OverflowWeightError
from geo.solve.conditions import Conditions
from geo.solve.cover_model import Decisions, check_number, layers_of, model_of
from geo.solve.exact import CoverModel
from geo.solve.nearby import pairs_within
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["GradualCover"]

STEPS = 1000  # full service, in the thousandths in which attendance is counted


@dataclass(frozen=True)
class GradualCover(Conditions):
    """Open ``new`` sites so that attendance is greatest, falling from ``radius_m`` to ``far_m``.

    Maximise ``sum(weight_i * a(d_i))`` where ``d_i`` is the way to the nearest open site and
    ``a(d) = 1000`` up to ``radius_m``, 0 from ``far_m`` on, and in between the whole part of
    ``1000 * (far_m - d) / (far_m - radius_m)``, at most 999 (Berman, Krass 2002). The value is in
    thousandths of a person, so that it is exact.

    Every demand point becomes one row for each step of its attendance, "covered" where a site at
    least that near is open: an ordinary maximal covering, collapsed once more and solved as such.

    Attributes
    ----------
    new
        Sites to open.
    radius_m
        Metres up to which everybody comes.
    far_m
        Metres from which nobody comes.

    References
    ----------
    Berman, O., Krass, D. (2002). The generalized maximal covering location problem. Computers and
    Operations Research 29, 563-581.

    Examples
    --------
    >>> GradualCover(new=2, radius_m=500, far_m=1500).sentence()[:61]
    'Open 2 new sites so that the most people come, all of them up'
    """

    name: ClassVar[str] = "gradual-cover"
    title: ClassVar[str] = N_("Most attendance, falling with distance")
    sense: ClassVar[Literal["max", "min"]] = "max"
    times: ClassVar[int] = 1

    new: int = ask("New sites", unit="sites", low=1)
    radius_m: float = ask("Service radius", unit="m", low=0)
    far_m: float = ask("Distance from which nobody comes", unit="m", low=1)

    def __post_init__(self) -> None:
        """Refuse a decay that ends before it begins."""
        super().__post_init__()
        if not self.far_m > self.radius_m:
            raise InputError(
                _(
                    "Nobody comes from {far:g} m on, but everybody up to {radius:g} m; the first "
                    "must be the larger.",
                    far=self.far_m,
                    radius=self.radius_m,
                )
            )

    def full_value(self, demand: Demand) -> int:
        """Say what serving everybody in full would be worth, in thousandths of a person."""
        full = STEPS * int(self.people(demand).sum())
        if full >= 2**63:
            raise OverflowWeightError(
                _("{name}: the sum does not fit into a 64-bit integer.", name="weight × 1000")
            )
        return full

    def sentence(self) -> str:
        """Say the question."""
        metres = {"radius": self.radius_m, "far": self.far_m}
        if self.new == 1:
            said = _(
                "Open 1 new site so that the most people come, all of them up to {radius:,.0f} m "
                "and fewer and fewer up to {far:,.0f} m",
                **metres,
            )
        else:
            said = _(
                "Open {new} new sites so that the most people come, all of them up to "
                "{radius:,.0f} m and fewer and fewer up to {far:,.0f} m",
                new=self.new,
                **metres,
            )
        return said + self.ending()

    def attendance(self, distance_m: Floats) -> Ints:
        """Return the thousandths who come from ``(n,)`` metres; infinity: none."""
        slope = STEPS * (self.far_m - distance_m) / (self.far_m - self.radius_m)
        between = np.clip(np.floor(slope), 0, STEPS - 1)
        return np.where(distance_m <= self.radius_m, STEPS, between).astype(np.int64)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Add up attendance, in thousandths of a person."""
        reach.check_radius(self.far_m)
        distance_m = reach.nearest(np.flatnonzero(is_open))[1]
        return int((self.people(reach.demand) * self.attendance(distance_m)).sum())

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether existing and required sites are open and exactly ``new`` are new."""
        sites = reach.sites
        kept = is_open[sites.is_existing | sites.is_required].all()
        shut = not is_open[sites.is_forbidden].any()
        right = int(is_open[~sites.is_existing].sum()) == self.new
        return bool(kept and shut and right) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=1
        )

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver."""
        check_number(reach, self.new)
        self.full_value(reach.demand)
        sites = reach.sites
        decisions = Decisions(
            sites.is_existing | sites.is_required,
            sites.is_forbidden,
            n_open=int(sites.is_existing.sum()) + self.new,
        )
        faces = self._faces(reach)
        return model_of(
            self, reach, decisions, radius_m=self.radius_m, times=1, faces=faces, watch=watch
        )

    def _faces(self, reach: Reach) -> Faces:
        """Collapse one row for each demand point and each step of its attendance."""
        demand, site, distance_m = pairs_within(reach, reach.check_radius(self.far_m))
        steps = _steps(demand, site, self.attendance(distance_m))
        layers = layers_of(self, reach)[0]
        return Faces.from_rows(
            steps.start,
            steps.site,
            self.people(reach.demand)[steps.demand] * steps.gain,
            np.ones(len(steps.demand)),
            n_site=len(reach.sites),
            # Floors ask for full service: only the innermost step, where there is one, carries it.
            layers=np.where(steps.is_full[:, None], layers[steps.demand], 0),
        )


@dataclass(frozen=True, eq=False)
class _Steps:
    """Rows: a demand point, its sites of at least one level, and what that level adds."""

    demand: Ints
    start: Ints
    site: Ints
    gain: Ints
    is_full: npt.NDArray[np.bool_]


def _steps(demand: Ints, site: Ints, level: Ints) -> _Steps:
    """Unfold pairs into rows, one for each level that occurs at a demand point."""
    order = np.lexsort((site, -level, demand))
    order = order[level[order] > 0]
    demand, site, level = demand[order], site[order], level[order]
    n = len(demand)
    next_demand, next_level = np.r_[demand[1:], -1], np.r_[level[1:], 0]
    is_same = next_demand == demand
    last = np.flatnonzero(~is_same | (next_level != level))
    first = np.searchsorted(demand, demand[last])
    length = last - first + 1
    start = np.r_[0, np.cumsum(length)]
    entry = np.arange(start[-1]) + np.repeat(first - start[:-1], length)
    pos = site[entry] if n else np.zeros(0, np.int64)
    row = np.repeat(np.arange(len(last)), length)
    lower = np.where(is_same[last], next_level[last], 0)
    return _Steps(
        demand[last],
        start,
        pos[np.lexsort((pos, row))],
        level[last] - lower,
        level[last] == STEPS,
    )
