"""What a planner asks of homes and stations together."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TwoLevels"]


@dataclass(frozen=True)
class TwoLevels:
    """What is asked of homes and stations together.

    Attributes
    ----------
    homes, stations
        New ones of each level.
    radius_m
        Service radius of stations; that of homes is the question's.
    home_weight, station_weight
        What a worker covered by each level counts.
    station_ids
        Sites open today that are stations; None: those that are called so.
    """

    homes: int = 1
    stations: int = 2
    radius_m: float = 1000.0
    home_weight: int = 1
    station_weight: int = 1
    station_ids: tuple[object, ...] | None = None
