"""Set covering: how few sites do, and who can never be covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Reach, ask
from geo.solve.conditions import Conditions, covered_worth, needed
from geo.solve.cover_model import Decisions, model_of
from geo.solve.exact import CoverModel
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["SetCover"]


@dataclass(frozen=True)
class SetCover(Conditions):
    """Open the fewest sites that cover a share of the demand (Toregas et al. 1971).

    Minimise the number of open sites, existing and required ones included, such that the demand
    with ``times`` open sites or more within ``radius_m`` is at least ``share`` of all. Differs from
    ``spopt.locate.LSCP`` in that places without people need not be covered, and in that existing
    sites are counted in the value.

    Attributes
    ----------
    radius_m
        Service radius in metres.
    share
        Share of the people to be covered, 0..1.
    times
        Open sites that must be near for a place to count as covered.

    References
    ----------
    Toregas, C., Swain, R., ReVelle, C., Bergman, L. (1971). The location of emergency service
    facilities. Operations Research 19, 1363-1373.

    Examples
    --------
    >>> SetCover(radius_m=1000, share=0.9).sentence()
    'Open the fewest sites that bring 90% of the people within 1,000 m.'
    """

    name: ClassVar[str] = "set-cover"
    title: ClassVar[str] = N_("Fewest sites for a share of the people")
    sense: ClassVar[Literal["max", "min"]] = "min"

    radius_m: float = ask("Service radius", unit="m", low=0)
    share: float = ask("Share to cover", unit="share", low=0.001, high=1, start=1.0)
    times: int = ask("Times covered", unit="sites", low=1, start=1)

    def sentence(self) -> str:
        """Say the question."""
        said = _(
            "Open the fewest sites that bring {share} of the people within {radius:,.0f} m",
            share=f"{self.share * 100:.6g}%",
            radius=self.radius_m,
        )
        return said + self.ending(self.times)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Count the open sites."""
        del reach
        return int(is_open.sum())

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether existing and required sites are open and enough people are covered."""
        sites, worth = reach.sites, self.people(reach.demand)
        kept = is_open[sites.is_existing | sites.is_required].all()
        shut = not is_open[sites.is_forbidden].any()
        got = covered_worth(reach, is_open, worth, radius_m=self.radius_m, times=self.times)
        enough = got >= needed(self.share, int(worth.sum()))
        return bool(kept and shut and enough) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=self.times
        )

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver."""
        sites = reach.sites
        decisions = Decisions(
            sites.is_existing | sites.is_required,
            sites.is_forbidden,
            target=needed(self.share, self.full_value(reach.demand)),
        )
        return model_of(
            self, reach, decisions, radius_m=self.radius_m, times=self.times, watch=watch
        )
