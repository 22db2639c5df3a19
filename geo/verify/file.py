"""Check a plan file (``PLAN.gpkg``) with nothing but what stands in it.

Read with sqlite3: layers ``firms`` (``x_m, y_m, workers, firm_id``) and ``sites`` (``x_m, y_m,
status, site_id``), tables ``xuanzhi_plan`` (key, value), ``xuanzhi_certificate`` and, where the
caller gave distances, ``xuanzhi_distances`` (name, dtype, shape, zlib-packed little-endian data).
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.verify import streets, tables
from geo.verify.faces import exact_sum
from geo.verify.max_cover import Claim, check_open, judge
from geo.verify.recount import Buckets, Data, Ints, Matrix, covered_by
from geo.verify.tree import KIND
from geo.verify.verdict import N_, Unknown, Verdict, Wrong, gap, judgement

__all__ = ["check_file"]

_KEEP_EXISTING = ("max-cover", "set-cover", "budget-cover", "gradual-cover")
_NOT_COUNTED = ("gradual-cover",)  # their value is no coverage


def check_file(path: str | Path) -> Verdict:
    """Recount the plan in a file, and check its certificate where it has one.

    Returns
    -------
    verdict
        ``PROVEN value = bound = N``; ``GAP value < bound`` where better plans are not ruled out; or
        what is wrong with the file.
    """
    if not Path(path).is_file():
        return judgement(Wrong(N_("There is no file {path}."), path=path))
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as base:
            return _checked(base)
    except Wrong as found:
        return judgement(found)
    except (sqlite3.Error, KeyError, ValueError, TypeError, zlib.error) as error:
        sentence = N_("{path} is no plan file, or it is damaged: {error}.")
        return Verdict("wrong", sentence=sentence, fields={"path": Path(path).name, "error": error})


def _checked(base: sqlite3.Connection) -> Verdict:
    texts = tables.texts(base)
    problem, mode = json.loads(texts["problem"]), json.loads(texts["mode"])
    data = tables.data(base, texts)
    open_pos = tables.positions(base, json.loads(texts["open_ids"]))
    _check_shown(base, data, texts, open_pos)
    near = _near(base, data, problem, mode, open_pos)
    times, is_min = int(problem.get("times", 1)), problem["name"] == "set-cover"
    _check_counts(data, near, open_pos, times, texts)
    worth = tables.worth(base, problem.get("weights", ""), data.weight, texts)
    data = Data(data.x, data.y, worth, data.site_x, data.site_y, data.status)
    if problem["name"] in _KEEP_EXISTING:
        check_open(data, problem.get("new"), open_pos)
    _check_spacing(data, float(problem.get("spacing_m", 0)), open_pos)
    value, bound = int(texts["value"]), int(texts["bound"])
    if texts["status"] not in ("optimal", "feasible") or (texts["status"] == "optimal") != (
        value == bound
    ):
        raise Wrong(
            N_("The plan calls itself {status}, but its value is {value} and its bound {bound}."),
            status=texts["status"],
            value=value,
            bound=bound,
        )
    arrays = tables.arrays(base, "xuanzhi_certificate")
    if texts["certificate_kind"] == KIND and problem["name"] == "max-cover" and times == 1:
        return judge(
            data, near, near.order, int(problem["new"]), Claim(open_pos, value, bound, arrays)
        )
    if is_min:
        return _few(data, near, open_pos, problem, value)
    return _most(data, near, open_pos, problem, value)


def _check_shown(
    base: sqlite3.Connection, data: Data, texts: dict[str, str], open_pos: Ints
) -> None:
    """Check that the layers a reader sees on a map show the plan that is proven."""
    new = open_pos[data.status[open_pos] != "existing"]
    lists = [json.loads(texts["new_ids"])] if "new_ids" in texts else []
    if tables.has(base, "proposed"):
        lists.append(tables.ids(base, "proposed"))
    for shown in lists:
        if not np.array_equal(np.sort(tables.positions(base, shown)), np.sort(new)):
            raise Wrong(N_("The proposed sites shown in the file are not those of the plan."))


def _near(
    base: sqlite3.Connection,
    data: Data,
    problem: dict[str, Any],
    mode: dict[str, Any],
    open_pos: Ints,
) -> Buckets | Matrix:
    """Say who is within the radius, by the plan's rule of distance."""
    radius = float(problem["radius_m"])
    if mode["name"] == "straight":
        return Buckets(data, radius, float(mode["detour"]))
    ways = tables.arrays(base, "xuanzhi_distances")
    if not ways:
        raise Unknown(
            N_("GAP: distances of mode {mode} are not in the file, so nothing can be recounted"),
            mode=mode["name"],
        )
    n, m = len(data.x), len(data.site_x)
    if "dense" in ways:
        row, column = np.nonzero(np.isfinite(ways["dense"]))
        metres = ways["dense"][row, column]
        shape = ways["dense"].shape
    else:
        row = np.repeat(np.arange(len(ways["start"]) - 1), np.diff(ways["start"]))
        column, metres, shape = (
            ways["column"].astype(np.int64),
            ways["metres"],
            tuple(ways["shape"].tolist()),
        )
    if shape != (n, m):
        raise Wrong(N_("The table of distances does not fit the firms and sites."))
    streets.check_walked(ways, data, open_pos, radius, (row, column, metres))
    return Matrix(row.astype(np.int64), column, metres, n_point=n, radius_m=radius)


def _check_counts(
    data: Data, near: Buckets | Matrix, open_pos: Ints, times: int, texts: dict[str, str]
) -> None:
    """Recount the people covered today and by the plan, and all people."""
    weight = data.weight[near.order]
    existing = np.flatnonzero(data.status == "existing")
    counted = {
        "total": exact_sum(weight),
        "covered_before": exact_sum(weight[covered_by(near, existing, len(weight)) >= times]),
        "covered": exact_sum(weight[covered_by(near, open_pos, len(weight)) >= times]),
    }
    for name, value in counted.items():
        if int(texts[name]) != value:
            raise Wrong(
                N_("The file says {name} = {claimed}; recounted it is {value}."),
                name=name,
                claimed=texts[name],
                value=value,
            )


def _check_spacing(data: Data, spacing_m: float, open_pos: Ints) -> None:
    """Check that no new site stands too near another open one."""
    for site in open_pos[data.status[open_pos] != "existing"] if spacing_m else ():
        others = open_pos[open_pos != site]
        dx, dy = data.site_x[others] - data.site_x[site], data.site_y[others] - data.site_y[site]
        if (np.sqrt(dx * dx + dy * dy) < spacing_m).any():
            raise Wrong(N_("Two open sites stand less than {spacing} m apart."), spacing=spacing_m)


def _most(
    data: Data, near: Buckets | Matrix, open_pos: Ints, problem: dict[str, Any], value: int
) -> Verdict:
    """Re-score a plan that covers the most; without a proof all sites together are the bound."""
    weight, times = data.weight[near.order], int(problem.get("times", 1))
    if problem["name"] in _NOT_COUNTED:
        sentence = N_(
            "GAP: people covered are as the file says; {name} cannot be scored or proven here"
        )
        return Verdict("gap", value, 0, sentence, {"name": problem["name"]})
    recounted = _covered(near, open_pos, weight, times)
    if recounted != value:
        raise Wrong(
            N_("The plan claims to cover {claimed}; recounted it is {value}."),
            claimed=value,
            value=recounted,
        )
    every = np.flatnonzero(data.status != "forbidden")
    bound = _covered(near, every, weight, times)
    return gap(value, bound)


def _few(
    data: Data, near: Buckets | Matrix, open_pos: Ints, problem: dict[str, Any], value: int
) -> Verdict:
    """Re-score a plan of the fewest sites; sites that must be open are the bound."""
    weight = data.weight[near.order]
    if value != len(open_pos):
        raise Wrong(
            N_("The plan claims {claimed} open sites; it has {value}."),
            claimed=value,
            value=len(open_pos),
        )
    wanted = ceil(Fraction(str(problem["share"])) * exact_sum(weight))
    covered = _covered(near, open_pos, weight, int(problem.get("times", 1)))
    if covered < wanted:
        raise Wrong(
            N_("The plan covers {covered}; {wanted} are wanted."), covered=covered, wanted=wanted
        )
    least = int(np.isin(data.status, ["existing", "required"]).sum())
    return gap(value, least, is_min=True)


def _covered(near: Buckets | Matrix, sites: Ints, weight: npt.NDArray[np.int64], times: int) -> int:
    return exact_sum(weight[covered_by(near, sites, len(weight)) >= times])
