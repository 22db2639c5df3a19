"""What a document asks of homes and stations together: as the study does, else as a norm says."""

from __future__ import annotations

from geo.core import Proposal, TwoLevels
from geo.explain import stations_today
from geo.norms import Norm, norm
from geo.solve import MaxCover

__all__ = ["asked_levels", "has_levels", "station_norm", "stations_of"]

_NEW_STATIONS = 1  # beside the new homes of the plan, where the study does not say how many
_STATION_NORM = "double-15"


def station_norm() -> Norm:
    """Return the norm that says how far a station reaches, where the study does not."""
    return norm(_STATION_NORM)


def has_levels(proposal: Proposal) -> bool:
    """Say whether homes and stations can be asked together: plain workers, and stations at all."""
    problem = proposal.plan.problem
    if not isinstance(problem, MaxCover):
        return False
    asked = proposal.two_levels
    wants = asked is not None and asked.stations > 0
    is_plain = problem == MaxCover(new=problem.new, radius_m=problem.radius_m)
    return is_plain and (wants or bool(stations_of(proposal)))


def asked_levels(proposal: Proposal) -> TwoLevels:
    """Return what the study asks of both levels; where it does not, what goes with the plan."""
    if proposal.two_levels is not None:
        return proposal.two_levels
    new = int(getattr(proposal.plan.problem, "new", 0))
    return TwoLevels(new, _NEW_STATIONS, float(station_norm().number("radius_m") or 0.0))


def stations_of(proposal: Proposal) -> tuple[object, ...]:
    """Name the stations of today: those that were chosen, or those that are called so."""
    sites, asked = proposal.study.sites, proposal.two_levels
    if asked is None or asked.station_ids is None:
        return stations_today(sites)
    chosen = set(asked.station_ids)
    return tuple(i for i in sites.ids[sites.is_existing] if i in chosen)
