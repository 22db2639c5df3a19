"""Street reach: pair reach that also knows how everybody gets to the street."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import PairReach
from geo.core.arrays import Floats
from geo.travel.graph import StreetGraph, micrometres
from geo.travel.marks import Marks, findings, remarks
from geo.travel.paths import Attached, Entrances
from geo.words import _

__all__ = ["StreetReach"]


@dataclass(frozen=True, eq=False)
class StreetReach(PairReach):
    """Reach along streets.

    Attributes
    ----------
    graph
        The streets walked.
    firms
        ``(n_demand,)`` where the demand points meet the streets.
    doors
        Where the sites' entrances do.
    is_estimated
        ``(n_demand,)`` demand where no streets are drawn: its metres are straight line × detour.
    is_estimated_site
        ``(n_site,)`` sites where none are drawn: the metres to them are measured in the same way.
    is_beside, is_beside_site
        ``(n_demand,)``, ``(n_site,)`` the nearest street is a short piece that was left out; ways
        begin, or end, at the streets that are left.
    detour
        The detour factor used for those, measured on the streets.
    """

    graph: StreetGraph = field(kw_only=True)
    firms: Attached = field(kw_only=True)
    doors: Entrances = field(kw_only=True)
    is_estimated: npt.NDArray[np.bool_] = field(kw_only=True)
    is_estimated_site: npt.NDArray[np.bool_] = field(kw_only=True)
    is_beside: npt.NDArray[np.bool_] = field(kw_only=True)
    is_beside_site: npt.NDArray[np.bool_] = field(kw_only=True)
    detour: float = field(kw_only=True)

    @property
    def access_m(self) -> Floats:
        """``(n_demand,)`` metres from each demand point straight to the nearest street."""
        return self.firms.leg_m

    @cached_property
    def site_access_m(self) -> Floats:
        """``(n_site,)`` metres from each site straight to the street, by its nearest entrance."""
        out = np.full(len(self.sites), np.inf)
        np.minimum.at(out, self.doors.site_pos, self.doors.at.leg_m)
        return out

    @cached_property
    def is_lost(self) -> npt.NDArray[np.bool_]:
        """``(n_demand,)`` too far from any street: along streets it reaches nothing."""
        return ~self.firms.is_attached & ~self.is_estimated

    @cached_property
    def is_lost_site(self) -> npt.NDArray[np.bool_]:
        """``(n_site,)`` no entrance is near a street, and nothing was guessed."""
        out = ~self.is_estimated_site
        out[self.doors.site_pos[self.doors.at.is_attached]] = False
        return out

    @cached_property
    def on_island(self) -> npt.NDArray[np.bool_]:
        """``(n_demand,)`` on a street that is not joined to the main network."""
        edge = np.where(self.firms.is_attached, self.firms.edge, 0)
        return self.firms.is_attached & (self.graph.piece[self.graph.edge_from[edge]] > 0)

    @cached_property
    def on_island_site(self) -> npt.NDArray[np.bool_]:
        """``(n_site,)`` each of its entrances is on a street not joined to the main network."""
        at, piece = self.doors.at, self.graph.piece
        out = ~(self.is_lost_site | self.is_estimated_site)
        main = at.is_attached & (piece[self.graph.edge_from[np.maximum(at.edge, 0)]] == 0)
        out[self.doors.site_pos[main]] = False
        return out

    @cached_property
    def measured(self) -> npt.NDArray[np.str_]:
        """``(n_demand,)`` how each demand point was measured: keys of `geo.core.MEASURED`."""
        out = np.full(len(self.demand), "streets", "U8")
        out[self.is_beside], out[self.on_island] = "beside", "island"
        out[self.is_estimated], out[self.is_lost] = "detour", "far"
        out[self.is_lost & self.is_beside] = "scrap"
        return out

    def findings(self) -> pd.DataFrame:
        """List whoever is not simply on the main streets: one row each.

        Columns: ``layer`` (firms or sites), ``id``, ``distance_m`` to the nearest street,
        ``reason``, ``remedy``.
        """
        return findings(self._marks, self.detour, getattr(self.mode, "max_access_m", np.inf))

    @cached_property
    def _marks(self) -> tuple[Marks, Marks]:
        firms = self.is_lost, self.is_beside, self.on_island, self.is_estimated
        lost, beside = self.is_lost_site, self.is_beside_site
        sites = lost, beside, self.on_island_site, self.is_estimated_site
        return (
            Marks.of("firms", self.demand.ids, self.access_m, *firms),
            Marks.of("sites", self.sites.ids, self.site_access_m, *sites),
        )

    def evidence(self) -> dict[str, npt.NDArray[Any]]:
        """Return streets and feet as plain arrays, by which a checker can walk every way again."""
        graph, firms, doors = self.graph, self.firms, self.doors
        there_m, back_m = getattr(self.mode, "costs", _own_costs)(graph)
        return {
            "street_from": graph.edge_from,
            "street_to": graph.edge_to,
            "street_there_um": micrometres(there_m),
            "street_back_um": micrometres(back_m),
            "firm_edge": firms.edge,
            "firm_share": firms.share,
            "firm_leg_um": micrometres(firms.leg_m),
            "firm_is_estimated": self.is_estimated.astype(np.uint8),
            "site_is_estimated": self.is_estimated_site.astype(np.uint8),
            "door_site": doors.site_pos,
            "door_edge": doors.at.edge,
            "door_share": doors.at.share,
            "door_leg_um": micrometres(doors.at.leg_m),
            "detour": np.array([self.detour]),
        }

    def describe(self) -> str:
        """Say in one or two sentences how distances were measured, and for whom they were not."""
        return " ".join([_("Distances: {rule}.", rule=self.mode.describe()), *self.remarks()])

    def remarks(self) -> tuple[str, ...]:
        """Say for whom the main streets were not walked, and what was done instead."""
        return remarks(self._marks, self.detour)


def _own_costs(graph: StreetGraph) -> tuple[Floats, Floats]:
    return graph.there_m, graph.back_m
