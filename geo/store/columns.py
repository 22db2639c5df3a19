"""A table in and out of a database that knows fewer kinds of values than a table does.

Each column is stored so that a person can read it in a GIS, with a note of what it was, so that it
comes back with the same values, name, place and kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.scalars import python_of
from geo.store.letters import has_zero

__all__ = [
    "WITH_GAPS",
    "ColumnNote",
    "decode",
    "decode_ids",
    "encode",
    "encode_ids",
    "in_json",
]

ColumnNote = tuple[str, object, str]
"""Name in the file, name in the table, kind of value."""

WITH_GAPS = {
    **{f"int{n}": f"Int{n}" for n in (8, 16, 32, 64)},
    **{f"uint{n}": f"UInt{n}" for n in (8, 16, 32)},
    "bool": "boolean",
}
"""A kind -> the same with gaps. Both are stored alike, so that a first gap changes no row."""

_PLAIN = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "float32")
_COLUMNS = (*_PLAIN, "float64", "str", *WITH_GAPS.values())


def encode(table: pd.DataFrame, taken: Iterable[str]) -> tuple[pd.DataFrame, list[ColumnNote]]:
    """Make a table storable.

    Parameters
    ----------
    table
        Any table.
    taken
        Column names already in use; SQLite does not tell upper from lower case.

    Returns
    -------
    stored
        The same rows with storable values and names.
    notes
        For each column what `decode` needs to restore it.
    """
    used = {name.casefold() for name in taken} | {"fid", "geom", "rowid", "ogc_fid"}
    columns: dict[str, pd.Series[Any]] = {}
    notes: list[ColumnNote] = []
    for position, name in enumerate(table.columns):
        stored = _free_name(str(name), used)
        kind, values = _stored(table.iloc[:, position])
        columns[stored] = values
        notes.append((stored, name, kind))
    return pd.DataFrame(columns, index=table.index), notes


def decode(stored: pd.DataFrame, notes: Sequence[ColumnNote]) -> pd.DataFrame:
    """Restore the table that `encode` made storable; other columns are left out."""
    restored = {k: _restored(stored[note[0]], note[2]) for k, note in enumerate(notes)}
    table = pd.DataFrame(restored, index=range(len(stored)))
    table.columns = pd.Index([note[1] for note in notes])
    return table


def encode_ids(ids: pd.Index) -> tuple[Sequence[str] | pd.Series[Any], Any]:
    """Write ids as texts, and a note of what they were."""
    if isinstance(ids, pd.RangeIndex):
        return _digits(ids), {"range": [ids.start, ids.stop, ids.step]}
    if ids.dtype == np.int64:
        return _digits(ids), "int"
    if str(ids.dtype) == "str" and not ids.hasnans:
        return pd.Series(ids.array), "text"
    texts = [str(i) for i in ids]
    held = [python_of(i) for i in ids]
    if all(type(i) is int for i in held):
        return texts, "int"
    if all(type(i) is str for i in held):
        return texts, "text"
    return texts, {"list": held}


def _digits(numbers: pd.Index) -> pd.Series[Any]:
    """Write whole numbers as texts."""
    digits = pa.array(numbers.to_numpy()).cast(pa.large_string())
    return pd.Series(digits, dtype="str")


def decode_ids(texts: Sequence[str] | pd.Series[Any], note: Any) -> pd.Index:  # noqa: ANN401 - JSON
    """Restore the ids that `encode_ids` wrote."""
    if note == "int":
        if isinstance(texts, pd.Series) and texts.dtype != object:  # read as a column
            with suppress(ValueError, OverflowError):  # a larger one is told by Python's own
                numbers: pd.Index = pd.Index(texts.to_numpy(dtype=np.int64))
                return numbers
        return pd.Index([int(t) for t in texts])
    if note == "text":
        held: Any = texts.array if isinstance(texts, pd.Series) else list(texts)
        labels: pd.Index = pd.Index(held, dtype="str")
        return labels
    if "but" in note:
        words = frozenset(note["but"])
        mixed: pd.Index = pd.Index([t if t in words else int(t) for t in texts], dtype=object)
        return mixed
    if "range" in note:
        return pd.RangeIndex(*note["range"])
    listed: pd.Index = pd.Index(note["list"])
    return listed


def _free_name(wanted: str, used: set[str]) -> str:
    name, number = wanted or "column", 1
    while name.casefold() in used:
        number += 1
        name = f"{wanted}_{number}"
    used.add(name.casefold())
    return name


def _stored(column: pd.Series[Any]) -> tuple[str, pd.Series[Any]]:
    kind = str(column.dtype)
    if kind in WITH_GAPS.values():
        return kind, column
    if kind in _PLAIN or kind == "float64":
        return kind, column
    if kind == "str" and not has_zero(column):
        return kind, column
    values = [python_of(v) for v in column.astype(object)]
    if kind == "object" and all(v is None or (type(v) is str and "\0" not in v) for v in values):
        return "text or None", column
    texts = [None if v is None or v is pd.NA or v is pd.NaT else in_json(v) for v in values]
    return f"json {kind}", pd.Series(texts, index=column.index, dtype="str")


def in_json(value: object) -> str:
    """Write a cell as JSON; what JSON does not know becomes a text."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _restored(column: pd.Series[Any], kind: str) -> pd.Series[Any]:
    if column.dtype != object and kind in _COLUMNS:  # read as columns
        return column.astype(_dtype(kind))
    values = list(column)
    if kind in _PLAIN or kind == "float64":
        # A missing number comes back as None, which only a float can be.
        return pd.Series(values, dtype=np.float64 if "float" in kind else None).astype(_dtype(kind))
    if kind in WITH_GAPS.values():  # of an older project, as JSON
        return _with_gaps(values, kind)
    if kind in ("text or None", "str"):
        return pd.Series(values, dtype="str" if kind == "str" else object)
    held = [None if v is None else json.loads(v) for v in values]
    dtype = kind.removeprefix("json ")
    if dtype == "object":
        return pd.Series(held, dtype=object)
    return pd.Series(held, dtype=object).astype(_dtype(dtype))


def _with_gaps(values: list[Any], kind: str) -> pd.Series[Any]:
    """Restore whole numbers with gaps; an older project has them as JSON."""
    held = [json.loads(v) if isinstance(v, str) else v for v in values]
    if kind == "boolean":
        held = [None if v is None else bool(v) for v in held]
    return pd.Series(held, dtype=object).astype(_dtype(kind))


def _dtype(name: str) -> Any:  # noqa: ANN401 - a numpy or a pandas type
    return pd.api.types.pandas_dtype(name)
