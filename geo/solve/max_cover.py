"""Maximal covering: where the next homes serve the most people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Reach, ask
from geo.solve.conditions import Conditions, covered_worth
from geo.solve.cover_model import Decisions, check_number, model_of
from geo.solve.exact import CoverModel
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["MaxCover"]


@dataclass(frozen=True)
class MaxCover(Conditions):
    """Open ``new`` sites so that the most demand lies within ``radius_m`` (Church, ReVelle 1974).

    Maximise ``sum(weight_i * z_i)`` where ``z_i = 1`` only if ``times`` open sites or more lie
    within ``radius_m`` of demand ``i`` (border included); exactly ``new`` sites are opened beside
    the existing ones, the required ones among them, no forbidden one. Differs from
    ``spopt.locate.MCLP`` in that existing sites do not use up ``new``.

    Attributes
    ----------
    new
        Sites to open.
    radius_m
        Service radius in metres.
    times
        Open sites that must be near for a place to count as covered; 2 is backup coverage.

    References
    ----------
    Church, R., ReVelle, C. (1974). The maximal covering location problem. Papers of the Regional
    Science Association 32, 101-118.

    Examples
    --------
    >>> MaxCover(new=3, radius_m=1000).sentence()
    'Open 3 new sites so that the most people are within 1,000 m.'
    """

    name: ClassVar[str] = "max-cover"
    title: ClassVar[str] = N_("Most people within reach")
    sense: ClassVar[Literal["max", "min"]] = "max"

    new: int = ask("New sites", unit="sites", low=1)
    radius_m: float = ask("Service radius", unit="m", low=0)
    times: int = ask("Times covered", unit="sites", low=1, start=1)

    def sentence(self) -> str:
        """Say the question."""
        if self.new == 1:
            said = _(
                "Open 1 new site so that the most people are within {radius:,.0f} m",
                radius=self.radius_m,
            )
        else:
            said = _(
                "Open {new} new sites so that the most people are within {radius:,.0f} m",
                new=self.new,
                radius=self.radius_m,
            )
        return said + self.ending(self.times)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Count the people covered."""
        worth = self.people(reach.demand)
        return covered_worth(reach, is_open, worth, radius_m=self.radius_m, times=self.times)

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether existing and required sites are open and exactly ``new`` are new."""
        sites = reach.sites
        kept = is_open[sites.is_existing | sites.is_required].all()
        shut = not is_open[sites.is_forbidden].any()
        right = int(is_open[~sites.is_existing].sum()) == self.new
        return bool(kept and shut and right) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=self.times
        )

    def model(
        self, reach: Reach, watch: Watch | None = None, faces: Faces | None = None
    ) -> CoverModel:
        """Write the question for the solver; ``faces`` are the reach's, where they are known."""
        check_number(reach, self.new)
        sites = reach.sites
        n_open = int(sites.is_existing.sum()) + self.new
        settled = sites.is_existing | sites.is_required
        decisions = Decisions(settled, sites.is_forbidden, n_open=n_open)
        return model_of(
            self,
            reach,
            decisions,
            radius_m=self.radius_m,
            times=self.times,
            faces=faces,
            watch=watch,
        )
