"""GeoPackage: the plan file with everything a GIS shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.core import Demand, Proposal, Sites, Walk
from geo.core.crs import lonlat
from geo.core.file_names import check_file_name
from geo.core.scenario import Scenario
from geo.errors import InputError
from geo.explain import catchment_of, longest_table
from geo.export.edition import LEFT_OUT
from geo.export.family import Format
from geo.export.tables import firm_columns, site_columns
from geo.store import Further, save
from geo.words import N_

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["FORMAT", "write"]


def write(proposal: Proposal, path: Path) -> None:
    """Write layers ``firms, sites, existing, proposed, catchments`` and the plan's evidence."""
    study, spots = proposal.study, _spots(proposal)
    layers = {
        "existing": spots[~spots["is_new"]],
        "proposed": spots[spots["is_new"]],
        "catchments": _catchments(proposal),
    }
    if proposal.release.is_public:
        _write_public(proposal, path, layers)
        return
    if proposal.on_foot is not None:
        layers["isochrones"] = _isochrones(proposal.on_foot.walks, study.sites.crs)
        layers["ways"] = _ways(proposal)
    further = Further(
        firm_columns(proposal),
        site_columns(proposal),
        {name: layer for name, layer in layers.items() if len(layer)},
        _record(proposal),
        proposal.notes,
    )
    save(path, study, proposal.plan, further)


def _spots(proposal: Proposal) -> gpd.GeoDataFrame:
    """Lay out the cards of the open sites as points."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    sites, cards = proposal.study.sites, proposal.cards
    pos = sites.ids.get_indexer(pd.Index(cards["site_id"]))
    areas = [catchment_of(proposal, i) for i in cards["site_id"]]
    spots = gpd.GeoDataFrame(
        cards.assign(
            site_id=cards["site_id"].astype(str), catchment_m2=np.array(areas, np.float64)
        ).drop(columns=["runner_up_id", "nearest_home_id", *_left_out(proposal)], errors="ignore"),
        geometry=gpd.points_from_xy(*lonlat(sites.x[pos], sites.y[pos], sites.crs)),
        crs="EPSG:4326",
    )
    if "loss_if_swapped" in spots:
        spots["loss_if_swapped"] = spots["loss_if_swapped"].astype("float64").astype("Int64")
    return spots


def _left_out(proposal: Proposal) -> tuple[str, ...]:
    return LEFT_OUT if proposal.release.is_public else ()


def _catchments(proposal: Proposal) -> gpd.GeoDataFrame:
    """Lay out the ground that each open site serves."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    from geo.draw import catchments, to_lonlat  # noqa: PLC0415 - brings folium along

    areas = [c for c in catchments(proposal) if c.shape is not None]
    return gpd.GeoDataFrame(
        {
            "site_id": [str(c.site_id) for c in areas],
            "is_new": [c.is_new for c in areas],
            "kind": [c.kind for c in areas],
            "radius_m": [float(proposal.plan.problem.radius_m)] * len(areas),
        },
        geometry=[
            to_lonlat(c.shape, proposal.study.sites.crs) for c in areas if c.shape is not None
        ],
        crs="EPSG:4326",
    )


def _write_public(proposal: Proposal, path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write layers only: a plan file holds every firm, and evidence that speaks of each."""
    study = proposal.study
    sites = pd.concat(
        [pd.DataFrame({"site_id": study.sites.ids.astype(str)}), site_columns(proposal)], axis=1
    )
    groups = pd.DataFrame(
        {
            "group_id": study.demand.ids,
            "name": study.demand.table["name"],
            "n_firms": study.demand.table["n_firms"],
            "workers": study.demand.weight,
        }
    )
    groups = pd.concat([groups, firm_columns(proposal)], axis=1)
    own = {"groups": _placed(groups, study.demand), "sites": _placed(sites, study.sites)}
    described = {"DESCRIPTION": " ".join(proposal.notes)}
    check_file_name(path)
    for name, layer in (own | dict(layers)).items():
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", layer_options=described)


def _placed(table: pd.DataFrame, value: Demand | Sites) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    spots = gpd.points_from_xy(*lonlat(value.x, value.y, value.crs))
    return gpd.GeoDataFrame(table, geometry=spots, crs="EPSG:4326")


def _isochrones(walks: tuple[Walk, ...], crs: str | None) -> gpd.GeoDataFrame:
    """Lay out the ground within so many minutes on foot, site by site and of all sites together."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    from geo.draw import to_lonlat  # noqa: PLC0415 - brings folium along

    shown = [w for w in walks if not w.shape.is_empty]
    return gpd.GeoDataFrame(
        {
            "site_ids": [", ".join(str(i) for i in w.site_ids) for w in shown],
            "n_site": [len(w.site_ids) for w in shown],
            "minutes": [w.minutes for w in shown],
            "cutoff_m": [w.cutoff_m for w in shown],
            "area_m2": [round(w.area_m2, 1) for w in shown],
            "firms": [w.n_firm for w in shown],
            "workers": [w.workers for w in shown],
        },
        geometry=[to_lonlat(w.shape, crs) for w in shown],
        crs="EPSG:4326",
    )


def _ways(proposal: Proposal) -> gpd.GeoDataFrame:
    """Lay out the longest way to each open site as a line, with its streets."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need
    import shapely  # noqa: PLC0415 - the same

    ways, demand = proposal.longest_ways, proposal.study.demand
    lines = [shapely.LineString(np.column_stack(lonlat(w.x, w.y, demand.crs))) for w in ways]
    return gpd.GeoDataFrame(
        {
            "firm_id": [str(demand.ids[way.demand_pos]) for way in ways],
            "site_id": [str(way.site_id) for way in ways],
            "metres": [round(way.metres, 1) for way in ways],
            "minutes": [round(way.minutes, 2) for way in ways],
            "streets": longest_table(proposal)["streets"],
            "is_estimated": [way.is_estimated for way in ways],
        },
        geometry=lines,
        crs="EPSG:4326",
    )


def _record(proposal: Proposal) -> dict[str, object]:
    """Add the scenario, so that the file can be run again, where the choices can be written."""
    plan = proposal.plan
    try:
        text = Scenario(plan.problem, plan.mode, seed=plan.seed).to_toml()
    except InputError:  # distances given by the caller are data, not a choice
        return {}
    return {"scenario": text}


FORMAT = Format(
    ".gpkg", N_("GeoPackage (GIS, whole plan)"), "application/geopackage+sqlite3", write
)
