"""Parquet and GeoParquet, a few row groups at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.read.bulk.chunk import Chunk, Header, Opened, broken
from geo.read.bulk.columns import choose
from geo.read.bulk.geometry import is_points, xy_of
from geo.words import _

__all__ = ["open_parquet"]

_LONLAT = "OGC:CRS84"  # what GeoParquet means where it says nothing


def open_parquet(
    path: Path, *, columns: Mapping[str, str] | None, weight: str | None, rows: int
) -> Opened:
    """Look at a file and return its rows, ``rows`` at a time.

    Raises
    ------
    InputError
        The file is damaged; a column is missing or of a type that holds no numbers.
    """
    try:
        file = pq.ParquetFile(path)
        about = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
        place = about.get("primary_column")
        named = about.get("columns", {})
        named = named if isinstance(named, dict) else {}
    except (pa.ArrowException, OSError, AttributeError, ValueError) as error:
        raise broken(path, error) from None
    schema = file.schema_arrow
    header = choose(schema.names, source=path.name, columns=columns, weight=weight, point=place)
    _check_types(header, schema, path)
    crs = _stated(named[header.x]) if header.x == header.y and header.x in named else None
    header = replace(header, crs=crs, n_row=file.metadata.num_rows)
    return Opened(header, _chunks(file, header, path, rows))


def _stated(about: Mapping[str, Any]) -> str | None:
    """Return the system of coordinates that the file states: ``EPSG:32650``, or its whole text."""
    if "crs" not in about:
        return _LONLAT
    crs = about["crs"]
    known = crs.get("id") if isinstance(crs, dict) else None
    if isinstance(known, dict) and {"authority", "code"} <= known.keys():
        return f"{known['authority']}:{known['code']}"
    return None if crs is None else json.dumps(crs)


def _check_types(header: Header, schema: pa.Schema, path: Path) -> None:
    for name in dict.fromkeys((header.x, header.y, header.weight)):
        if not name:
            continue
        kind = schema.field(name).type
        if name == header.x == header.y:
            is_right, wanted = is_points(kind), _("points")
        else:
            is_right = pa.types.is_floating(kind) or pa.types.is_integer(kind)
            wanted = _("numbers")
        if not is_right:
            raise InputError(
                _(
                    "{source}: column {column} holds {kind}; {wanted} are needed there.",
                    source=path.name,
                    column=name,
                    kind=str(kind),
                    wanted=wanted,
                )
            )


def _chunks(file: pq.ParquetFile, header: Header, path: Path, rows: int) -> Iterator[Chunk]:
    names = list(dict.fromkeys(n for n in (header.x, header.y, header.weight) if n))
    first = 1
    try:
        for batch in file.iter_batches(batch_size=rows, columns=names):
            cells = {name: batch.column(name) for name in names}
            if header.x == header.y:
                x, y = xy_of(cells[header.x])
            else:
                x, y = (_metres(cells[n]) for n in (header.x, header.y))
            n = len(x)
            people = _people(cells[header.weight]) if header.weight else np.ones(n, np.int64)
            yield Chunk(x, y, people, np.arange(first, first + n), cells)
            first += n
    except (pa.ArrowException, OSError) as error:
        raise broken(path, error) from None
    finally:
        file.close()


def _metres(column: pa.Array) -> Floats:
    return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)


def _people(column: pa.Array) -> npt.NDArray[np.float64] | Ints:
    """Return numbers; whole ones stay whole, and an empty cell among them is -1: no people."""
    if pa.types.is_integer(column.type) and column.null_count:
        column = column.cast(pa.int64()).fill_null(-1)
    values: npt.NDArray[np.float64] | Ints = column.to_numpy(zero_copy_only=False)
    return values if values.dtype.kind in "iu" else values.astype(np.float64, copy=False)
