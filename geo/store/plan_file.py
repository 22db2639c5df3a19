"""The plan file: a GeoPackage that any GIS opens, and that holds the whole plan with its evidence.

Layers (WGS-84): ``firms, sites`` and, where known, ``outline, streets`` (of the map below),
``boundaries`` (streets or townships that were given) and ``walking_streets`` (those that people
walked on, where some were given); exporters add more.
Tables: ``xuanzhi_plan`` (keys and texts), ``xuanzhi_certificate`` and, where distances do not
follow from the coordinates, ``xuanzhi_distances`` (named arrays); where people walk on streets that
were given, ``xuanzhi_streets`` as well (one GeoParquet file), so that they can be walked again;
``xuanzhi_doubtful`` (rows that are used and that somebody should look at), where there are any.
Coordinates in metres stand in columns of the layers, exact to the last bit: what is read back has
the digest of what was solved.
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

from geo.core import Plan, Study
from geo.errors import InputError
from geo.store import database, doubts, layers, record, rows, ways
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
    more, crs = further or Further(), study.demand.crs
    firms, firm_notes = layers.firm_rows(study.demand, more.firms)
    sites, site_notes = layers.site_rows(study.sites, more.sites)
    drawn = {"firms": layers.Points(firms, crs), "sites": layers.Points(sites, crs)}
    texts = record.record_of(study, plan) | {
        "columns": json.dumps(
            {"firms": firm_notes, "sites": site_notes}, ensure_ascii=False, default=str
        ),
        "notes": json.dumps(more.notes, ensure_ascii=False),
        **more.record,
    }
    with layers.said_plainly():
        layers.write_layers(
            path, {**drawn, **more.layers, **layers.ground(study), **layers.areas(study)}
        )
        _add_tables(path, study, plan, texts, " ".join(more.notes))


def _add_tables(
    path: Path, study: Study, plan: Plan, texts: Mapping[str, object], description: str
) -> None:
    """Add the plan and its evidence to the layers."""
    with closing(sqlite3.connect(path)) as base, base:
        database.add_pairs(base, _PLAN, {**texts, **_doubtful(base, study)})
        if plan.certificate is not None:
            database.add_arrays(base, _CERTIFICATE, plan.certificate.arrays)
        if metres := record.distances(study, plan):
            database.add_arrays(base, _DISTANCES, metres)
        if (walked := ways.of_plan(study, plan)) is not None:
            ways.add(base, walked)
        sha = further(base, database.read_pairs(base, _PLAN))
        base.execute(f"INSERT INTO {_PLAN} (key, value) VALUES ('question_sha256', ?)", (sha,))  # noqa: S608 - our own table
        database.describe(base, description)


def _doubtful(base: sqlite3.Connection, study: Study) -> dict[str, str | None]:
    """Add the doubtful rows, if there are any; return which they are."""
    if study.doubtful.empty:
        return {}
    database.add_table(base, doubts.TABLE, doubts.HELD)
    return doubts.keep(base, study.doubtful)


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
            return _study(base, texts), plan
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
        raise InputError(
            _(
                "{path} holds no plan. Give a GeoPackage that xuanzhi wrote for a plan.",
                path=path.name,
            ),
            option="xuanzhi plan … --out PLAN.gpkg",
        )
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


def _study(base: sqlite3.Connection, texts: Mapping[str, str]) -> Study:
    notes, crs = json.loads(texts["columns"]), texts["crs"]
    return Study(
        demand=layers.as_demand(rows.read_layer(base, "firms"), notes["firms"], crs),
        sites=layers.as_sites(rows.read_layer(base, "sites"), notes["sites"], crs),
        **layers.read_ground(base),
        areas=layers.read_areas(base),
        doubtful=doubts.read(base, texts),
        **record.study_words(texts),
        ways=ways.find(base),
    )
