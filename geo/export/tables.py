"""The tables every format is made of: the same columns everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.core import MEASURED, Proposal
from geo.core.crs import from_wgs84, lonlat
from geo.core.scalars import python_of
from geo.core.sites import AMOUNTS
from geo.explain import called, catchment_of
from geo.words import N_, _

__all__ = ["LABELS", "firm_columns", "firms", "heading", "open_sites", "said", "site_columns"]

_BRINGS = (
    *("rank", "reach", "new", "only_here", "firms", "small_firms", "served", "served_firms"),
    "loss_if_swapped",
)
_INTERNAL = ("small_firms", "served", "served_firms", "loss_if_swapped")
"""Counts that no whole groups make up: they are in no public table."""
_DATUM_NAMES = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09", "cgcs2000": "CGCS2000"}

LABELS = {
    "site_id": N_("Site id"),
    "firm_id": N_("Firm id"),
    "rank": N_("Number"),
    "name": N_("Name"),
    "status": N_("Status"),
    "street": N_("Street"),
    "industry": N_("Industry"),
    "workers": N_("Workers"),
    "is_estimated": N_("Workers estimated, not counted"),
    "is_small_unionised": N_("Small unionised firm"),
    "lon": N_("Longitude (WGS-84)"),
    "lat": N_("Latitude (WGS-84)"),
    "reach": N_("Workers within the radius"),
    "new": N_("Of them newly covered"),
    "only_here": N_("Of them covered only here"),
    "firms": N_("Firms within the radius"),
    "small_firms": N_("Small unionised firms within the radius"),
    "served": N_("Workers it serves"),
    "served_firms": N_("Firms it serves"),
    "longest_m": N_("Longest way of those, m"),
    "catchment_km2": N_("Catchment, km²"),
    "capacity": N_("Capacity"),
    "cost_yuan": N_("Yearly cost, yuan"),
    "runner_up_name": N_("Next best in its place"),
    "loss_if_swapped": N_("Workers lost by that swap"),
    "nearest_id": N_("Nearest home, id"),
    "nearest_name": N_("Nearest home"),
    "nearest_m": N_("Way there, m"),
    "served_by": N_("Served by, id"),
    "measured": N_("How the way was measured"),
    "access_m": N_("Of it straight to the street, m"),
    "covered_before": N_("Covered today"),
    "covered_after": N_("Covered by the plan"),
    "n_firms": N_("Firms"),
    "notes": N_("Notes"),
}
"""Column -> English heading, translated where it is shown; data formats keep the column's name."""

_SMALL = {
    "is_small_unionised": N_("Small firm (fewer than {line} workers)"),
    "small_firms": N_("Small firms (fewer than {line} workers) within the radius"),
}
"""Headings where the list does not say who has a union."""


def heading(column: object, proposal: Proposal) -> str:
    """Head a column in the user's language; a coordinate says in which datum it is."""
    if column in _SMALL and not proposal.study.knows_unions:
        return _(_SMALL[str(column)], line=proposal.study.small_firm_line)
    if column == "loss_if_swapped" and (proposal.cards["loss_if_swapped"].dropna() < 0).any():
        return _("Workers lost by that swap (below 0: gained)")
    said_ = _(LABELS[str(column)])
    if column in ("lon", "lat"):
        return said_.replace(_DATUM_NAMES["wgs84"], _DATUM_NAMES[proposal.release.datum])
    return said_


def firm_columns(proposal: Proposal) -> pd.DataFrame:
    """Say for each firm which home is nearest and which serves it; ``(n_demand,)`` rows."""
    is_small = {"is_small_unionised": proposal.study.is_small_unionised}
    sites = proposal.study.sites
    ids = np.array([*(str(i) for i in sites.ids), None], dtype=object)
    names = np.array([*sites.names, None], dtype=object)
    metres = proposal.nearest_m
    return pd.DataFrame(
        _on_foot(proposal)
        | {
            "nearest_id": ids[proposal.nearest_pos],
            "nearest_name": names[proposal.nearest_pos],
            "nearest_m": np.where(np.isfinite(metres), metres.round(2), np.nan),
            "served_by": ids[proposal.served_pos],
            "covered_before": proposal.covered_before,
            "covered_after": proposal.covered_after,
        }
        | ({} if proposal.release.is_public else is_small)
    )


def _on_foot(proposal: Proposal) -> dict[str, Any]:
    """Say of a plan along streets how each firm was measured, and how far it is from a street."""
    if proposal.on_foot is None or proposal.release.is_public:
        return {}
    metres = proposal.on_foot.access_m
    return {
        "measured": [_(MEASURED[word]) for word in proposal.on_foot.measured],
        "access_m": np.where(np.isfinite(metres), metres.round(2), np.nan),
    }


def site_columns(proposal: Proposal) -> pd.DataFrame:
    """Say for each site whether it is open, and what it then brings; ``(n_site,)`` rows."""
    sites = proposal.study.sites
    brings = [c for c in _BRINGS if not (proposal.release.is_public and c in _INTERNAL)]
    cards = proposal.cards.set_index("site_id")
    known = cards[brings].reindex(sites.ids).astype("float64").astype("Int64")
    table = known.reset_index(drop=True)
    table.insert(0, "is_new", sites.ids.isin(list(proposal.plan.new_ids)))
    table.insert(0, "is_open", sites.ids.isin(list(proposal.plan.open_ids)))
    table["runner_up_name"] = cards["runner_up_name"].reindex(sites.ids).to_numpy()
    if "name" not in sites.table:
        table.insert(0, "name", sites.names)
    return table


def open_sites(proposal: Proposal) -> pd.DataFrame:
    """List the open sites as a person reads them, in the order of the cards."""
    cards, sites = proposal.cards, proposal.study.sites
    pos = sites.ids.get_indexer(pd.Index(cards["site_id"]))
    table = cards[
        ["rank", "site_id", "name", "status", "lon", "lat", "reach", "new", "only_here", "firms"]
    ].copy()
    lon, lat = from_wgs84(cards["lon"], cards["lat"], proposal.release.datum)
    table["lon"], table["lat"] = lon.round(7), lat.round(7)
    if not proposal.release.is_public:
        for name in ("small_firms", "served", "served_firms"):
            table[name] = cards[name]
        table["longest_m"] = cards["longest_m"].astype("float64").round(2)
    areas = [catchment_of(proposal, i) for i in cards["site_id"]]
    if any(area is not None for area in areas):
        table["catchment_km2"] = np.array(areas, np.float64) / 1e6
    for name, column in AMOUNTS.items():
        known = sites.known(name)
        if np.isfinite(known).any():
            table[column] = pd.Series(known[pos], table.index).astype("Int64")
    table["runner_up_name"] = [
        called(name, is_home=is_home)
        for name, is_home in zip(cards["runner_up_name"], cards["runner_up_is_home"], strict=True)
    ]
    if not proposal.release.is_public:
        table["loss_if_swapped"] = cards["loss_if_swapped"]
    table["status"] = [
        _("proposed") if new else _(str(word))
        for new, word in zip(cards["is_new"], cards["status"], strict=True)
    ]
    table["rank"] = [rank or None for rank in cards["rank"]]
    return table


def firms(proposal: Proposal) -> pd.DataFrame:
    """List the firms as a person reads them, with the home that is nearest."""
    demand = proposal.study.demand
    lon, lat = from_wgs84(*lonlat(demand.x, demand.y, demand.crs), proposal.release.datum)
    own: dict[str, Any] = {"firm_id": [str(i) for i in demand.ids]}
    own |= {c: list(demand.table[c]) for c in ("name", "street", "industry") if c in demand.table}
    own |= {"n_firms": demand.table["n_firms"]} if proposal.release.is_public else {}
    own |= {"workers": demand.weight}
    if "is_estimated" in demand.table:
        own["is_estimated"] = list(demand.table["is_estimated"])
    own |= {"lon": lon.round(7), "lat": lat.round(7)}
    return pd.concat([pd.DataFrame(own), firm_columns(proposal)], axis=1)


def said(value: Any) -> object:  # noqa: ANN401 - any cell of a table
    """Turn a cell into what a person reads: None for nothing, a word for yes and no."""
    if isinstance(value, (bool, np.bool_)):
        return _("yes") if value else _("no")
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return None
    value = python_of(value)
    return value if isinstance(value, (int, float)) else str(value)
