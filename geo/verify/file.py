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

from geo.verify.count.faces import exact_sum, in_order
from geo.verify.count.recount import Buckets, Data, Ints, Matrix, covered_by
from geo.verify.cover_model import Asked, build
from geo.verify.distances import check_ways, near_by
from geo.verify.given import tables
from geo.verify.max_cover import Claim, check_open, judge
from geo.verify.proof import lp_tree, zones
from geo.verify.proof.tree import KIND, check_tree
from geo.verify.question import asked
from geo.verify.set_cover import Few, judge_few
from geo.verify.verdict import N_, Verdict, Wrong, gap, judgement, proven

__all__ = ["check_file"]

_KEEP_EXISTING = ("max-cover", "set-cover", "budget-cover", "gradual-cover")
_NOT_COUNTED = ("gradual-cover",)  # their value is no count of people covered


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
            verdict = _checked(base)
            # Last: what a change breaks says more than that there was one.
            tables.check_further(base, tables.texts(base))
            return verdict
    except Wrong as found:
        return judgement(found)
    except (
        sqlite3.Error,
        zlib.error,
        LookupError,
        ValueError,
        TypeError,
        ArithmeticError,
    ) as error:
        sentence = N_("{path} is no plan file, or it is damaged: {error}.")
        return Verdict("wrong", sentence=sentence, fields={"path": Path(path).name, "error": error})


def _checked(base: sqlite3.Connection) -> Verdict:
    texts = tables.texts(base)
    problem, mode = json.loads(texts["problem"]), json.loads(texts["mode"])
    data = tables.data(base, texts)
    open_pos = tables.positions(base, json.loads(texts["open_ids"]))
    _check_shown(base, data, texts, open_pos)

    def within(metres: float) -> Buckets | Matrix:
        return near_by(base, data, metres, mode)

    near = within(float(problem["radius_m"]))
    farthest = float(problem.get("far_m", problem["radius_m"]))
    check_ways(base, data, open_pos, farthest, mode)
    times, is_min = int(problem.get("times", 1)), problem["name"] == "set-cover"
    _check_counts(data, near, open_pos, times, texts)
    raw = data
    worth = tables.worth(base, problem.get("weights", ""), data.weight, texts)
    data = Data(data.x, data.y, worth, data.site_x, data.site_y, data.status)
    if problem["name"] in _KEEP_EXISTING:
        check_open(data, problem.get("new"), open_pos)
    _check_spacing(data, float(problem.get("spacing_m", 0)), open_pos)
    value, bound = int(texts["value"]), int(texts["bound"])
    _check_status(texts["status"], value, bound)
    claim = Claim(open_pos, value, bound, tables.arrays(base, "xuanzhi_certificate"))
    kind, is_usual = texts["certificate_kind"], problem["name"] in ("max-cover", "set-cover")
    if kind == lp_tree.KIND or problem["name"] in _NOT_COUNTED or (claim.arrays and not is_usual):
        return _by_model(asked(base, raw, problem, within), claim, kind, is_min=is_min)
    # What follows does not look at floors, budgets, moves and closings; the plan must keep them.
    if problem.get("floor_share") or not is_usual:
        build(asked(base, raw, problem, within), {}).value(open_pos)
    is_cover = kind in (KIND, zones.KIND) and times == 1
    if is_cover and problem["name"] == "max-cover":
        return judge(data, near, near.order, int(problem["new"]), claim)
    if is_min:
        return _few(data, near, claim, problem, is_cover)
    return _most(data, near, open_pos, problem, value)


def _check_status(status: str, value: int, bound: int) -> None:
    """Check that a plan calls itself best exactly where value and bound meet."""
    if status not in ("optimal", "feasible") or (status == "optimal") != (value == bound):
        raise Wrong(
            N_("The plan calls itself {status}, but its value is {value} and its bound {bound}."),
            status=status,
            value=value,
            bound=bound,
        )


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


def _by_model(question: Asked, claim: Claim, kind: str, *, is_min: bool) -> Verdict:
    """Write the question down again, score the plan by it, and check the proof."""
    model = build(question, claim.arrays if kind == lp_tree.KIND else {})
    sign = -1 if is_min else 1
    value = sign * model.value(claim.open_pos)
    if value != claim.value:
        raise Wrong(
            N_("The plan claims to be worth {claimed}; recounted it is {value}."),
            claimed=claim.value,
            value=value,
        )
    if kind == lp_tree.KIND and claim.arrays:
        lp_tree.check_lp_tree(model, sign * claim.bound, claim.arrays)
    elif kind == KIND and claim.arrays and not is_min and model.is_plain:
        rows = in_order(model.rows.face, model.free[model.rows.site], model.worth)
        p, base = int(model.high[0]), model.base
        check_tree(rows, model.free, p, base=base, claim=claim.bound, arrays=claim.arrays)
    else:
        return gap(value, sign * (model.base + exact_sum(model.worth)), is_min=is_min)
    return proven(value) if value == claim.bound else gap(value, claim.bound, is_min=is_min)


def _few(
    data: Data,
    near: Buckets | Matrix,
    claim: Claim,
    problem: dict[str, Any],
    is_proof: bool,  # noqa: FBT001 - whether the arrays are a proof by cover
) -> Verdict:
    """Check a plan of the fewest sites."""
    return judge_few(
        data,
        near,
        near.order,
        Few(
            claim.open_pos,
            claim.value,
            claim.bound,
            ceil(Fraction(str(problem["share"])) * exact_sum(data.weight)),
            int(problem.get("times", 1)),
            claim.arrays if is_proof else {},
        ),
    )


def _covered(near: Buckets | Matrix, sites: Ints, weight: npt.NDArray[np.int64], times: int) -> int:
    return exact_sum(weight[covered_by(near, sites, len(weight)) >= times])
