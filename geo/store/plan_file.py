"""The plan file: a GeoPackage that any GIS opens, and that holds the whole plan with its evidence.

Layers (WGS-84): ``firms, sites`` and, where known, ``outline, streets``; exporters add more.
Tables: ``xuanzhi_plan`` (keys and texts), ``xuanzhi_certificate`` and, where distances were given
by the caller, ``xuanzhi_distances`` (named arrays). Coordinates in metres stand in columns of the
layers, exact to the last bit: what is read back has the digest of what was solved.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.core import Demand, Plan, Sites, Study
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.store import columns, database, record
from geo.verify import further
from geo.words import _

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Further", "is_plan_file", "load", "save"]

_PLAN, _CERTIFICATE, _DISTANCES = "xuanzhi_plan", "xuanzhi_certificate", "xuanzhi_distances"


@dataclass(frozen=True)
class Further:
    """What an exporter adds to a plan file; nothing of it is read back.

    Attributes
    ----------
    firms, sites
        Further columns of these layers, row by row.
    layers
        Further layers by name.
    record
        Further keys and texts.
    notes
        What must be shown with the data; also written into the description of every layer.
    """

    firms: pd.DataFrame = field(default_factory=pd.DataFrame)
    sites: pd.DataFrame = field(default_factory=pd.DataFrame)
    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    record: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def save(path: Path, study: Study, plan: Plan, further: Further | None = None) -> None:
    """Write a plan with its study to ``path``, which must not exist yet.

    Raises
    ------
    OSError
        Nothing can be written there: no room, no permission, a disk that fails.
    """
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError  # noqa: PLC0415 - slow

    more = further or Further()
    firms, firm_notes = _firms(study.demand, more.firms)
    sites, site_notes = _sites(study.sites, more.sites)
    layers = {"firms": firms, "sites": sites, **more.layers, **_ground(study)}
    texts = record.record_of(study, plan) | {
        "columns": json.dumps(
            {"firms": firm_notes, "sites": site_notes}, ensure_ascii=False, default=str
        ),
        "notes": json.dumps(more.notes, ensure_ascii=False),
        **more.record,
    }
    try:
        for name, layer in layers.items():
            layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
        _add_tables(path, study, plan, texts, " ".join(more.notes))
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        # They are no OSErrors, and quote a page of SQL before they come to the point.
        raise OSError(str(error).rsplit(": ", 1)[-1]) from error


def _add_tables(
    path: Path, study: Study, plan: Plan, texts: Mapping[str, object], description: str
) -> None:
    """Add the plan and its evidence to the layers."""
    with closing(sqlite3.connect(path)) as base, base:
        database.add_pairs(base, _PLAN, texts)
        if plan.certificate is not None:
            database.add_arrays(base, _CERTIFICATE, plan.certificate.arrays)
        if ways := record.distances(study, plan):
            database.add_arrays(base, _DISTANCES, ways)
        sha = further(base, database.read_pairs(base, _PLAN))
        base.execute(f"INSERT INTO {_PLAN} (key, value) VALUES ('question_sha256', ?)", (sha,))  # noqa: S608 - our own table
        database.describe(base, description)


def _ground(study: Study) -> dict[str, gpd.GeoDataFrame]:
    """Return the outline and the streets as layers, where they are known."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    return {
        name: gpd.GeoDataFrame({"name": [study.name]}, geometry=[shape], crs="EPSG:4326")
        for name, shape in (("outline", study.outline), ("streets", study.streets))
        if shape is not None
    }


def load(
    path: str | Path, *, problems: Mapping[str, type[Any]], modes: Mapping[str, type[Any]]
) -> tuple[Study, Plan]:
    """Read a plan file back to equal values.

    Parameters
    ----------
    path
        The file.
    problems, modes
        Name -> class of every question and every rule of distance that is known.

    Raises
    ------
    InputError
        The file does not exist, is no plan file, is damaged, or comes from a newer version.
    """
    path = Path(path)
    with database.opened(path) as base:
        texts = _texts(path, base)
        try:
            plan = record.plan_of(
                texts,
                database.read_arrays(base, _CERTIFICATE),
                database.read_arrays(base, _DISTANCES),
                problems=problems,
                modes=modes,
            )
            return _study(path, base, texts), plan
        except InputError:
            raise
        except (KeyError, ValueError, zlib.error) as error:
            raise InputError(
                _(
                    "The plan in {path} is incomplete or damaged: {error}.",
                    path=path.name,
                    error=error,
                )
            ) from None


def is_plan_file(path: str | Path) -> bool:
    """Say whether a file is a GeoPackage with a plan in it."""
    if not Path(path).is_file():
        return False
    try:
        with database.opened(Path(path)) as base:
            return database.has_table(base, _PLAN)
    except InputError:
        return False


def _texts(path: Path, base: sqlite3.Connection) -> dict[str, str]:
    """Read the keys and texts of a plan of this form."""
    if not database.has_table(base, _PLAN):
        raise InputError(_("{path} holds no plan; write one with --out PLAN.gpkg.", path=path.name))
    texts = database.read_pairs(base, _PLAN)
    if (form := texts.get("format")) != record.FORMAT:
        raise InputError(
            _(
                "{path} was written in the form {form!r}; this version reads {known!r}.",
                path=path.name,
                form=form,
                known=record.FORMAT,
            )
        )
    return texts


def _study(path: Path, base: sqlite3.Connection, texts: Mapping[str, str]) -> Study:
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    notes = json.loads(texts["columns"])
    firms, sites = database.read_layer(base, "firms"), database.read_layer(base, "sites")
    demand = Demand.from_arrays(
        firms["x_m"].astype(float),
        firms["y_m"].astype(float),
        firms["workers"].astype("int64"),
        columns.decode_ids(firms["firm_id"], notes["firms"]["ids"]),
        crs=texts["crs"],
        table=columns.decode(firms, notes["firms"]["columns"]),
    )
    known = {n: sites[n].astype("int64") for n in ("capacity", "cost_yuan") if n in sites}
    places = Sites.from_arrays(
        sites["x_m"].astype(float),
        sites["y_m"].astype(float),
        sites["status"],
        columns.decode_ids(sites["site_id"], notes["sites"]["ids"]),
        capacity=known.get("capacity"),
        cost=known.get("cost_yuan"),
        crs=texts["crs"],
        table=columns.decode(sites, notes["sites"]["columns"]),
    )
    shapes = {
        name: gpd.read_file(path, layer=name, engine="pyogrio").geometry.iloc[0]
        for name in ("outline", "streets")
        if database.has_table(base, name)
    }
    return Study(demand=demand, sites=places, **shapes, **record.study_words(texts))


def _firms(demand: Demand, further: pd.DataFrame) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    texts, ids = columns.encode_ids(demand.ids)
    own = {"firm_id": texts, "workers": demand.weight, "x_m": demand.x, "y_m": demand.y}
    return _layer(demand, own, ids, further)


def _sites(sites: Sites, further: pd.DataFrame) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    texts, ids = columns.encode_ids(sites.ids)
    own = {"site_id": texts, "status": sites.status.astype(object), "x_m": sites.x, "y_m": sites.y}
    amounts = {"capacity": sites.capacity, "cost_yuan": sites.cost}
    own |= {name: amount for name, amount in amounts.items() if amount is not None}
    return _layer(sites, own, ids, further)


def _layer(
    value: Demand | Sites,
    own: dict[str, Any],
    ids: Any,  # noqa: ANN401 - JSON
    further: pd.DataFrame,
) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Put our columns, the user's and the exporter's side by side; only the user's are noted."""
    import geopandas as gpd  # noqa: PLC0415 - half a second that only files need

    stored, notes = columns.encode(value.table, [*own, *further.columns])
    lon, lat = lonlat(value.x, value.y, value.crs)
    table = pd.concat([pd.DataFrame(own), stored, further.reset_index(drop=True)], axis=1)
    layer = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    return layer, {"ids": ids, "columns": notes}
