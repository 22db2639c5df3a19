"""Columns and ids of a project as its file has them: single cells in the kind of their column."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.scalars import python_of
from geo.store.columns import WITH_GAPS, in_json

__all__ = ["differs", "next_kind", "note_of_ids", "short_note", "stored_as"]

Flags = npt.NDArray[np.bool_]

_FEW = 1000  # ids that are noted one by one


def next_kind(kind: str, dtype: Any) -> str | None:  # noqa: ANN401 - a numpy or a pandas type
    """Return how a column of the file is to be read if it becomes of a type; None if it cannot."""
    now = str(dtype)
    whole = {gaps: name for name, gaps in WITH_GAPS.items()}
    if now in (kind, kind.removeprefix("json ")):
        return kind
    if kind == "text or None":
        return kind if now == "object" else None
    return now if whole.get(now, now) == whole.get(kind, kind) else None


def stored_as(kind: str, cells: pd.Series[Any]) -> list[Any] | None:
    """Write some cells of a column as its kind is stored; None where one does not fit in."""
    values = [None if v is pd.NA or v is pd.NaT else python_of(v) for v in cells.astype(object)]
    if kind in ("str", "text or None"):
        texts = [None if v is None or v != v else v for v in values]  # noqa: PLR0124 - NaN
        is_fit = all(v is None or (type(v) is str and "\0" not in v) for v in texts)
        is_gap = kind == "str" or all(v is None or type(v) is str for v in values)
        return texts if is_fit and is_gap else None
    if kind.startswith("json "):
        return [None if v is None else in_json(v) for v in values]
    return [None if v is None or v != v else v for v in values]  # noqa: PLR0124 - NaN


def differs(a: Any, b: Any) -> Flags | None:  # noqa: ANN401 - cells
    """Say which cells differ, gaps being alike; None where that cannot be told of such cells."""
    if not isinstance(a, pd.Series):
        unlike: Flags = np.asarray(a != b, dtype=bool)
        return unlike
    a, b = a.reset_index(drop=True), b.reset_index(drop=True)
    if a.dtype == object:
        kinds = {pd.api.types.infer_dtype(one, skipna=True) for one in (a, b)}
        if not kinds <= {"string", "empty", "integer", "mixed-integer"}:
            return None
        gaps: Flags = (a.isna() & b.isna()).to_numpy(bool)
        unlike = np.asarray(a.to_numpy() != b.to_numpy(), dtype=bool)
        return unlike & ~gaps
    try:
        alike = (a == b.astype(a.dtype) if a.dtype != b.dtype else a == b).fillna(value=False)
    except (TypeError, ValueError):  # a gap in what had none, other categories
        return differs(b, a) if str(a.dtype) in WITH_GAPS else None
    same: Flags = alike.to_numpy(dtype=bool) | (a.isna() & b.isna()).to_numpy(bool)
    return ~same


def note_of_ids(note: Any, gone: pd.Index, now: pd.Index, fresh: Any) -> Any:  # noqa: ANN401 - JSON
    """Return what to note of ids after some went and some came; None where all must be told."""
    if isinstance(now, pd.RangeIndex):
        return {"range": [now.start, now.stop, now.step]}
    came = [python_of(i) for i in now[fresh]]
    if note == "text":
        return note if all(type(i) is str for i in came) else None
    known = {"but": []} if note == "int" or "range" in note else note
    if "but" not in known:
        return None
    left = set(gone)
    words = [i for i in (*known["but"], *came) if type(i) is str and i not in left]
    return _ints_but(words) if all(type(i) in (int, str) for i in came) else None


def short_note(note: Any) -> Any:  # noqa: ANN401 - JSON
    """Note whole numbers among which are a few texts by these; any other note stays."""
    listed = note.get("list") if isinstance(note, dict) else None
    if not listed or not all(type(i) in (int, str) for i in listed):
        return note
    return _ints_but([i for i in listed if type(i) is str]) or note


def _ints_but(words: list[str]) -> Any:  # noqa: ANN401 - JSON
    if len(words) > _FEW or any(word.lstrip("-").isdecimal() for word in words):
        return None
    return {"but": words} if words else "int"
