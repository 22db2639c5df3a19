"""The figures of a proposal for other programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.core import Proposal
from geo.export.figures import is_told, n_firms

__all__ = ["record"]


def record(proposal: Proposal) -> dict[str, Any]:
    """Write a proposal's figures as plain JSON values, in the form other programs rely on."""
    plan, study = proposal.plan, proposal.study
    name_of = dict(zip(study.sites.ids, study.sites.names, strict=True))
    layers = [s for s in study.sources if s.layer in ("firms", "sites", "homes")]
    return {
        "problem": plan.problem.name,
        "new": getattr(plan.problem, "new", len(plan.new_ids)),
        "radius_m": plan.problem.radius_m,
        "open_ids": [_plain(i) for i in plan.open_ids],
        "open_names": [name_of[i] for i in plan.open_ids],
        "new_ids": [_plain(i) for i in plan.new_ids],
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
        "regret": []
        if proposal.regret.empty
        else [
            {"way": r["way"], "value": int(r["value"]), "is_proven": bool(r["is_proven"])}
            for r in proposal.regret.to_dict("records")
        ],
        "notes": list(proposal.notes),
    }


def _rows(proposal: Proposal, name: str) -> int | None:
    """Add up rows of the lists; in public the list of firms does not say, so there is no sum."""
    if proposal.release.is_public:
        return None
    layers = [s for s in proposal.study.sources if s.layer in ("firms", "sites", "homes")]
    return sum(int(getattr(source, name)) for source in layers)


def _plain(value: object) -> object:
    """Turn a numpy scalar id into what JSON knows."""
    return value.item() if isinstance(value, np.generic) else value
