"""Section: the plan year by year, as the study sets the years, else three alike."""

from __future__ import annotations

from geo.explain import Phases
from geo.explain.phased import Phased
from geo.export.report.asked.years import asked_years, has_no_years
from geo.export.report.case import Case
from geo.export.report.content import Block, Figure, Heading, Paragraph, Table
from geo.export.report.nouns import joined, listed, named, percent
from geo.export.report.sections.change import several_near
from geo.solve import BudgetCover, MoveCover
from geo.words import _

__all__ = ["blocks"]


def blocks(case: Case) -> list[Block]:
    """Say what is done in which year; where the years are set and cannot be kept, that."""
    phases, head = case.findings.phases, Heading(2, _("Year by year"))
    if has_no_years(case.proposal):
        return [head, Paragraph(_has_none(case))]
    if case.findings.no_years:
        return [head, Paragraph(_impossible(case))]
    if phases is None or (case.choices.is_public and not case.counts_people):
        return []
    done = [(_names(case, year.new_ids), _names(case, year.closed_ids)) for year in phases.years]
    near = several_near(case) if case.times > 1 else ""
    return [
        head,
        Paragraph(joined(_order(phases), _asked(case, phases), _price(case, phases), near)),
        _table(case, phases, done),
        *_drawn(case, phases, [opened for opened, _closed in done]),
    ]


def _names(case: Case, ids: tuple[object, ...]) -> list[str]:
    return [case.name(i) for i in ids]


def _table(case: Case, phases: Phases, done: list[tuple[list[str], list[str]]]) -> Table:
    """Write a row for each year; prices are differences of other plans, and never public."""
    is_inside, closes = not case.choices.is_public, any(closed for _opened, closed in done)
    heads = [_("Year"), _("Opens"), *([_("Closes")] if closes else []), _("Covered at its end")]
    if is_inside:
        heads += [_("Price of keeping to one plan"), _("In the end, without this year")]
    rows = []
    for year, (opened, closed) in zip(phases.years, done, strict=True):
        row = [str(year.year), named(opened) or _("none")]
        row += [named(closed) or _("none")] if closes else []
        row.append(_reached(case, year.value))
        if is_inside:
            row += [_number(case, year.price), _number(case, year.value_if_cut)]
        rows.append(tuple(row))
    numbers = range(2 + closes, len(heads))
    return Table(_("Phases"), tuple(heads), tuple(rows), frozenset(numbers))


def _number(case: Case, value: int) -> str:
    return f"{value:,}" if case.counts_people else case.measured(value)


def _reached(case: Case, value: int) -> str:
    """Write what a year reaches, with its share of serving everybody in full."""
    plan = case.plan
    full = plan.total if plan.most is None else plan.most
    return f"{_number(case, value)} ({percent(value / full if full else 0.0)})"


def _drawn(case: Case, phases: Phases, opened: list[list[str]]) -> list[Block]:
    """Draw the years; what a page does not hold, or is not told in workers, the table has alone."""
    from geo.draw.paper import COLUMN_MM, fits, timeline  # noqa: PLC0415 - brings folium along

    is_plain = case.counts_people and not any(year.closed_ids for year in phases.years)
    if not is_plain or not fits(sum(map(len, opened))):
        return []
    years = [(names, year.value) for names, year in zip(opened, phases.years, strict=True)]
    return [Figure(_("Which home opens in which year"), timeline(years), COLUMN_MM)]


def _order(phases: Phases) -> str:
    if len(phases.years) == 1:
        return _("All new homes are opened in one year.")
    return _(
        "If the homes are opened over {n} years, {steps} in turn, the order below covers the most "
        "over all the years together, the earlier homes kept.",
        n=len(phases.years),
        steps=listed(str(len(year.new_ids)) for year in phases.years),
    )


def _has_none(case: Case) -> str:
    return _(
        "The study sets years for homes to open; the question of this plan, {question}, has none, "
        "and no other was asked in its place.",
        question=_(case.plan.problem.title),
    )


def _impossible(case: Case) -> str:
    problem, asked = asked_years(case.proposal)
    if isinstance(problem, BudgetCover):
        return _(
            "The study sets what yearly costs homes opened in years to come may add, {budgets} "
            "yuan in turn; no choice of venues can keep to what it sets.",
            budgets=listed(f"{n:,}" for n in asked.budgets_yuan or ()),
        )
    return _(
        "The study sets new homes for years to come, {steps} in turn; no choice of venues can keep "
        "to what it sets.",
        steps=listed(f"{n:,}" for n in asked.news),
    )


def _asked(case: Case, phases: Phases) -> str:
    """Say who set the years, what they count and may spend, and whether they make up the plan."""
    problem, asked = asked_years(case.proposal)
    said = [_shared(case, problem)]
    if len(set(phases.year_weights)) > 1:
        weights = listed(f"{n:,}" for n in phases.year_weights)
        said.append(_("The years count {weights} in turn.", weights=weights))
    if isinstance(problem, MoveCover):
        moves = listed(f"{n:,}" for n in asked.moves or ())
        said.append(
            _(
                "Up to {moves} homes of today may be moved in turn; what is left over may be moved "
                "later, and a home that is given up is not opened again.",
                moves=moves,
            )
        )
    if asked.budgets_yuan is not None:
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


def _shared(case: Case, problem: Phased) -> str:
    """Say who says what each year may do."""
    given = case.proposal.years
    if isinstance(problem, BudgetCover):
        if given is None or given.budgets_yuan is None:
            return _(
                "What yearly cost each year may add is shared out evenly here; the "
                "study sets nothing."
            )
        return _("What yearly cost each year may add is as the study is set.")
    if given is None or (isinstance(problem, MoveCover) and not sum(given.moves or ())):
        return _("How many in which year is shared out evenly here; the study sets nothing.")
    return _("How many in which year is as the study is set.")


def _price(case: Case, phases: Phases) -> str:
    if case.choices.is_public:
        return ""
    worst = max(year.price for year in phases.years)
    if not worst:
        return _("Keeping to one plan costs nothing: each year is as good as one planned alone.")
    return _(
        "Keeping to one plan costs {workers} at most in a year, against a choice for that year "
        "alone.",
        workers=case.measured(worst),
    )
