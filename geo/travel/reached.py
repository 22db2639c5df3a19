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
    detour
        The detour factor used for those, measured on the streets.
    """

    graph: StreetGraph = field(kw_only=True)
    firms: Attached = field(kw_only=True)
    doors: Entrances = field(kw_only=True)
    is_estimated: npt.NDArray[np.bool_] = field(kw_only=True)
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
        """``(n_demand,)`` too far from any street; it reaches nothing, and nothing was guessed."""
        return ~self.firms.is_attached & ~self.is_estimated

    @cached_property
    def is_lost_site(self) -> npt.NDArray[np.bool_]:
        """``(n_site,)`` no entrance is near a street."""
        out = np.ones(len(self.sites), bool)
        out[self.doors.site_pos[self.doors.at.is_attached]] = False
        return out

    @cached_property
    def on_island(self) -> npt.NDArray[np.bool_]:
        """``(n_demand,)`` on a street that is not joined to the main network."""
        edge = np.where(self.firms.is_attached, self.firms.edge, 0)
        return self.firms.is_attached & (self.graph.piece[self.graph.edge_from[edge]] > 0)

    @cached_property
    def measured(self) -> npt.NDArray[np.str_]:
        """``(n_demand,)`` how each demand point was measured: keys of `geo.core.MEASURED`."""
        out = np.full(len(self.demand), "streets", "U8")
        out[self.on_island], out[self.is_estimated], out[self.is_lost] = "island", "detour", "far"
        return out

    def findings(self) -> pd.DataFrame:
        """List whoever is not simply on the main streets: one row each.

        Columns: ``layer`` (firms or sites), ``id``, ``distance_m`` to the nearest street,
        ``reason``, ``remedy``.
        """
        far = _("No street within {metres:g} m.", metres=getattr(self.mode, "max_access_m", np.inf))
        cut = _("Stands on streets that are not joined to the others.")
        guess = _(
            "No streets are drawn here: straight line × {detour:.2f} was taken.", detour=self.detour
        )
        check = _("Check the coordinates, or add the missing street.")
        join = _("Add the bridge or path that joins them, if there is one.")
        ask = _("Use an extract that covers this place.")
        parts = [
            _rows("firms", self.demand.ids, self.is_lost, self.access_m, far, check),
            _rows("sites", self.sites.ids, self.is_lost_site, self.site_access_m, far, check),
            _rows("firms", self.demand.ids, self.on_island, self.access_m, cut, join),
            _rows("firms", self.demand.ids, self.is_estimated, self.access_m, guess, ask),
        ]
        return pd.concat(parts, ignore_index=True)

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
        said = []
        if n := int(self.is_lost.sum()):
            said.append(
                _("1 firm is too far from any street and reaches nothing.")
                if n == 1
                else _("{n} firms are too far from any street and reach nothing.", n=n)
            )
        if n := int(self.is_lost_site.sum()):
            said.append(
                _("1 site is too far from any street.")
                if n == 1
                else _("{n} sites are too far from any street.", n=n)
            )
        if n := int(self.on_island.sum()):
            said.append(
                _("1 firm stands on streets that are not joined to the others.")
                if n == 1
                else _("{n} firms stand on streets that are not joined to the others.", n=n)
            )
        if n := int(self.is_estimated.sum()):
            said.append(
                _(
                    "For {n} firms ({share:.1%}) no streets are drawn: straight line × "
                    "{detour:.2f} was taken, the median of the streets that are.",
                    n=n,
                    share=n / len(self.demand),
                    detour=self.detour,
                )
            )
        return tuple(said)


def _own_costs(graph: StreetGraph) -> tuple[Floats, Floats]:
    return graph.there_m, graph.back_m


def _rows(
    layer: str,
    ids: pd.Index,
    which: npt.NDArray[np.bool_],
    metres: Floats,
    reason: str,
    remedy: str,
) -> pd.DataFrame:
    rows: dict[str, Any] = {
        "layer": layer,
        "id": ids[which].astype(object),
        "distance_m": metres[which],
        "reason": reason,
        "remedy": remedy,
    }
    return pd.DataFrame(rows, index=range(int(which.sum())))
