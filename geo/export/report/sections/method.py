"""Section: how it was reckoned, in plain words."""

from __future__ import annotations

from math import ceil

from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph
from geo.export.report.nouns import joined
from geo.words import _

__all__ = ["blocks"]

_M_PER_MIN = 80  # on foot, 4.8 km/h


def blocks(case: Case) -> list[Block]:
    """Say what covered means, what could be chosen, and how the choice was made."""
    return [
        Heading(1, _("How it was reckoned")),
        Heading(2, _("What counts as covered")),
        Paragraph(_covered(case)),
        Heading(2, _("What could be chosen")),
        Paragraph(_choice(case)),
        Heading(2, _("How it was chosen")),
        Paragraph(_chosen(case)),
    ]


def _covered(case: Case) -> str:
    problem, mode = case.plan.problem, case.plan.mode
    said = [
        _(
            "A worker is covered where the way from work to a home is {radius} or less, about "
            "{minutes:,} min on foot at {speed} m a minute; exactly {radius} still counts.",
            radius=case.radius,
            minutes=ceil(problem.radius_m / _M_PER_MIN),
            speed=_M_PER_MIN,
        ),
        _("Distance rule: {rule}.", rule=mode.describe()),
    ]
    if getattr(mode, "detour", None) == 1:
        said.append(
            _(
                "A straight line is shorter than the way on foot, so that fewer people are really "
                "that near than are counted here."
            )
        )
    if case.times > 1:
        said.append(_("The plan counts those who have {n} homes that near.", n=case.times))
    if hasattr(problem, "far_m"):
        said.append(_("Those who work farther away come less often, and are counted by that part."))
    return joined(*said)


def _choice(case: Case) -> str:
    sites = case.sites
    usable, required = int(sites.is_usable.sum()), int(sites.is_required.sum())
    forbidden = int(sites.is_forbidden.sum())
    if hasattr(case.plan.problem, "close"):  # nothing new is asked for
        return _closable(case)
    said = [_("{venues} could be used for a new home.", venues=case.say.venues(usable))]
    if required:
        said.append(_("Of them, {venues} must be used.", venues=case.say.venues(required)))
    if forbidden:
        said.append(_("Ruled out beforehand: {venues}.", venues=case.say.venues(forbidden)))
    if case.n_today and not case.closed_names:
        said.append(_("What is open today stays open."))
    return joined(*said)


def _closable(case: Case) -> str:
    if case.n_today == 1:
        return _("The one home that is open today; no new one was to be opened.")
    return _("The {n:,} homes that are open today; no new one was to be opened.", n=case.n_today)


def _chosen(case: Case) -> str:
    said = [
        _(
            "The sites were not picked by eye or one after another: an exact method weighs all "
            "combinations against one another."
        )
        if case.plan.status == "optimal"
        else _(
            "An exact method was to weigh all combinations against one another; it was stopped "
            "before it had."
        )
    ]
    if case.plan.problem.sense == "min":
        said.append(
            _(
                "It gives two numbers: how many homes the plan has open, and how many any plan "
                "must have. Where the two are equal, no smaller plan exists, and that is proven."
            )
        )
    else:
        said.append(
            _(
                "It gives two numbers: what the plan reaches, and a bound that no combination can "
                "exceed. Where the two are equal, no better plan exists, and that is proven."
            )
        )
    return joined(*said)
