"""Which norm a document holds the plan against: as the study sets it, else the usual one."""

from __future__ import annotations

from typing import TypedDict

from geo.core import Proposal
from geo.explain import area_names
from geo.norms import Norm, norms

__all__ = ["USUAL", "OfAreas", "asked_of_areas", "norm_name"]

USUAL = "shared-home"
"""Name of the norm where nobody says which."""


class OfAreas(TypedDict):
    """What is asked of areas, as `geo.explain.compliance` is told it."""

    urban: tuple[str, ...]
    share: float


def norm_name(proposal: Proposal, chosen: str | None = None) -> str:
    """Return the norm's name: the chosen one, the study's, or the usual one; empty: none."""
    if chosen is not None:
        return chosen
    known = {one.name for one in norms()}
    asked = proposal.norm
    return asked.name if asked is not None and asked.name in known else USUAL


def asked_of_areas(proposal: Proposal, rule: Norm, by: str) -> OfAreas:
    """Return which areas are main urban, where the norm asks more of those, and the share."""
    asked = proposal.norm
    if asked is None:
        return {"urban": (), "share": 1.0}
    known = area_names(proposal.study.demand, by) if rule.asks_more_of_dense else ()
    return {"urban": tuple(one for one in asked.urban if one in known), "share": asked.share}
