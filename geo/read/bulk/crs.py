"""In which system the points of a Parquet file stand, as the file itself says."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from geo.errors import InputError
from geo.words import _

__all__ = ["geometry_column", "stated_crs"]

_CRS84 = "OGC:CRS84"  # what GeoParquet means where it says nothing


def _notes(schema: pa.Schema, name: str) -> dict[str, Any]:
    """Read the file's geographic notes; a file may have none, or none that can be read."""
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return {}
    try:
        notes = json.loads(raw)
    except ValueError:
        notes = None
    if not isinstance(notes, dict) or not isinstance(notes.get("columns"), dict):
        raise InputError(
            _("{source}: its geographic notes are damaged. Write the file again.", source=name)
        )
    return notes


def geometry_column(schema: pa.Schema, name: str) -> str | None:
    """Return the column with the points, or None where the file names none."""
    notes = _notes(schema, name)
    column = notes.get("primary_column")
    return column if isinstance(column, str) and column in schema.names else None


def stated_crs(schema: pa.Schema, name: str) -> str | None:
    """Return the system the file states, or None where it says that it does not know."""
    notes = _notes(schema, name)
    if not notes:
        return None
    column = notes["columns"].get(notes.get("primary_column"), {})
    crs = column.get("crs", _CRS84) if isinstance(column, dict) else None
    return crs if crs is None or isinstance(crs, str) else json.dumps(crs)
