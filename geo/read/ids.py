"""Ids: every row has one of its own, which the user can find again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.errors import DuplicateIdError
from geo.read.cells.columns import Match
from geo.read.cells.findings import Findings, shown
from geo.read.cells.numeric import is_all_different, is_trimmed
from geo.words import _

__all__ = ["as_text", "row_ids"]

_WHOLE, _FEW = r"0|[1-9]\d{0,14}", 1000


def row_ids(table: pd.DataFrame, match: dict[str, Match], found: Findings) -> pd.Series:
    """Return unique ids: the column of ids, else a complete serial or credit code, else rows."""
    if "id" in match:
        column = match["id"].column
        ids = as_text(table[column])
        if (empty := np.flatnonzero((ids == "").to_numpy(bool))).size:
            reason, remedy = _("no id; the row number was taken"), _("give every row an id")
            found.doubt(empty, column, [""] * len(empty), reason, remedy)
            ids = ids.astype(object)
            ids.iloc[empty] = [f"row {found.rows[p]}" for p in empty]
        _refuse_twins(ids, column, found)
        return _numbered(ids)
    for weak in ("serial", "credit_code"):
        if weak in match:
            ids = as_text(table[match[weak].column])
            if is_all_different(ids) and not (ids == "").any():
                return _numbered(ids)
    return pd.Series(found.rows)


def _refuse_twins(ids: pd.Series, column: str, found: Findings) -> None:
    used = ids if found.is_used.all() else ids[found.is_used]
    if is_all_different(used):
        return
    rows = pd.Series(found.rows[found.is_used], index=used.index)
    twice = used[used.duplicated(keep=False)]
    said = [
        _(
            "{id!r} in rows {rows}",
            id=shown(one),
            rows=", ".join(str(r) for r in rows[twice.index[twice == one]][:4]),
        )
        for one in list(dict.fromkeys(twice))[:3]
    ]
    raise DuplicateIdError(
        _(
            "{source}: column {column} gives {n} ids more than once: {ids}. Give every row its "
            "own id, or remove the column.",
            source=found.source,
            column=column,
            n=twice.nunique(),
            ids="; ".join(said),
        )
    )


def _numbered(ids: pd.Series) -> pd.Series:
    """Return whole numbers where all ids are ("007" and credit codes stay text)."""
    text = ids.astype("str")
    # The first few tell of most lists that they are none; all are looked at only where these are.
    if all(some.str.fullmatch(_WHOLE).all() for some in (text.head(_FEW), text)):
        return text.astype(np.int64)
    return text


def as_text(column: pd.Series) -> pd.Series:
    """Return a column as text without blanks around it; empty cells as empty text."""
    if isinstance(column.dtype, pd.StringDtype):
        stripped = column if is_trimmed(column) else column.str.strip()
        return stripped.fillna("") if stripped.hasnans else stripped
    return pd.Series([_plain(v) for v in column], dtype="str", index=column.index)


def _plain(value: object) -> str:
    """Return a cell as text; Excel holds every number as a fraction, 3.0 is meant as 3."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
