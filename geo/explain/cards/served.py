"""Whom each open site serves: those within the radius to whom no other open one is nearer."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np

from geo.core import Proposal, Reach, disc_radius_m
from geo.core.arrays import Floats, Ints
from geo.travel.catchment import ground
from geo.travel.reached import StreetReach
from geo.words import _, counted

__all__ = ["Served", "catchment_m2", "catchment_of", "said_of_served", "served"]


@dataclass(frozen=True, eq=False)
class Served:
    """Whom the open sites serve, each firm counted once: at the one that is nearest to it.

    Attributes
    ----------
    workers, firms
        ``(n_site,)`` people and firms that each site serves; 0 where it serves none.
    longest_m
        ``(n_site,)`` metres of the longest way to it; NaN where it serves none.
    """

    workers: Ints
    firms: Ints
    longest_m: Floats

    def of(self, site: int) -> dict[str, Any]:
        """Give the figures of one site: ``served, served_firms, longest_m``."""
        far = float(self.longest_m[site])
        return {
            "served": int(self.workers[site]),
            "served_firms": int(self.firms[site]),
            "longest_m": None if np.isnan(far) else far,
        }


def served(
    reach: Reach, open_pos: Ints, radius_m: float, nearest: tuple[Ints, Floats] | None = None
) -> Served | None:
    """Count whom each open site serves; None where metres are not known.

    Parameters
    ----------
    reach
        The demand, the sites, the metres.
    open_pos
        ``(n_open,)`` positions of the open sites.
    radius_m
        Service radius in metres.
    nearest
        What `Reach.nearest` says of the open sites, where it was asked already.
    """
    if not reach.knows_distances:
        return None
    pos, metres = reach.nearest(open_pos) if nearest is None else nearest
    near = np.flatnonzero((pos >= 0) & (metres <= radius_m))
    n_site, site = len(reach.sites), pos[near]
    workers, longest = np.zeros(n_site, np.int64), np.full(n_site, -1.0)
    np.add.at(workers, site, reach.demand.weight[near])  # bincount would add in floats
    np.maximum.at(longest, site, metres[near])
    firms = np.bincount(site, minlength=n_site).astype(np.int64)
    return Served(workers, firms, np.where(longest < 0, np.nan, longest))


def catchment_m2(reach: Reach, site: int, radius_m: float) -> float | None:
    """Measure the ground from which a site is within the radius; None where no ground is known.

    A table tells how far firms are, and nothing of the ground between them. Along streets this
    takes up to a third of a second.
    """
    if isinstance(reach, StreetReach):
        return ground(reach, (site,), radius_m).area_m2
    return _disc_m2(radius_m, reach.mode)


def catchment_of(proposal: Proposal, site_id: object) -> float | None:
    """Measure the same ground of an open site of a proposal, which remembers ground on streets."""
    radius, walked = proposal.plan.problem.radius_m, proposal.on_foot
    if walked is not None:
        return walked.ground((site_id,), radius).area_m2
    return _disc_m2(radius, proposal.plan.mode)


def _disc_m2(radius_m: float, mode: object) -> float | None:
    radius = disc_radius_m(radius_m, mode)
    return None if radius is None else pi * radius**2


def said_of_served(workers: int, firms: int, longest_m: float | None) -> str:
    """Say whom a site serves, as a sentence without its end."""
    if not firms or longest_m is None:
        return _("Serves nobody: to all around it another open home is nearer")
    return _(
        "Serves {workers} in {firms}, to whom no open home is nearer; the farthest {metres:,.0f} m "
        "away",
        workers=counted.workers(workers),
        firms=counted.firms(firms),
        metres=longest_m,
    )
