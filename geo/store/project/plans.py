"""Kept plans in and out of a project: each with its evidence and the data it was made from.

The data of a plan are mostly those of the project. What differs is kept once, by content digest:
other sites as a table, other weights as one array, firms of another day as a table.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Demand, Scenario, Sites, Study
from geo.store import database, layers, record, ways
from geo.store.project import streets
from geo.store.project.schema import ARRAYS
from geo.store.project.steps import Step
from geo.store.project.values import KeptPlan

__all__ = ["drop", "keep", "preserve", "read"]

_NO_ARRAYS: dict[str, npt.NDArray[Any]] = {}


def keep(
    base: sqlite3.Connection, kept: KeptPlan, study: Study, *, at: str, who: str
) -> list[Step]:
    """Write a plan; return the step that shows it among the kept ones."""
    plan, data = kept.plan, kept.study
    streets.keep(base, ways.of_plan(data, plan))
    row = {
        "name": kept.name,
        "scenario": kept.scenario.to_toml(),
        "kept_at": at,
        "kept_by": who,
        "firms": _keep_firms(base, data.demand, study.demand),
        "sites": _keep_sites(base, data.sites),
        "is_dropped": 1,
    }
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    sql = f"INSERT INTO xuanzhi_plans ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    number = int(base.execute(sql, list(row.values())).lastrowid or 0)
    base.executemany(
        "INSERT INTO xuanzhi_plan_texts (plan, key, value) VALUES (?, ?, ?)",
        [
            (number, key, None if value is None else str(value))
            for key, value in record.plan_record(data, plan).items()
        ],
    )
    parts = {
        "certificate": _NO_ARRAYS if plan.certificate is None else plan.certificate.arrays,
        "distances": record.distances(data, plan),
        "allocation": {"served_pos": kept.served_pos.astype(np.int32)},
    }
    for part, arrays in parts.items():
        _keep_arrays(base, number, part, arrays)
    return [Step("change", "xuanzhi_plans", number, {"is_dropped": 0})]


def drop(base: sqlite3.Connection, name: str) -> list[Step]:
    """Return the steps that let a plan go; it stays in the file, so that it can come back."""
    found = base.execute(
        "SELECT fid FROM xuanzhi_plans WHERE name = ? AND NOT is_dropped", (name,)
    ).fetchall()
    return [Step("change", "xuanzhi_plans", fid, {"is_dropped": 1}) for (fid,) in found]


def read(
    base: sqlite3.Connection, study: Study, families: record.Families
) -> tuple[tuple[KeptPlan, ...], tuple[str, ...]]:
    """Read the kept plans, and the names of those whose firms are not in the file any more."""
    rows = base.execute(
        "SELECT fid, name, scenario, firms, sites FROM xuanzhi_plans WHERE NOT is_dropped "
        "ORDER BY fid"
    ).fetchall()
    kept, lost = [], []
    for number, name, toml, firms, sites in rows:
        demand = _firms(base, firms, study.demand)
        if demand is None:
            lost.append(name)
            continue
        data = replace(study, demand=demand, sites=_sites(base, sites))
        kept.append(_plan(base, number, name, toml, data, families))
    return tuple(kept), tuple(lost)


def _plan(
    base: sqlite3.Connection,
    number: int,
    name: str,
    toml: str,
    data: Study,
    families: record.Families,
) -> KeptPlan:
    texts = dict(
        base.execute("SELECT key, value FROM xuanzhi_plan_texts WHERE plan = ?", (number,))
    )
    known = {"problems": families.problems, "modes": families.modes}
    if (walked := streets.find(base, json.loads(texts["mode"]).get("streets"))) is not None:
        data = replace(data, ways=walked)
    return KeptPlan(
        name=name,
        scenario=Scenario.from_toml(
            toml, problems=families.problems.values(), modes=families.modes.values()
        ),
        study=data,
        plan=record.plan_of(
            texts, _arrays(base, number, "certificate"), _arrays(base, number, "distances"), **known
        ),
        served_pos=_arrays(base, number, "allocation")["served_pos"].astype(np.int64),
    )


def preserve(base: sqlite3.Connection, demand: Demand) -> None:
    """Keep firms that are about to change, where a kept plan was made from them."""
    wanted = base.execute(
        "SELECT 1 FROM xuanzhi_plans WHERE firms = ? UNION "
        "SELECT 1 FROM xuanzhi_values WHERE kind = 'weights' AND meta = ?",
        (demand.digest, demand.digest),
    ).fetchone()
    if wanted is not None:
        rows, notes = layers.firm_rows(demand)
        _keep_value(base, demand.digest, "firms", {"crs": demand.crs, "notes": notes}, rows)


def _keep_firms(base: sqlite3.Connection, demand: Demand, current: Demand) -> str:
    """Keep the firms of a plan as their difference from the project's."""
    if _is_held(base, demand.digest) or demand.digest == current.digest:
        return demand.digest
    alike = (
        demand.crs == current.crs
        and np.array_equal(demand.x, current.x)
        and np.array_equal(demand.y, current.y)
        and demand.ids.equals(current.ids)
        and demand.table.equals(current.table)
    )
    if alike:
        _kind, _shape, data = database.packed(demand.weight)
        base.execute(
            "INSERT INTO xuanzhi_values (digest, kind, meta, data) VALUES (?, 'weights', ?, ?)",
            (demand.digest, current.digest, data),
        )
    else:
        rows, notes = layers.firm_rows(demand)
        _keep_value(base, demand.digest, "firms", {"crs": demand.crs, "notes": notes}, rows)
    return demand.digest


def _firms(base: sqlite3.Connection, digest: str, current: Demand) -> Demand | None:
    if digest == current.digest:
        return current
    found = _value(base, digest)
    if found is None:
        return None
    kind, meta, data = found
    if kind == "firms":
        told = json.loads(meta)
        return layers.as_demand(_table(data), told["notes"], told["crs"])
    whole = _firms(base, meta, current)
    if whole is None:
        return None
    return whole.with_weight(database.unpacked("<i8", str(len(whole)), data))


def _keep_sites(base: sqlite3.Connection, sites: Sites) -> str:
    rows, notes = layers.site_rows(sites)
    _keep_value(base, sites.digest, "sites", {"crs": sites.crs, "notes": notes}, rows)
    return sites.digest


def _sites(base: sqlite3.Connection, digest: str) -> Sites:
    found = _value(base, digest)
    if found is None:
        raise KeyError(digest)
    _kind, meta, data = found
    told = json.loads(meta)
    return layers.as_sites(_table(data), told["notes"], told["crs"])


def _is_held(base: sqlite3.Connection, digest: str) -> bool:
    return _value(base, digest) is not None


def _value(base: sqlite3.Connection, digest: str) -> tuple[str, str, bytes] | None:
    found: tuple[str, str, bytes] | None = base.execute(
        "SELECT kind, meta, data FROM xuanzhi_values WHERE digest = ?", (digest,)
    ).fetchone()
    return found


def _keep_value(
    base: sqlite3.Connection, digest: str, kind: str, meta: Mapping[str, Any], rows: pd.DataFrame
) -> None:
    if _is_held(base, digest):
        return
    packed = io.BytesIO()
    rows.to_parquet(packed, compression="zstd")
    base.execute(
        "INSERT INTO xuanzhi_values (digest, kind, meta, data) VALUES (?, ?, ?, ?)",
        (digest, kind, json.dumps(meta, ensure_ascii=False, default=str), packed.getvalue()),
    )


def _table(data: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(data)).astype(object)


def _keep_arrays(
    base: sqlite3.Connection, number: int, part: str, arrays: Mapping[str, npt.NDArray[Any]]
) -> None:
    base.executemany(
        f"INSERT INTO {ARRAYS} (plan, part, name, dtype, shape, data) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - ours
        [(number, part, name, *database.packed(array)) for name, array in arrays.items()],
    )


def _arrays(base: sqlite3.Connection, number: int, part: str) -> dict[str, npt.NDArray[Any]]:
    rows = base.execute(
        f"SELECT name, dtype, shape, data FROM {ARRAYS} WHERE plan = ? AND part = ? ORDER BY fid",  # noqa: S608 - ours
        (number, part),
    )
    return {name: database.unpacked(*packed) for name, *packed in rows}
