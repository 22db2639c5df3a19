"""A project out of its file."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from geo.core import Scenario, Source, Study
from geo.errors import InputError
from geo.store import database, doubts, layers, record, rows
from geo.store.project import plans, schema, streets, used
from geo.store.project.schema import PROJECT
from geo.store.project.values import Change, Project
from geo.words import _

__all__ = ["history", "is_project", "load"]


def is_project(path: str | Path) -> bool:
    """Say whether a file is a GeoPackage with a project in it."""
    if not Path(path).is_file():
        return False
    try:
        with database.opened(Path(path)) as base:
            return database.has_table(base, PROJECT)
    except InputError:
        return False


def load(path: Path, families: record.Families) -> Project:
    """Read a project; one of an older version is read as one of today and stays as it is.

    Raises
    ------
    InputError
        The file does not exist, is no project, is damaged, or comes from a newer version.
    """
    with _of_today(path) as today, database.opened(today) as base:
        try:
            return _project(base, families)
        except (KeyError, ValueError, zlib.error, TypeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                _(
                    "The project in {path} is incomplete or damaged: {error}.",
                    path=path.name,
                    error=error,
                )
            ) from None


def history(path: Path, n: int = 50) -> tuple[Change, ...]:
    """List the last ``n`` changes, the newest first."""
    with _of_today(path) as today, database.opened(today) as base:
        rows = base.execute(
            "SELECT fid, at, who, what, fields, undo IS NOT NULL, is_undone FROM xuanzhi_history "
            "ORDER BY fid DESC LIMIT ?",
            (n,),
        )
        return tuple(
            Change(number, at, who, what, json.loads(told), bool(can_undo), bool(is_undone))
            for number, at, who, what, told, can_undo, is_undone in rows
        )


@contextmanager
def _of_today(path: Path) -> Iterator[Path]:
    """Give the file, or a copy of it brought to today's version: reading changes nothing."""
    with database.opened(path) as base:
        is_today = schema.version_of(base, path.name) == schema.VERSION
    if is_today:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="xuanzhi-") as room:
        copy = Path(shutil.copy(path, room))
        with database.changing(copy) as base:
            schema.migrate(base, path.name)
        yield copy


def _project(base: sqlite3.Connection, families: record.Families) -> Project:
    texts = database.read_pairs(base, PROJECT)
    crs = texts["crs"]
    words = record.study_words(texts | {"sources": "[]"}) | {"sources": _sources(base)}
    firms, sites = (json.loads(texts[f"{layer}_columns"]) for layer in ("firms", "sites"))
    study = Study(
        demand=layers.as_demand(rows.read_layer(base, "firms"), firms, crs),
        sites=layers.as_sites(rows.read_layer(base, "sites"), sites, crs),
        **layers.read_ground(base),
        **words,
        ways=streets.find(base, texts.get(streets.KEY)),
        doubtful=doubts.read(base, texts),
        areas=layers.read_areas(base),
    )
    toml = base.execute("SELECT toml FROM xuanzhi_scenarios WHERE name = 'now'").fetchone()[0]
    kept, lost = plans.read(base, study, families)
    return Project(
        study=study,
        scenario=Scenario.from_toml(
            toml, problems=families.problems.values(), modes=families.modes.values()
        ),
        whom=texts["whom"],
        remarks=texts["remarks"],
        kept=kept,
        lost=lost,
        settings=json.loads(texts.get("settings") or "{}"),
        used_ids=used.read(texts),
    )


def _sources(base: sqlite3.Connection) -> tuple[Source, ...]:
    names = [f.name for f in fields(Source)]
    rows = base.execute(f"SELECT {', '.join(names)} FROM xuanzhi_sources ORDER BY fid")  # noqa: S608 - ours
    found = []
    for row in rows:
        told: dict[str, Any] = dict(zip(names, row, strict=True))
        for name in ("datum_known", "is_synthetic"):
            told[name] = bool(told[name])
        found.append(Source(**told))
    return tuple(found)
