"""GeoParquet, and plain Parquet with coordinate columns."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import InputError
from geo.read.formats.base import Ask, Raw, Reader, checked_cells
from geo.read.formats.vector import to_raw
from geo.words import _

__all__ = ["PARQUET"]

_MOST_BYTES = 8 << 30  # unpacked bytes a table may have


def _knows(head: bytes, path: Path) -> bool:
    del path
    return head.startswith(b"PAR1")


def _read(path: Path, ask: Ask) -> Raw:
    del ask
    try:
        about = pq.read_metadata(path)
        size = sum(about.row_group(k).total_byte_size for k in range(about.num_row_groups))
        if size > _MOST_BYTES:
            raise _broken(path, f"{size >> 20} MB")
        geo = json.loads((about.metadata or {}).get(b"geo", b"{}"))
        if not geo:
            raw = to_raw(pq.read_table(path).to_pandas(), is_crs_stated=False)
            return checked_cells(raw, path.name)
        import geopandas as gpd  # noqa: PLC0415 - half a second that a CSV does not need

        # Absent it means longitude and latitude; null, that nobody knows.
        stated = geo["columns"][geo["primary_column"]].get("crs") is not None
        raw = to_raw(gpd.read_parquet(path), is_crs_stated=stated)
        return checked_cells(raw, path.name)
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise _broken(path, str(error)) from None


def _broken(path: Path, detail: str) -> InputError:
    return InputError(
        _(
            "{source}: the file cannot be read ({detail}). Export it again, best as GeoPackage.",
            source=path.name,
            detail=detail[:160],
        )
    )


PARQUET = Reader("GeoParquet", (".parquet", ".geoparquet", ".pq"), _knows, _read)
