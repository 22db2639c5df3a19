"""Closing: which homes can be given up with the least loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Reach, ask
from geo.errors import InputError
from geo.solve.conditions import Conditions, covered_worth
from geo.solve.cover_model import Decisions, model_of
from geo.solve.exact import CoverModel
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["CloseCover"]


@dataclass(frozen=True)
class CloseCover(Conditions):
    """Close exactly ``close`` existing sites so that the most demand stays within ``radius_m``.

    Maximise ``sum(weight_i * z_i)`` as in `MaxCover` over the existing sites that stay; nothing new
    is opened.

    Attributes
    ----------
    close
        Existing sites to give up.
    radius_m
        Service radius in metres.
    times
        Open sites that must be near for a place to count as covered.

    References
    ----------
    ReVelle, C., Murray, A., Serra, D. (2007). Location models for ceding market share and shrinking
    services. Omega 35, 533-540.

    Examples
    --------
    >>> CloseCover(close=2, radius_m=1000).sentence()
    'Close 2 existing sites so that the most people stay within 1,000 m.'
    """

    name: ClassVar[str] = "close-cover"
    title: ClassVar[str] = N_("Close existing sites")
    sense: ClassVar[Literal["max", "min"]] = "max"

    close: int = ask("Sites to close", unit="sites", low=1)
    radius_m: float = ask("Service radius", unit="m", low=0)
    times: int = ask("Times covered", unit="sites", low=1, start=1)

    def sentence(self) -> str:
        """Say the question."""
        parts = {"close": self.close, "radius": self.radius_m}
        if self.close == 1:
            said = _(
                "Close 1 existing site so that the most people stay within {radius:,.0f} m", **parts
            )
        else:
            said = _(
                "Close {close} existing sites so that the most people stay within {radius:,.0f} m",
                **parts,
            )
        return said + self.ending(self.times)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Count the people covered."""
        worth = self.people(reach.demand)
        return covered_worth(reach, is_open, worth, radius_m=self.radius_m, times=self.times)

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether nothing was opened and exactly ``close`` sites were closed."""
        old = reach.sites.is_existing
        right = int((old & ~is_open).sum()) == self.close and not is_open[~old].any()
        return bool(right) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=self.times
        )

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver."""
        old = reach.sites.is_existing
        if self.close > int(old.sum()):
            raise InputError(
                _(
                    "{close} sites are to be closed, but only {existing} exist.",
                    close=self.close,
                    existing=int(old.sum()),
                )
            )
        if reach.sites.is_required.any():
            raise InputError(
                _("A site is required, but this question opens none; make it a candidate.")
            )
        decisions = Decisions(np.zeros(len(old), bool), ~old, n_open=int(old.sum()) - self.close)
        return model_of(
            self, reach, decisions, radius_m=self.radius_m, times=self.times, watch=watch
        )
