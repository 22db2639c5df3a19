"""Attributes: the canonical columns of a layer, each read by its own rule."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import MissingColumnError
from geo.read.cells.columns import Match
from geo.read.cells.counts import EMPTY, counts, numbers
from geo.read.cells.findings import Findings, shown
from geo.read.cells.kinds import of_one_kind
from geo.read.cells.terms import statuses, yes_no
from geo.read.ids import as_text, row_ids
from geo.words import _

__all__ = ["attributes"]

_TEXT = (
    *("name", "street", "industry", "kind", "hours", "host", "address", "credit_code"),
    "entrances",
)
_ORDER = (
    *(
        "id",
        "name",
        "workers",
        "is_estimated",
        "members",
        "street",
        "industry",
        "is_unionised",
        "status",
    ),
    *(
        "capacity",
        "cost_yuan",
        "hours",
        "host",
        "kind",
        "area_m2",
        "entrances",
        "address",
        "credit_code",
    ),
)
_COUNTED = re.compile(r"[万千百]")
_UNITS = {
    "cost_yuan": ((re.compile(r"万"), 10_000.0), (re.compile(r"千元"), 1000.0)),
    "area_m2": ((re.compile(r"亩"), 2000 / 3), (re.compile(r"公顷|\bha\b"), 10_000.0)),
}


def attributes(
    table: pd.DataFrame,
    match: dict[str, Match],
    found: Findings,
    *,
    kind: str,
    weight: str | None = None,
    keeps_uncounted: bool = False,
) -> pd.DataFrame:
    """Return the canonical columns, then the user's own.

    Parameters
    ----------
    table, match
        The cells, and which column is which.
    found
        Takes the findings; firms without a usable number of workers are refused.
    kind
        Kind of layer.
    weight
        Heading of the column with the workers, ``"1"`` to count each firm once, or None.
    keeps_uncounted
        Whether firms without a headcount stay, with 0 workers and ``is_estimated``, for somebody
        to estimate it.

    Raises
    ------
    MissingColumnError
        Firms have no column of workers.
    DuplicateIdError
        An id stands for two rows.
    """
    result: dict[str, object] = {}
    if kind == "firms":
        result["workers"], is_empty = _workers(
            table, match, found, weight=weight, keeps_uncounted=keeps_uncounted
        )
        if keeps_uncounted:
            result["is_estimated"] = is_empty
    for field, one in match.items():
        if field not in ("workers", "lon", "lat", "place", "serial", "id"):
            result[field] = _one(table[one.column], field, found)
    result["id"] = row_ids(table, match, found)
    named = result.get("name")
    result["name"] = _names(result["id"], named)  # type: ignore[arg-type]
    canonical = pd.DataFrame({f: result[f] for f in _ORDER if f in result})
    return pd.concat([canonical, _own(table, match, tuple(canonical.columns))], axis=1)


def _workers(
    table: pd.DataFrame,
    match: dict[str, Match],
    found: Findings,
    *,
    weight: str | None,
    keeps_uncounted: bool,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the workers of each row, and which rows give no number but are kept."""
    is_empty = np.zeros(len(table), bool)
    if weight == "1" and weight not in table.columns:
        return np.ones(len(table), np.int64), is_empty
    column = weight or (match["workers"].column if "workers" in match else None)
    if column is None and keeps_uncounted:
        return np.zeros(len(table), np.int64), ~is_empty
    if column is None or column not in table.columns:
        raise _no_workers(table, column, found.source)
    read = counts(table[column])
    by_reason: dict[str, list[int]] = {}
    for pos, reason in read.reason.items():
        by_reason.setdefault(reason, []).append(pos)
    if keeps_uncounted:
        is_empty[by_reason.pop(EMPTY, [])] = True
    remedy = _("fill in the number of workers: 0 or more, whole")
    for reason, rows in by_reason.items():
        found.refuse(rows, column, table[column].iloc[rows].tolist(), _(reason), remedy)
    for pos, reading in read.reading.items():
        found.doubt(
            [pos], column, [table[column].iloc[pos]], reading, _("fill in the exact number")
        )
    return np.where(np.isfinite(read.value), read.value, 0).astype(np.int64), is_empty


def _no_workers(table: pd.DataFrame, column: str | None, source: str) -> MissingColumnError:
    names = ", ".join(shown(c) for c in table.columns[:30])
    if column is None:
        return MissingColumnError(
            _(
                "{source}: no column with the number of workers. The file has: {found}. "
                "Add a column 职工数 (or workers), say which of these it is, or count each "
                "firm once.",
                source=source,
                found=names,
            )
        )
    return MissingColumnError(
        _(
            "{source}: there is no column {column!r} (wanted for {field}). The file has: "
            "{found}. Name one of these.",
            source=source,
            column=column,
            field="workers",
            found=names,
        )
    )


def _one(column: pd.Series, field: str, found: Findings) -> object:
    """Read one column that a row may lack: what cannot be read is left out and marked."""
    name = str(column.name)
    if field in _TEXT:
        return as_text(column)
    if field == "is_unionised":
        said, unknown = yes_no(column)
        reason, remedy = _("neither yes nor no; taken as no"), _("write 是 or 否 (yes or no)")
        found.doubt(unknown, name, column.iloc[unknown], reason, remedy)
        return said
    if field == "status":
        words, unknown = statuses(column)
        reason = _("unknown status; taken as a candidate")
        remedy = _("write 已有, 必选, 候选 or 禁用 (existing, required, candidate, forbidden)")
        found.doubt(unknown, name, column.iloc[unknown], reason, remedy)
        return words
    if field in ("members", "capacity"):
        read = counts(column)
        empty = {p for p in read.reason if shown(column.iloc[p]) == ""}
        trouble = {p: why for p, why in read.reason.items() if p not in empty}
        for pos, reading in read.reading.items():
            found.doubt([pos], name, [column.iloc[pos]], reading, _("fill in the exact number"))
        return _left_out(column, read.value, trouble, found)
    value, trouble = numbers(column)
    value = value * _units(field, column)
    return _left_out(column, value, trouble, found, is_whole=field == "cost_yuan")


def _left_out(
    column: pd.Series,
    value: npt.NDArray[np.float64],
    trouble: dict[int, str],
    found: Findings,
    *,
    is_whole: bool = True,
) -> object:
    for pos, reason in trouble.items():
        found.doubt(
            [pos],
            str(column.name),
            [column.iloc[pos]],
            _("{reason}; left empty", reason=_(reason)),
            _("write it as a number"),
        )
    if not is_whole:
        return value
    full = np.isfinite(value)
    if full.all():
        return np.round(value).astype(np.int64)
    return (
        pd.array(np.round(value), dtype="Float64").astype("Int64")
        if full.any()
        else pd.array([pd.NA] * len(value), dtype="Int64")
    )


def _units(field: str, column: pd.Series) -> npt.NDArray[np.float64]:
    """Return what each number is multiplied by: as its cell says (1.5亩), else as the heading does.

    What a cell says in 万 or 千 is in its number already.
    """
    heading = _unit(field, str(column.name))
    factor = np.full(len(column), heading if heading is not None else 1.0)
    if field not in _UNITS or column.dtype.kind in "iuf":
        return factor
    for pos, cell in enumerate(column):
        if isinstance(cell, str) and not cell.isascii():
            own = _unit(field, cell)
            if own is not None:
                factor[pos] = 1.0 if _COUNTED.search(cell) else own
            elif "元" in cell or "平" in cell or "㎡" in cell:
                factor[pos] = 1.0
    return factor


def _unit(field: str, text: str) -> float | None:
    """Return the unit that a text like 费用（万元） or 1.5亩 names, in yuan or m2; None: none."""
    return next((times for pattern, times in _UNITS.get(field, ()) if pattern.search(text)), None)


def _names(ids: pd.Series, names: pd.Series | None) -> pd.Series:
    if names is None:
        return ids.astype("str")
    empty = (names == "").to_numpy(bool)
    return names.mask(empty, ids.astype("str")) if empty.any() else names


def _own(table: pd.DataFrame, match: dict[str, Match], canonical: tuple[str, ...]) -> pd.DataFrame:
    """Return the columns nobody read, and the coordinates as they were given."""
    spoken = {m.column: f for f, m in match.items()}
    names: dict[str, str] = {}
    for column in table.columns:
        field = spoken.get(column)
        if field in ("lon", "lat", "place", "entrances"):
            names[column] = f"{column}_original"
        elif field is None or field == "serial":
            names[column] = column
    for column in list(names):
        while names[column] in canonical or list(names.values()).count(names[column]) > 1:
            names[column] += "_original"
    own = table[list(names)].set_axis(list(names.values()), axis=1).reset_index(drop=True)
    return of_one_kind(own)
