"""A plan and the words about its study as texts under keys, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array, issparse

from geo.core import Certificate, Mode, Plan, Source, Study, farthest_m
from geo.core.scalars import python_of
from geo.core.scenario import choices, made
from geo.errors import InputError
from geo.verify import fingerprint
from geo.words import _

__all__ = [
    "FORMAT",
    "Families",
    "distances",
    "plan_of",
    "plan_record",
    "record_of",
    "study_record",
    "study_words",
]

FORMAT = "xuanzhi-plan/1"


@dataclass(frozen=True)
class Families:
    """Every question and every rule of distance that is known, by name."""

    problems: Mapping[str, type[Any]]
    modes: Mapping[str, type[Any]]


def record_of(study: Study, plan: Plan) -> dict[str, object]:
    """Write a plan, and what its study says about itself, as texts and numbers."""
    return {"format": FORMAT} | study_record(study) | plan_record(study, plan)


def study_record(study: Study) -> dict[str, object]:
    """Write what a study says about itself; `study_words` reads it."""
    return {
        "study_name": study.name,
        "crs": study.demand.crs,
        "small_firm_line": study.small_firm_line,
        "sources": _json([asdict(source) for source in study.sources]),
        "rejected": study.rejected.to_json(orient="split", force_ascii=False, index=False),
    }


def plan_record(study: Study, plan: Plan) -> dict[str, object]:
    """Write a plan without its arrays; `plan_of` reads it."""
    return {
        "problem": _json(choices(plan.problem)),
        "mode": _json(_mode(plan.mode)),
        "open_ids": _json(list(plan.open_ids)),
        "new_ids": _json(list(plan.new_ids)),
        "value": plan.value,
        "bound": plan.bound,
        "status": plan.status,
        "total": plan.total,
        "most": plan.most,
        "covered_before": plan.covered_before,
        "covered": plan.covered,
        "seed": plan.seed,
        "seconds": plan.seconds,
        "data_digest": plan.data_digest,
        "data_sha256": _fingerprint(study),
        "certificate_kind": None if plan.certificate is None else plan.certificate.kind,
    }


def plan_of(
    record: Mapping[str, str],
    arrays: dict[str, npt.NDArray[Any]],
    ways: dict[str, npt.NDArray[Any]],
    *,
    problems: Mapping[str, type[Any]],
    modes: Mapping[str, type[Any]],
) -> Plan:
    """Build the plan again from its texts, its certificate's arrays and its distances."""
    kind = record["certificate_kind"]
    return Plan(
        problem=_made(record["problem"], problems),
        open_ids=tuple(json.loads(record["open_ids"])),
        new_ids=tuple(json.loads(record["new_ids"])),
        value=int(record["value"]),
        bound=int(record["bound"]),
        status="optimal" if record["status"] == "optimal" else "feasible",
        total=int(record["total"]),
        covered_before=int(record["covered_before"]),
        covered=int(record["covered"]),
        certificate=None if kind is None else Certificate(kind, arrays),
        mode=_mode_of(record["mode"], ways, modes),
        seconds=float(record["seconds"]),
        seed=int(record["seed"]),
        data_digest=record["data_digest"],
        most=None if record.get("most") is None else int(record["most"]),
    )


def study_words(record: Mapping[str, str]) -> dict[str, Any]:
    """Read what a study says about itself: name, sources, rejected rows, small-firm line."""
    return {
        "name": record["study_name"],
        "sources": tuple(Source(**source) for source in json.loads(record["sources"])),
        "rejected": pd.DataFrame(**json.loads(record["rejected"])),
        "small_firm_line": int(record["small_firm_line"]),
    }


def distances(study: Study, plan: Plan) -> dict[str, npt.NDArray[Any]]:
    """Return the distances of a plan as arrays; nothing where they follow from the coordinates.

    With them a plan along streets, or by the caller's own table, can be recounted from the file
    alone. Distances given by the caller are kept whole, others as far as the question looks.
    """
    if hasattr(plan.mode, "detour"):
        return {}
    further: dict[str, npt.NDArray[Any]] = {}
    matrix = getattr(plan.mode, "matrix", None)
    if matrix is None:
        reach = plan.mode.reach(study.demand, study.sites, farthest_m(plan.problem))
        firm, site, metres = reach.pairs()
        matrix = csr_array(coo_array((metres, (firm, site)), shape=reach.shape))
        further = getattr(reach, "evidence", dict)()
    elif not issparse(matrix):
        return {"dense": np.asarray(matrix, np.float64)}
    rows = csr_array(matrix)
    parts = {"start": rows.indptr, "column": rows.indices, "metres": rows.data}
    return parts | {"shape": np.asarray(rows.shape)} | further


def _mode(mode: Mode) -> dict[str, Any]:
    return {"name": mode.name} if hasattr(mode, "matrix") else choices(mode)


def _mode_of(text: str, ways: dict[str, npt.NDArray[Any]], modes: Mapping[str, type[Any]]) -> Mode:
    """Build the rule of distance: a table from its distances, any other from its choices."""
    if json.loads(text)["name"] == "table":
        return _table(ways, modes)
    mode: Mode = _made(text, modes)
    return mode


def _table(ways: dict[str, npt.NDArray[Any]], modes: Mapping[str, type[Any]]) -> Mode:
    if "dense" in ways:
        rule: Mode = modes["table"](ways["dense"])
        return rule
    shape = tuple(int(n) for n in ways["shape"])
    parts = (ways["metres"].copy(), ways["column"].copy(), ways["start"].copy())
    sparse: Mode = modes["table"](csr_array(parts, shape=shape))
    return sparse


def _made(text: str, kinds: Mapping[str, type[Any]]) -> Any:  # noqa: ANN401 - a problem or a mode
    plain = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(text).items()}
    try:
        return made(plain, kinds.values())
    except TypeError:
        raise InputError(
            _("This plan was written by another version of xuanzhi: {what}.", what=text)
        ) from None


def _fingerprint(study: Study) -> str:
    """Take the fingerprint by which the independent checker knows the data."""
    demand, sites = study.demand, study.sites
    return fingerprint(
        [demand.x, demand.y, demand.weight, sites.x, sites.y],
        [[str(word) for word in words] for words in (sites.status, sites.ids, demand.ids)],
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return python_of(value) if isinstance(value, np.generic) else str(value)
