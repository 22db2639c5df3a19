"""Section: the plan, a card for each site, the years."""

from __future__ import annotations

from geo.explain import yearly_cost
from geo.export.report.case import Case
from geo.export.report.content import Block, Figure, Heading, Paragraph, Table
from geo.export.report.nouns import joined
from geo.export.report.sections import years
from geo.export.report.sections.cards import card
from geo.export.report.sections.change import change, left_over, opened, several_near
from geo.export.report.sections.situation import mark
from geo.words import _

__all__ = ["blocks", "large_map"]

_MAP_HIGH_MM = 136.0
_LARGE_MM = 366.0, 210.0  # wide and high on A3 across, less its margins, title and caption


def blocks(case: Case) -> list[Block]:
    """Show what is proposed as a whole, site by site, and year by year."""
    return [
        Heading(1, _("The plan")),
        Heading(2, _("What it does")),
        Paragraph(joined(opened(case), _paid(case), change(case), left_over(case, ""))),
        _map(case, _("Coverage by the plan")),
        *_curve(case),
        Heading(2, _("The open sites")),
        *_sites(case),
        *_cards(case),
        *years.blocks(case),
    ]


def _paid(case: Case) -> str:
    """Say what the new homes cost a year in all, where that is known of each and more than one."""
    cost = yearly_cost(case.proposal)
    if cost is None or len(case.plan.new_ids) < 2:
        return ""
    return _("The new homes cost {cost:,} yuan a year in all.", cost=cost)


def large_map(case: Case) -> list[Block]:
    """Draw the plan once more, for a sheet of A3 where one is asked for."""
    if case.choices.paper != "a3":
        return []
    return [_map(case, _("Coverage by the plan, on A3 paper"), _LARGE_MM)]


def _map(
    case: Case, caption: str, size_mm: tuple[float | None, float] = (None, _MAP_HIGH_MM)
) -> Figure:
    from geo.draw.paper import COLUMN_MM, paper_map  # noqa: PLC0415 - brings folium along

    width_mm, height_mm = size_mm[0] or COLUMN_MM, size_mm[1]
    png = paper_map(
        case.proposal,
        is_after=True,
        mark=mark(case),
        with_firms=not case.choices.is_public,
        width_mm=width_mm,
        height_mm=height_mm,
    )
    return Figure(caption, png, width_mm)


def _curve(case: Case) -> list[Block]:
    """Say what one home more or less would change."""
    from geo.draw.paper import COLUMN_MM, coverage_curve  # noqa: PLC0415 - brings folium along

    points = dict(case.findings.curve)
    chosen = len(case.plan.new_ids)
    if len(points) < 3 or chosen not in points or not case.counts_people:
        return []
    said = []
    if chosen - 1 in points:
        less = points[chosen - 1]
        said.append(
            _(
                "With one new home fewer, {less} could be covered at best.",
                less=case.say.workers(less),
            )
            if less
            else _("With one new home fewer, nobody would be covered.")
        )
    if chosen + 1 in points:
        gain = points[chosen + 1] - points[chosen]
        said.append(
            _("One more would add {more}.", more=case.say.workers(gain))
            if gain
            else _("One more would add nobody.")
        )
    png = coverage_curve(case.findings.curve, chosen=chosen, total=case.plan.total)
    caption = _("The most that so many new homes can cover")
    figure = Figure(caption, png, COLUMN_MM)
    if said and case.times > 1:
        said.append(several_near(case))
    return [Paragraph(joined(*said)), figure] if said else [figure]


def _sites(case: Case) -> list[Block]:
    cards = case.proposal.cards
    if cards.empty:
        return [Paragraph(_("No home is open, and none is proposed."))]
    heads = (_("No."), _("Site"), _("Reach"), _("New"), _("Only here"), _("Firms"))
    rows = tuple(
        (
            str(row["rank"]) if row["is_new"] else _("today"),
            str(row["name"]),
            *(f"{row[count]:,}" for count in ("reach", "new", "only_here", "firms")),
        )
        for row in cards.to_dict("records")
    )
    explained = _(
        "Reach: workers within {radius}. New: those of them whom no home covers today. Only here: "
        "those whom no other home of the plan covers.",
        radius=case.radius,
    )
    numbers = frozenset({2, 3, 4, 5})
    return [
        Paragraph(explained),
        Table(_("The open sites of the plan (workers)"), heads, rows, numbers),
    ]


def _cards(case: Case) -> list[Block]:
    if case.new_cards.empty:
        return []
    found: list[Block] = [Heading(2, _("The proposed sites, one by one"))]
    return found + [card(case, row) for row in case.new_cards.to_dict("records")]
