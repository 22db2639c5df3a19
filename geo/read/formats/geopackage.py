"""GeoPackage: one SQLite file with layers."""

from __future__ import annotations

from pathlib import Path

from geo.read.formats.base import Ask, Raw, Reader
from geo.read.formats.vector import read_features

__all__ = ["GEOPACKAGE"]


def _knows(head: bytes, path: Path) -> bool:
    del path
    return head.startswith(b"SQLite format 3\x00")


def _read(path: Path, ask: Ask) -> Raw:
    return read_features(path, ask, is_crs_stated=True)


GEOPACKAGE = Reader("GeoPackage", (".gpkg",), _knows, _read)
