"""GeoJSON (RFC 7946): firms, sites and catchments in one file, told apart by ``layer``."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from geo.core import Demand, Proposal, Sites
from geo.core.crs import from_wgs84, lonlat
from geo.core.entrances import COLUMN, moved
from geo.core.scalars import python_of
from geo.export.family import Format
from geo.export.figures import is_told
from geo.export.tables import firm_columns, site_columns
from geo.store.columns import encode
from geo.words import N_, _

__all__ = ["FORMAT", "write"]

_DIGITS = 7  # of a degree: a centimetre


def write(proposal: Proposal, path: Path) -> None:
    """Write one collection; notices and notes stand beside the features."""
    study = proposal.study
    amounts = {"capacity": study.sites.capacity, "cost_yuan": study.sites.cost}
    own = {name: amount for name, amount in amounts.items() if amount is not None}
    features = [
        *_points(
            "group" if proposal.release.is_public else "firm",
            study.demand,
            {"workers": study.demand.weight},
            firm_columns(proposal),
            proposal.release.datum,
        ),
        *_points(
            "site",
            study.sites,
            {"status": study.sites.status, **own},
            site_columns(proposal),
            proposal.release.datum,
        ),
        *_areas(proposal),
    ]
    collection = {
        "type": "FeatureCollection",
        "name": _(study.name),
        "question": proposal.plan.problem.sentence(),
        **_worth(proposal),
        "status": proposal.plan.status,
        "audience": proposal.release.audience,
        "datum": proposal.release.datum,
        "review_number": proposal.release.review_number,
        "notes": list(proposal.notes),
        "attribution": list(study.licences),
        "features": features,
    }
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _worth(proposal: Proposal) -> dict[str, int]:
    """Give value and bound, where they may be told."""
    plan = proposal.plan
    return {"value": plan.value, "bound": plan.bound} if is_told(proposal) else {}


def _points(
    layer: str, value: Demand | Sites, own: dict[str, Any], further: pd.DataFrame, datum: str
) -> list[dict[str, Any]]:
    """Write one feature a row: its id, our columns, the user's, the plan's."""
    users = value.table
    if COLUMN in users:  # the only degrees of ours that stand in a cell
        cells = [moved(cell, partial(from_wgs84, datum=datum)) for cell in users[COLUMN]]
        users = users.assign(**{COLUMN: cells})
    stored, _notes = encode(users, ["layer", "id", *own, *further.columns])
    table = pd.concat([pd.DataFrame(own), stored, further], axis=1)
    lon, lat = from_wgs84(*lonlat(value.x, value.y, value.crs), datum)
    spots = zip(lon.round(_DIGITS).tolist(), lat.round(_DIGITS).tolist(), strict=True)
    rows = table.astype(object).to_dict("records")
    return [
        _feature(layer, site_id, {str(k): _plain(v) for k, v in row.items()}, "Point", list(spot))
        for site_id, row, spot in zip(value.ids, rows, spots, strict=True)
    ]


def _areas(proposal: Proposal) -> list[dict[str, Any]]:
    from geo.draw import catchments, to_lonlat  # noqa: PLC0415 - brings folium along

    crs = proposal.study.sites.crs
    return [
        _feature(
            "catchment",
            c.site_id,
            {"is_new": c.is_new, "kind": c.kind},
            "Polygon",
            _rings(part, proposal.release.datum),
        )
        for c in catchments(proposal)
        if c.shape is not None
        for part in shapely.get_parts(to_lonlat(c.shape, crs))
    ]


def _feature(
    layer: str, id_: object, properties: dict[str, object], kind: str, coordinates: list[Any]
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "id": _plain(id_), **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _rings(polygon: Polygon, datum: str) -> list[list[list[float]]]:
    """Write the outer ring anticlockwise, as the standard wants it."""
    turned = orient(polygon)
    rings = (turned.exterior, *turned.interiors)
    lines = [shapely.get_coordinates(ring) for ring in rings]
    spots = [np.column_stack(from_wgs84(a[:, 0], a[:, 1], datum)) for a in lines]
    return [spot.round(_DIGITS).tolist() for spot in spots]


def _plain(value: object) -> object:
    """Turn a cell into what JSON knows; nothing that is missing becomes a number."""
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return None
    value = python_of(value)
    return value if isinstance(value, (bool, int, float, str)) else str(value)


FORMAT = Format(".geojson", N_("GeoJSON (web maps)"), "application/geo+json", write)
