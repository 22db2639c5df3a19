"""Section: the plan year by year, as the study sets the years, else three alike."""

from __future__ import annotations

from geo.explain import Phases
from geo.export.report.asked_years import asked_years
from geo.export.report.case import Case
from geo.export.report.content import Block, Figure, Heading, Paragraph, Table
from geo.export.report.nouns import joined, listed, named, percent
from geo.export.report.sections.change import several_near
from geo.words import _

__all__ = ["blocks"]


def blocks(case: Case) -> list[Block]:
    """Say which home opens in which year; where the years are set and cannot be kept, that."""
    phases = case.findings.phases
    if case.findings.no_years:
        return [Heading(2, _("Year by year")), Paragraph(_impossible(case))]
    if phases is None or not case.counts_people:
        return []
    opened_in = [[case.name(i) for i in year.new_ids] for year in phases.years]
    n_told = 3 if case.choices.is_public else 5  # prices are differences of other plans
    rows = tuple(
        (
            str(year.year),
            named(names) or _("none"),
            f"{year.value:,} ({percent(case.share(year.value))})",
            f"{year.price:,}",
            f"{year.value_if_cut:,}",
        )[:n_told]
        for year, names in zip(phases.years, opened_in, strict=True)
    )
    heads = (
        _("Year"),
        _("Opens"),
        _("Covered at its end"),
        _("Price of keeping to one plan"),
        _("In the end, without this year"),
    )[:n_told]
    years = [(names, year.value) for names, year in zip(opened_in, phases.years, strict=True)]
    near = several_near(case) if case.times > 1 else ""
    return [
        Heading(2, _("Year by year")),
        Paragraph(joined(_order(phases), _asked(case, phases), _price(case, phases), near)),
        Table(_("Phases"), heads, rows, frozenset(range(2, n_told))),
        *_drawn(years),
    ]


def _drawn(years: list[tuple[list[str], int]]) -> list[Block]:
    """Draw the years; more homes than a page holds stand in the table alone."""
    from geo.draw.paper import fits, timeline  # noqa: PLC0415 - brings folium along

    if not fits(sum(len(names) for names, _value in years)):
        return []
    return [Figure(_("Which home opens in which year"), timeline(years), 156.0)]


def _order(phases: Phases) -> str:
    if len(phases.years) == 1:
        return _("All new homes are opened in one year.")
    return _(
        "If the homes are opened over {n} years, {steps} in turn, the order below covers the most "
        "over all the years together, the earlier homes kept.",
        n=len(phases.years),
        steps=listed(str(len(year.new_ids)) for year in phases.years),
    )


def _impossible(case: Case) -> str:
    _problem, asked = asked_years(case.proposal)
    return _(
        "The study sets new homes for years to come, {steps} in turn; no choice of venues can keep "
        "to what it sets.",
        steps=listed(f"{n:,}" for n in asked.news),
    )


def _asked(case: Case, phases: Phases) -> str:
    """Say who set the years, what they count and may spend, and whether they make up the plan."""
    asked = case.proposal.years
    if asked is None:
        said = [_("How many in which year is shared out evenly here; the study sets nothing.")]
    else:
        said = [_("How many in which year is as the study is set.")]
    if len(set(phases.year_weights)) > 1:
        weights = listed(f"{n:,}" for n in phases.year_weights)
        said.append(_("The years count {weights} in turn.", weights=weights))
    if asked is not None and asked.budgets_yuan is not None:
        budgets = listed(f"{n:,}" for n in asked.budgets_yuan)
        said.append(
            _(
                "The homes opened may add {budgets} yuan of yearly costs in turn; what is left "
                "over may be added later.",
                budgets=budgets,
            )
        )
    opened = {i for year in phases.years for i in year.new_ids}
    planned = set(case.plan.new_ids)
    if len(opened) != len(planned):
        parts = {"n": len(opened), "plan": len(planned)}
        said.append(_("Together they open {n:,}; the plan above opens {plan:,}.", **parts))
    elif opened != planned:
        said.append(_("Together they open other homes than the plan above."))
    return joined(*said)


def _price(case: Case, phases: Phases) -> str:
    if case.choices.is_public:
        return ""
    worst = max(year.price for year in phases.years)
    if not worst:
        return _("Keeping to one plan costs nothing: each year is as good as one planned alone.")
    return _(
        "Keeping to one plan costs {workers} at most in a year, against a choice for that year "
        "alone.",
        workers=case.say.workers(worst),
    )
