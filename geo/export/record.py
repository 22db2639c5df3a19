"""The figures of a proposal for other programs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.core.scalars import python_of
from geo.explain import catchment_of
from geo.export.edition import LEFT_OUT
from geo.export.figures import is_told, n_firms

__all__ = ["record"]

_CARD = (
    *("site_id", "name", "is_new", "rank", "reach", "new", "only_here", "firms", "small_firms"),
    *("new_firms", "only_here_firms", "new_small_firms", "only_here_small_firms"),
    *("served", "served_firms", "longest_m", "runner_up_id", "runner_up_name"),
    *("runner_up_is_home", "loss_if_swapped", "nearest_home_id", "nearest_home_name"),
    *("nearest_home_m", "hours", "cost_yuan", "cost_per_new_yuan"),
)
"""What is told of each open site, as `Proposal.cards` calls it."""


def record(proposal: Proposal) -> dict[str, Any]:
    """Write a proposal's figures as plain JSON values, in the form other programs rely on."""
    plan, study = proposal.plan, proposal.study
    name_of = dict(zip(study.sites.ids, study.sites.names, strict=True))
    layers = [s for s in study.sources if s.layer in ("firms", "sites", "homes")]
    return {
        "problem": plan.problem.name,
        "new": getattr(plan.problem, "new", len(plan.new_ids)),
        "radius_m": plan.problem.radius_m,
        "open_ids": [python_of(i) for i in plan.open_ids],
        "open_names": [name_of[i] for i in plan.open_ids],
        "new_ids": [python_of(i) for i in plan.new_ids],
        "value": plan.value if is_told(proposal) else None,
        "bound": plan.bound if is_told(proposal) else None,
        "gap": plan.gap,
        "status": plan.status,
        "seconds": plan.seconds,
        "seed": plan.seed,
        "demand_total": plan.total,
        "covered_before": plan.covered_before,
        "covered_after": plan.covered,
        "n_firms": n_firms(proposal),
        "n_rejected": _rows(proposal, "n_rejected"),
        "n_doubtful": _rows(proposal, "n_doubtful"),
        "datum": layers[0].datum if layers else "wgs84",
        "datum_known": all(s.datum_known for s in layers),
        "mode": plan.mode.name,
        "distance_rule": plan.mode.describe(),
        "is_synthetic": study.is_synthetic,
        "data_digest": plan.data_digest,
        "sites": _sites(proposal),
        "regret": []
        if proposal.regret.empty
        else [
            {"way": r["way"], "value": int(r["value"]), "is_proven": bool(r["is_proven"])}
            for r in proposal.regret.to_dict("records")
        ],
        "notes": list(proposal.notes),
    }


def _sites(proposal: Proposal) -> list[dict[str, object]]:
    """Write the card of each open site; null is what is not known, or not told the public."""
    told = [c for c in _CARD if not (proposal.release.is_public and c in LEFT_OUT)]
    return [
        {column: _known(row[column]) for column in told}
        | {"catchment_m2": catchment_of(proposal, row["site_id"])}
        for row in proposal.cards.to_dict("records")
    ]


def _known(value: object) -> object:
    """Turn a cell into what JSON knows; NaN is nothing."""
    plain = python_of(value)
    if plain is None or plain is pd.NA or (isinstance(plain, float) and np.isnan(plain)):
        return None
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def _rows(proposal: Proposal, name: str) -> int | None:
    """Add up rows of the lists; in public the list of firms does not say, so there is no sum."""
    if proposal.release.is_public:
        return None
    layers = [s for s in proposal.study.sources if s.layer in ("firms", "sites", "homes")]
    return sum(int(getattr(source, name)) for source in layers)
