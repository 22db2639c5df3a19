"""Steps: changes of single rows, each with the step that takes it back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.crs import lonlat
from geo.core.scalars import python_of
from geo.store import shapes
from geo.store.database import quoted
from geo.store.project.values import Rows

_KINDS = {"b": "BOOLEAN", "i": "INTEGER", "u": "INTEGER", "f": "REAL"}

__all__ = ["Step", "as_text", "carry_out", "differences", "from_text", "text_step"]


@dataclass(frozen=True)
class Step:
    """One row that is added, changed or removed, or columns that become of another kind.

    Attributes
    ----------
    kind
        What happens.
    table, fid
        Which row; 0 for a new one whose number does not matter.
    cells
        Column -> value: all of a new row, the changed ones of another, nothing of a removed one.
        Column -> SQL type where columns become of another kind; they must be empty then.
    """

    kind: Literal["add", "change", "remove", "retype"]
    table: str
    fid: int
    cells: Mapping[str, Any]


def carry_out(base: sqlite3.Connection, steps: Iterable[Step]) -> list[Step]:
    """Carry steps out; return those that take them back, in the order in which to do them."""
    return [_DO[step.kind](base, step) for step in steps][::-1]


def _add(base: sqlite3.Connection, step: Step) -> Step:
    values = {"fid": step.fid or None, **step.cells}
    names = ", ".join(map(quoted, values))
    marks = ", ".join("?" * len(values))
    sql = f'INSERT INTO "{step.table}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    fid = base.execute(sql, list(values.values())).lastrowid
    return Step("remove", step.table, int(fid or 0), {})


def _change(base: sqlite3.Connection, step: Step) -> Step:
    before = _row(base, step, list(step.cells))
    given = ", ".join(f"{quoted(name)} = ?" for name in step.cells)
    sql = f'UPDATE "{step.table}" SET {given} WHERE fid = ?'  # noqa: S608 - names of our own tables
    base.execute(sql, [*step.cells.values(), step.fid])
    return Step("change", step.table, step.fid, before)


def _remove(base: sqlite3.Connection, step: Step) -> Step:
    before = _row(base, step, ["*"])
    base.execute(f'DELETE FROM "{step.table}" WHERE fid = ?', (step.fid,))  # noqa: S608 - the same
    before.pop("fid", None)
    return Step("add", step.table, step.fid, before)


def _retype(base: sqlite3.Connection, step: Step) -> Step:
    held = {row[1]: row[2] for row in base.execute(f"PRAGMA table_info({step.table})")}
    for name, kind in step.cells.items():
        base.execute(f"ALTER TABLE {step.table} DROP COLUMN {quoted(name)}")
        base.execute(f"ALTER TABLE {step.table} ADD COLUMN {quoted(name)} {kind}")
    return Step("retype", step.table, 0, {name: held[name] for name in step.cells})


_DO = {"add": _add, "change": _change, "remove": _remove, "retype": _retype}


def _row(base: sqlite3.Connection, step: Step, wanted: list[str]) -> dict[str, Any]:
    names = ", ".join(name if name == "*" else quoted(name) for name in wanted)
    found = base.execute(f'SELECT {names} FROM "{step.table}" WHERE fid = ?', (step.fid,))  # noqa: S608 - the same
    head = [column[0] for column in found.description]
    return dict(zip(head, found.fetchone(), strict=True))


def text_step(base: sqlite3.Connection, table: str, key: str, value: object) -> list[Step]:
    """Change the text under a key, or add it; nothing where it stands there already."""
    column, text = ("name", "toml") if table == "xuanzhi_scenarios" else ("key", "value")
    new = None if value is None else str(value)
    found = base.execute(
        f"SELECT fid, {text} FROM {table} WHERE {column} = ?",  # noqa: S608 - our own tables
        (key,),
    ).fetchone()
    if found is None:
        return [Step("add", table, 0, {column: key, text: new})]
    return [] if found[1] == new else [Step("change", table, found[0], {text: new})]


def differences(
    base: sqlite3.Connection, layer: str, *, old: Rows, new: Rows, crs: str | None
) -> list[Step] | None:
    """List the rows of a layer that differ.

    Returns
    -------
    steps
        None where single rows do not tell the difference: the order is another one, or a new row
        stands where no number is free.
    """
    key = old.table.columns[0]
    was, now = pd.Index(old.table[key]), pd.Index(new.table[key])
    came_from = was.get_indexer(now)
    stays = came_from >= 0
    held = [fid for (fid,) in base.execute(f"SELECT fid FROM {layer} ORDER BY fid")]  # noqa: S608 - ours
    if len(held) != len(was) or not (np.diff(came_from[stays]) > 0).all():
        return None
    places = _places(held, came_from)
    if places is None:
        return None
    _make_room(base, layer, new.table)
    gone = np.setdiff1d(np.arange(len(was)), came_from[stays])
    before = old.table.iloc[came_from[stays]]
    steps = [Step("remove", layer, held[int(pos)], {}) for pos in gone]
    steps += _retyped(layer, before, new.table, held)
    steps += _changed(layer, before, new.table[stays], held, crs)
    fresh = new.table[~stays]
    return steps + [
        Step("add", layer, fid, values | {"geom": geom})
        for fid, values, geom in zip(places, _plain(fresh), _points(fresh, crs), strict=True)
    ]


def _places(held: list[int], came_from: npt.NDArray[np.intp]) -> list[int] | None:
    """Give the new rows numbers that put them where they belong; None where no room is.

    One among others takes a number that is free there, as that of a row that was removed; those
    at the end may take any, 0.
    """
    n_new = int((came_from < 0).sum())
    if (came_from[len(came_from) - n_new :] < 0).all():  # all at the end, as nearly always
        return [0] * n_new
    places: list[int] = []
    last, n_open = 0, 0
    for pos in came_from:
        if pos < 0:
            n_open += 1
            continue
        here = held[int(pos)]
        if here - last - 1 < n_open:
            return None
        places += range(here - n_open, here)
        last, n_open = here, 0
    return places + [0] * n_open


def _make_room(base: sqlite3.Connection, layer: str, new: pd.DataFrame) -> None:
    """Give the layer a place for every column; an empty one that is left over harms nobody."""
    held = {row[1] for row in base.execute(f"PRAGMA table_info({layer})")}
    for name in new:
        if name not in held:
            base.execute(f"ALTER TABLE {layer} ADD COLUMN {quoted(name)} {_kind(new[name])}")


def _retyped(layer: str, old: pd.DataFrame, new: pd.DataFrame, fids: list[int]) -> list[Step]:
    """Empty the columns that become of another kind, then change their kind."""
    names = [str(n) for n in new if n in old and _kind(old[n]) != _kind(new[n])]
    if not names:
        return []
    empty = [Step("change", layer, fids[int(pos)], dict.fromkeys(names)) for pos in old.index]
    return [*empty, Step("retype", layer, 0, {name: _kind(new[name]) for name in names})]


def _kind(column: pd.Series[Any]) -> str:
    return _KINDS.get(column.dtype.kind, "TEXT")


def _changed(
    layer: str, old: pd.DataFrame, new: pd.DataFrame, fids: list[int], crs: str | None
) -> list[Step]:
    """Compare rows that stay; ``old`` still carries the positions it had."""
    differs = pd.DataFrame(
        {
            name: ~_equal(old[name], new[name])
            if name in old and _kind(old[name]) == _kind(new[name])
            else np.ones(len(new), bool)
            for name in new
        },
        index=range(len(new)),
    )
    rows = np.flatnonzero(differs.to_numpy().any(axis=1))
    moved = differs["x_m"].to_numpy() | differs["y_m"].to_numpy()
    found = new.iloc[rows]
    steps = []
    for row, values, geom in zip(rows, _plain(found), _points(found, crs), strict=True):
        other = {name: value for name, value in values.items() if differs[name].iloc[row]}
        fid = fids[int(old.index[int(row)])]
        steps.append(
            Step("change", layer, fid, other | ({"geom": geom} if moved[row] else {})),
        )
    return steps


def _equal(old: pd.Series[Any], new: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    a, b = old.to_numpy(), new.to_numpy()
    gaps = pd.isna(a) & pd.isna(b)
    if pd.isna(a).any() or pd.isna(b).any():  # NA is neither equal nor unequal to anything
        a, b = (one.astype(object).where(one.notna(), None).to_numpy() for one in (old, new))
    return np.asarray((a == b) | gaps, dtype=bool)


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Write rows in the few kinds of values that SQLite knows."""
    plain = rows.astype(object).where(rows.notna(), None)
    return [{str(k): python_of(v) for k, v in row.items()} for row in plain.to_dict("records")]


def _points(rows: pd.DataFrame, crs: str | None) -> list[bytes]:
    lon, lat = lonlat(rows["x_m"], rows["y_m"], crs)
    return [shapes.of_point(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


def as_text(steps: list[Step]) -> str:
    """Write steps as JSON."""
    return json.dumps(
        [[s.kind, s.table, s.fid, dict(s.cells)] for s in steps],
        ensure_ascii=False,
        default=lambda blob: {"hex": blob.hex()},
    )


def from_text(text: str) -> list[Step]:
    """Read steps written by `as_text`."""
    return [
        Step(
            kind,
            table,
            fid,
            {k: bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for k, v in values.items()},
        )
        for kind, table, fid, values in json.loads(text)
    ]
