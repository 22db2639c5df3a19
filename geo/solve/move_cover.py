"""Relocation: which homes to move, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from geo.core import Reach, ask
from geo.errors import InputError
from geo.solve.conditions import Conditions, covered_worth
from geo.solve.cover_model import Decisions, model_of
from geo.solve.exact import CoverModel, Row
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["MoveCover"]


@dataclass(frozen=True)
class MoveCover(Conditions):
    """Move at most ``moves`` existing sites, and open ``new`` more, so that the most are covered.

    Maximise ``sum(weight_i * z_i)`` as in `MaxCover`, where up to ``moves`` existing sites are
    closed and each of them is replaced by another one: the number of open sites is that of today
    plus ``new`` (Wang, Batta, Rump 2003 relocate facilities in the same way).

    Attributes
    ----------
    moves
        Existing sites that may be given up for another place.
    radius_m
        Service radius in metres.
    times
        Open sites that must be near for a place to count as covered.
    new
        Sites opened beyond those that are moved.

    References
    ----------
    Wang, Q., Batta, R., Rump, C. (2003). Budget constrained location problem with opening and
    closing of facilities. Computers and Operations Research 30, 2047-2069.

    Examples
    --------
    >>> MoveCover(moves=2, radius_m=1000).sentence()
    'Move at most 2 existing sites so that the most people are within 1,000 m.'
    """

    name: ClassVar[str] = "move-cover"
    title: ClassVar[str] = N_("Move existing sites")
    sense: ClassVar[Literal["max", "min"]] = "max"

    moves: int = ask("Sites that may be moved", unit="sites", low=1)
    radius_m: float = ask("Service radius", unit="m", low=0)
    times: int = ask("Times covered", unit="sites", low=1, start=1)
    new: int = ask("New sites", unit="sites", low=0, start=0)

    def sentence(self) -> str:
        """Say the question."""
        parts = {"moves": self.moves, "new": self.new, "radius": self.radius_m}
        if self.new and self.moves == 1:
            said = _(
                "Move 1 existing site at most and open {new} more so that the most people are "
                "within {radius:,.0f} m",
                **parts,
            )
        elif self.new:
            said = _(
                "Move at most {moves} existing sites and open {new} more so that the most people "
                "are within {radius:,.0f} m",
                **parts,
            )
        elif self.moves == 1:
            said = _(
                "Move 1 existing site at most so that the most people are within {radius:,.0f} m",
                **parts,
            )
        else:
            said = _(
                "Move at most {moves} existing sites so that the most people are within "
                "{radius:,.0f} m",
                **parts,
            )
        return said + self.ending(self.times)

    def value(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> int:
        """Count the people covered."""
        worth = self.people(reach.demand)
        return covered_worth(reach, is_open, worth, radius_m=self.radius_m, times=self.times)

    def is_feasible(self, reach: Reach, is_open: npt.NDArray[np.bool_]) -> bool:
        """Say whether few enough were closed, and each of them replaced."""
        sites = reach.sites
        kept = is_open[sites.is_required].all()
        shut = not is_open[sites.is_forbidden].any()
        closed = int((sites.is_existing & ~is_open).sum())
        opened = int((is_open & ~sites.is_existing).sum())
        right = closed <= self.moves and opened == closed + self.new
        return bool(kept and shut and right) and self.conditions_hold(
            reach, is_open, radius_m=self.radius_m, times=self.times
        )

    def model(self, reach: Reach, watch: Watch | None = None) -> CoverModel:
        """Write the question for the solver."""
        sites = reach.sites
        old = np.flatnonzero(sites.is_existing)
        self._check(reach, len(old))
        decisions = Decisions(
            sites.is_required,
            sites.is_forbidden,
            n_open=len(old) + self.new,
            rows=(Row(old, np.ones(len(old), np.int64), low=len(old) - self.moves),),
        )
        return model_of(
            self, reach, decisions, radius_m=self.radius_m, times=self.times, watch=watch
        )

    def _check(self, reach: Reach, n_old: int) -> None:
        """Refuse numbers that the list of sites cannot give."""
        sites = reach.sites
        n_usable, n_required = int(sites.is_usable.sum()), int(sites.is_required.sum())
        if not n_old:
            raise InputError(_("There is no existing site to move; ask for new ones instead."))
        if self.new > n_usable:
            raise InputError(
                _(
                    "{new} new sites are wanted, but only {usable} can be used (candidates and "
                    "required ones); ask for fewer, or add venues.",
                    new=self.new,
                    usable=n_usable,
                )
            )
        most = self.new + min(self.moves, n_old)
        if n_required > most:
            raise InputError(
                _(
                    "{required} sites are required, but only {new} new ones are wanted; ask for at "
                    "least {required}, or require fewer.",
                    required=n_required,
                    new=most,
                )
            )
