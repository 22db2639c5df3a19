"""GeoPackage: one SQLite file with layers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from geo.core.file_names import check_file_name
from geo.errors import InputError
from geo.read.formats.base import Ask, Raw, Reader
from geo.read.formats.vector import layer_names, read_features
from geo.words import _

__all__ = ["GEOPACKAGE"]


def _knows(head: bytes, path: Path) -> bool:
    del path
    return head.startswith(b"SQLite format 3\x00")


def _read(path: Path, ask: Ask) -> Raw:
    _check(path)
    return read_features(path, ask, is_crs_stated=True)


def _check(path: Path) -> None:
    """Refuse what begins as a database and is none, before its reader says so in its own words."""
    check_file_name(path)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        raise InputError(
            _(
                "{source}: the file begins as a GeoPackage and is damaged. Copy or export it "
                "again.",
                source=path.name,
            )
        ) from None


GEOPACKAGE = Reader("GeoPackage", (".gpkg",), _knows, _read, layer_names)
