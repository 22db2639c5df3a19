"""Section: a norm held against the plan, and the hours."""

from __future__ import annotations

from geo.explain import Compliance, left_out, no_remedy, not_known, then, what_is_asked
from geo.explain.rules.finding import UNASKED
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.floor_area import FloorArea, floor_area
from geo.export.report.nouns import joined, listed, percent, tight
from geo.export.report.sections.unreached import unreached
from geo.words import _

__all__ = ["blocks"]

_MOST_GROUPS, _MOST_HOMES, _MOST_CHANGES = 30, 30, 3


def blocks(case: Case) -> list[Block]:
    """Say whether the norm is met, requirement by requirement."""
    found = case.findings.compliance
    held = [] if found is None else _held(case, found)
    parts = [*held, *_hours(case)]
    return [Heading(1, _("Norm and opening hours")), *parts] if parts else []


def _held(case: Case, found: Compliance) -> list[Block]:
    """Say what the norm asks and what stands, at last area by area and home by home."""
    area = floor_area(case.proposal, found)
    said: list[Block] = [
        Heading(2, _("The norm")),
        Paragraph(
            joined(
                _("Held against: {norm}.", norm=found.norm.title),
                found.norm.note,
                tight(what_is_asked(found)),
            )
        ),
        *(
            Paragraph(_upper(tight(str(one))))
            for one in found.findings
            if (one.n_asked or one.rule in UNASKED) and (area is None or one is not area.finding)
        ),
        Paragraph(_mended(case, found)),
    ]
    return [*said, *_by_area(case, found), *([] if area is None else _by_home(area))]


def _by_area(case: Case, found: Compliance) -> list[Block]:
    """Count area by area who lacks what the norm asks; never in public."""
    if case.choices.is_public or not 0 < len(found.groups) <= _MOST_GROUPS:
        return []
    heads = (_("Area"), _("Workers"), _("Covered"), _("Covered twice"), _("Missing"), _("Met"))
    rows = tuple(
        (
            str(row["group"]),
            f"{row['people']:,}",
            percent(row["covered_share"]),
            percent(row["twice_share"]),
            f"{row['missing']:,}",
            _("yes") if row["is_met"] else _("no"),
        )
        for row in found.groups.to_dict("records")
    )
    return [Table(_("The norm, area by area"), heads, rows, frozenset({1, 2, 3, 4}))]


def _by_home(area: FloorArea) -> list[Block]:
    """Say how large the homes are, and set each beside what is asked of it."""
    rows, caption = area.rows(), _("Floor area, home by home")
    if len(rows) > _MOST_HOMES:
        rows = area.rows(is_enough=False)[:_MOST_HOMES]
        caption = _("Floor area, the homes that lack most or are not known")
    if not rows:
        return [Paragraph(str(area))]
    table = Table(caption, tuple(area.heads.values()), tuple(rows), frozenset({2, 3}))
    return [Paragraph(str(area)), table]


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _mended(case: Case, found: Compliance) -> str:
    """Say what would meet the coverage that the norm asks."""
    if found.groups.empty:
        return joined(_("The norm says nothing of coverage."), no_remedy(found))
    if not found.missing and found.unasked:
        return _(
            "With the plan, the coverage is met as far as it was asked; cross coverage in main "
            "urban areas was not asked, so the norm as a whole is not called met."
        )
    if not found.missing:
        return _("With the plan, the coverage that the norm asks for is met.")
    lacking = (
        _("The coverage that the norm asks for is not met.")
        if case.choices.is_public
        else _(
            "The coverage that the norm asks for is not met, for {missing}.",
            missing=case.say.workers(found.missing),
        )
    )
    if found.is_late:
        why = _("Time did not suffice to prove which venues would meet it.")
        said = [lacking, tight(found.why_none) or why, *_cheapest(case, found)]
    elif found.fewest_ids is None:
        said = [
            _("The coverage that the norm asks for is not met, and these venues cannot meet it."),
            unreached(case, found) if found.unreached_ids else tight(found.why_none),
        ]
    else:
        said = [lacking, *_sets(case, found), not_known(found, case.name)]
    return joined(*said, tight(left_out(found)))


def _sets(case: Case, found: Compliance) -> list[str]:
    """Name the fewest homes that would meet it and the cheapest, and what these do not mend."""
    few, cheap = found.fewest_ids or (), found.cheapest_ids
    names = listed(case.name(i) for i in few)
    if len(few) == 1:
        said = [_("One home beside the plan's would meet it: {names}.", names=names)]
    else:
        said = [
            _(
                "It would be met by {homes} beside the plan's, and by no fewer: {names}.",
                homes=case.say.homes(len(few)),
                names=names,
            )
        ]
    is_cheapest = cheap is not None and set(cheap) == set(few)
    if is_cheapest:
        said.append(_("None would cost less: {cost:,} yuan a year.", cost=found.cheapest_yuan))
    said.append(tight(then(found.fewest_then)))
    return [*said, *([] if is_cheapest else _cheapest(case, found))]


def _cheapest(case: Case, found: Compliance) -> list[str]:
    """Name the cheapest homes that would meet it, or say why they are not known."""
    if found.cheapest_ids is None:
        return [tight(found.why_not_cheapest)]
    said = _(
        "The cheapest that would meet it: {names}, for {cost:,} yuan a year.",
        names=listed(case.name(i) for i in found.cheapest_ids),
        cost=found.cheapest_yuan,
    )
    return [said, tight(then(found.cheapest_then, before=found.fewest_then))]


def _hours(case: Case) -> list[Block]:
    hours = case.findings.hours
    if hours is None or not hours.covered_ever:
        return []
    rows = tuple(
        (
            str(period),
            f"{row['covered']:,}",
            percent(row["share"]),
            f"{row['not_known']:,}",
        )
        for period, row in zip(hours.periods, hours.table.to_dict("records"), strict=True)
    )
    heads = (_("Part of the week"), _("Workers with an open home near"), _("Share"), _("Not known"))
    said = _(
        "A home that is locked serves nobody. The table counts those with a home near that is open "
        "then; where hours are not stated, it says for how many that is not known."
    )
    table = Table(_("Coverage by the hour, with the plan"), heads, rows, frozenset({1, 2, 3}))
    changes = hours.changes[:_MOST_CHANGES]
    return [
        Heading(2, _("Opening hours")),
        Paragraph(said),
        table,
        *(Paragraph(tight(str(change))) for change in changes),
    ]
