"""Straight line, times a stated detour factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from geo.core import Demand, DiscReach, Sites
from geo.errors import InputError
from geo.travel.paths.cutoff import positive
from geo.words import _

__all__ = ["Straight"]


@dataclass(frozen=True)
class Straight:
    """The way on foot is the straight line times ``detour`` (walking networks: 1.34 to 1.40)."""

    detour: float = 1.0
    name: ClassVar[str] = "straight"

    def __post_init__(self) -> None:
        """Refuse a way that is shorter than the straight line."""
        if not 1 <= self.detour < float("inf"):
            raise InputError(
                _("The detour factor must be 1 or more, got {detour}.", detour=self.detour)
            )

    def describe(self) -> str:
        """Say the rule."""
        if self.detour == 1:
            return _("straight line")
        return _("straight line × {detour:g}", detour=self.detour)

    def reach(self, demand: Demand, sites: Sites, cutoff_m: float | None = None) -> DiscReach:
        """Return the reach; without ``cutoff_m`` any radius may be asked."""
        return DiscReach(
            demand,
            sites,
            self,
            float(self.detour),
            float("inf") if cutoff_m is None else positive(cutoff_m),
        )
