"""The figures of a plan in a person's words: the same in every document."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.core import Proposal, Study
from geo.read import is_list_name
from geo.words import _

__all__ = [
    "Figure",
    "fewer_head",
    "headline",
    "is_told",
    "n_firms",
    "named",
    "percent",
    "proof",
    "regret_table",
    "settings",
]


@dataclass(frozen=True)
class Figure:
    """One big number: what it says, the number, and what it is in people.

    Attributes
    ----------
    label
        What the number answers.
    value
        The number, ready to read.
    detail
        A second line in smaller print.
    """

    label: str
    value: str
    detail: str


def is_told(proposal: Proposal) -> bool:
    """Say whether value and bound may be told: in public only where people or sites are counted."""
    return not (proposal.release.is_public and proposal.plan.most is not None)


def n_firms(proposal: Proposal) -> int:
    """Count the firms; in public those of the groups, rounded."""
    demand = proposal.study.demand
    return int(demand.table["n_firms"].sum()) if proposal.release.is_public else len(demand)


def named(study: Study) -> str:
    """Return what a file is headed by: the study's name, if it has one of its own."""
    return _("Workers' homes") if is_list_name(study.name) else _(study.name)


def percent(share: float) -> str:
    """Write a share; what is not quite everybody, or not quite nobody, never reads as such."""
    if 0 < share < 0.0005:
        return _("less than 0.1%")
    if 0.9995 <= share < 1:
        return "99.9%"
    return f"{share:.1%}"


def headline(proposal: Proposal) -> tuple[Figure, Figure, Figure]:
    """Give the three big numbers: covered today, covered by the plan, the proven bound."""
    plan = proposal.plan
    total = plan.total
    before = plan.covered_before / total if total else 0.0

    def people(n: int) -> str:
        if proposal.release.is_public and not n:
            return _("too few workers to be told, if any")
        if proposal.release.is_public:
            return _("about {n:,} of {total:,} workers", n=n, total=total)
        if total == 1:
            return _("{n:,} of 1 worker", n=n)
        return _("{n:,} of {total:,} workers", n=n, total=total)

    labels = _("Covered today"), _("Covered by the plan")
    if (times := _times(proposal)) > 1:
        labels = _("{n} homes near, today", n=times), _("{n} homes near, by the plan", n=times)
    today = Figure(labels[0], percent(before), people(plan.covered_before))
    after = Figure(labels[1], percent(plan.share), people(plan.covered))
    if proposal.release.is_public:
        return today, after, _certainty(proposal)
    label = _("Nothing can beat") if plan.status == "optimal" else _("At most possible")
    if plan.problem.sense == "min":
        bound = Figure(_("Proven lower bound"), f"{plan.bound:,}", _("no plan can do with less"))
    elif plan.most is None:
        bound = Figure(label, f"{plan.bound_share:.1%}", people(min(plan.bound, total)))
    elif hasattr(plan.problem, "far_m"):  # a visit less often counts in thousandths
        most, visits = plan.most / 1000, plan.bound / 1000
        counted = _("{n:,.1f} of {total:,.1f} visits", n=visits, total=most)
        bound = Figure(label, f"{plan.bound_share:.1%}", counted)
    else:  # several weights: what is counted are no longer people
        counted = _("{n:,} of {total:,} points", n=plan.bound, total=plan.most)
        bound = Figure(label, f"{plan.bound_share:.1%}", counted)
    return today, after, bound


def _times(proposal: Proposal) -> int:
    """Say how many homes must be near for the question to count somebody."""
    return int(getattr(proposal.plan.problem, "times", 1))


def _certainty(proposal: Proposal) -> Figure:
    """Say how sure the plan is: its bound speaks of single firms, so the public is told the gap."""
    plan = proposal.plan
    if plan.status == "optimal":
        return Figure(_("Proven best"), _("yes"), _("no other choice of sites does better"))
    gap = _("gap to the bound: about {gap:.0%}", gap=plan.gap)
    return Figure(_("Proven best"), _("no"), gap)


def proof(proposal: Proposal) -> str:
    """Say whether the plan is proven to be the best one."""
    plan = proposal.plan
    if plan.status == "optimal":
        return _("Proven best: no other choice of sites does better.")
    return _("Not proven best: the bound leaves a gap of {gap:.2%}.", gap=plan.gap)


def settings(proposal: Proposal) -> list[tuple[str, object]]:
    """List what was asked, of which data, and what came out."""
    plan, study = proposal.plan, proposal.study
    value, bound = _("Value of the plan"), _("Proven bound")
    if hasattr(plan.problem, "far_m"):  # a visit less often counts in thousandths
        value = _("Value of the plan, thousandths of a visit")
        bound = _("Proven bound, thousandths of a visit")
    worth = [(value, plan.value), (bound, plan.bound)]
    covered = _("Workers covered today"), _("Workers covered by the plan")
    if (times := _times(proposal)) > 1:  # elsewhere who has one home near is covered
        covered = (
            _("Workers with {n} homes near today", n=times),
            _("Workers with {n} homes near by the plan", n=times),
        )
    today = int(study.sites.is_existing.sum())
    closed = today - (len(plan.open_ids) - len(plan.new_ids))
    digest = [(_("Digest of the data"), plan.data_digest)] if plan.data_digest else []
    return [
        (_("Study"), named(study)),
        (_("Question"), plan.problem.sentence()),
        (_("Service radius, m"), f"{plan.problem.radius_m:,g}"),
        (_("Distance rule"), plan.mode.describe()),
        (_("Firms"), n_firms(proposal)),
        (_("Workers"), plan.total),
        (_("Homes open today"), today),
        (_("Proposed homes"), len(plan.new_ids)),
        *([(_("Homes to be closed"), closed)] if closed else []),
        (covered[0], plan.covered_before),
        (covered[1], plan.covered),
        *(worth if is_told(proposal) else []),
        (_("Proof"), proof(proposal)),
        (_("Seed"), plan.seed),
        *digest,
    ]


def regret_table(proposal: Proposal) -> pd.DataFrame:
    """Set other ways of choosing beside the plan: ``way, value, share, loss``; may be empty.

    Nothing is compared where nobody is covered in any way, nor where there is one way only.
    """
    from geo.explain import WAYS  # noqa: PLC0415 - brings scikit-learn along

    line = proposal.regret
    if line.empty or not line["value"].any() or _is_only_way(proposal):
        return pd.DataFrame(columns=["way", "value", "share", "loss"])
    named = [_(WAYS.get(way, way)) for way in line["way"]]
    return line.assign(way=named)[["way", "value", "share", "loss"]]


def fewer_head(losses: pd.Series) -> str:
    """Head a column of workers fewer than the plan's; where a way covers more, that is said."""
    if (losses < 0).any():
        return _("Fewer than the plan (below 0: more)")
    return _("Fewer than the plan")


def _is_only_way(proposal: Proposal) -> bool:
    """Say whether as many homes can be chosen in one way only: none, or all that can be used."""
    sites, plan = proposal.study.sites, proposal.plan
    closes = int(sites.is_existing.sum()) > len(plan.open_ids) - len(plan.new_ids)
    return not closes and len(plan.new_ids) in (0, int(sites.is_usable.sum()))
