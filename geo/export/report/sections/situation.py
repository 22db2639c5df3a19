"""Section: who is on the list, and what stands today."""

from __future__ import annotations

from typing import Any

from geo.export.report.case import Case
from geo.export.report.content import Block, Figure, Heading, Paragraph, Table
from geo.export.report.nouns import joined, percent
from geo.export.report.sections.groups import by_size, by_street
from geo.words import _

__all__ = ["blocks", "mark"]

_MOST_STREETS = 30
_PAIR_MM = 118.0  # height of each map of the pair


def blocks(case: Case) -> list[Block]:
    """Describe the firms, the homes open today, and the rows that could not be used."""
    found: list[Block] = [
        Heading(1, _("The situation today")),
        Paragraph(joined(_listed(case), "" if case.choices.is_public else _small(case))),
        Paragraph(_today(case)),
    ]
    if said := _unused(case):
        found.append(Paragraph(said))
    return [*found, *_map(case), *_by_size(case), *_by_street(case)]


def _map(case: Case) -> list[Block]:
    """Draw who is covered today; without homes and firms there would be nothing on the map."""
    from geo.draw.paper import COLUMN_MM, paper_map  # noqa: PLC0415 - brings folium along

    if case.choices.is_public and not case.n_today:
        return []
    png = paper_map(
        case.proposal,
        is_after=False,
        mark=mark(case),
        with_firms=not case.choices.is_public,
        height_mm=_PAIR_MM,
    )
    return [Figure(_("Coverage today"), png, COLUMN_MM)]


def mark(case: Case) -> str:
    """Say what a map must carry: its review number, or that it is not for everybody."""
    if case.choices.is_public:
        return _("Map review number: {number}", number=case.choices.review_number)
    return _("For internal use")


def _listed(case: Case) -> str:
    study = case.study
    return _(
        "The list holds {firms} with {workers}.",
        firms=case.say.firms(int(case.firm_counts.sum())),
        workers=case.say.workers(study.demand.total),
    )


def _small(case: Case) -> str:
    """Say how many of the firms are small, and whether the list tells who has a union."""
    study, line = case.study, case.study.small_firm_line
    n = int(study.is_small_unionised.sum())
    people = int(study.demand.weight[study.is_small_unionised].sum())
    parts: dict[str, object] = {
        "line": line,
        "firms": case.say.firms(n),
        "workers": case.say.workers(people),
        "share": percent(case.share(people)),
    }
    if not n and not study.knows_unions:
        return _("None of them is a small firm (fewer than {line} workers).", **parts)
    if not n:
        return _("None of them is a small unionised firm (fewer than {line} workers).", **parts)
    if n == 1:
        return _one_small(case, parts)
    if study.knows_unions:
        return _(
            "Of these, {firms} with {workers} ({share}) are small and unionised: fewer than {line} "
            "workers each, too few for a home of their own.",
            **parts,
        )
    return _(
        "Of these, {firms} with {workers} ({share}) are small: fewer than {line} workers each. The "
        "list does not say which of them have a union.",
        **parts,
    )


def _one_small(case: Case, parts: dict[str, object]) -> str:
    """Say it where one firm is small."""
    if case.study.knows_unions:
        return _(
            "Of these, {firms} with {workers} ({share}) is small and unionised: fewer than {line} "
            "workers, too few for a home of its own.",
            **parts,
        )
    return _(
        "Of these, {firms} with {workers} ({share}) is small: fewer than {line} workers. The list "
        "does not say which of them have a union.",
        **parts,
    )


def _today(case: Case) -> str:
    plan, say = case.plan, case.say
    if not case.n_today:
        return _("There is no workers' home today, so that nobody is covered.")
    missed = ~case.proposal.covered_before
    parts = {
        "homes": say.homes(case.n_today),
        "radius": case.radius,
        "workers": say.workers(case.before),
        "share": percent(case.share(case.before)),
        "firms": say.firms(int(case.firm_counts[missed].sum())),
        "left": say.workers(plan.total - case.before),
    }
    if not case.before:
        if case.choices.is_public:
            return _("Open today: {homes}. Within {radius}: {workers}.", **parts)
        return _("Open today: {homes}. Nobody on the list works within {radius} of one.", **parts)
    if not missed.any():
        return _("Open today: {homes}. Everybody on the list works within {radius}.", **parts)
    if case.choices.is_public:
        return _(
            "Open today: {homes}. Within {radius}: {workers}, {share} of all; in groups that are "
            "not wholly covered: {firms} with {left}.",
            **parts,
        )
    return _(
        "Open today: {homes}. Within {radius}: {workers}, {share} of all; without one near: "
        "{firms} with {left}.",
        **parts,
    )


def _unused(case: Case) -> str:
    rejected = sum(s.n_rejected for s in case.study.sources)
    doubtful = sum(s.n_doubtful for s in case.study.sources)
    said = []
    if rejected:
        said.append(
            _("Rows of the lists that could not be used and are not counted: {n:,}.", n=rejected)
        )
    if doubtful:
        said.append(_("Rows that are used but should be looked at: {n:,}.", n=doubtful))
    return joined(*said)


def _by_size(case: Case) -> list[Block]:
    from geo.draw.paper import COLUMN_MM, size_bars  # noqa: PLC0415 - brings folium along

    if case.choices.is_public:  # a class is no sum of whole groups
        return []
    table = by_size(case.proposal)
    classes = [
        (str(row["group"]), int(row["workers"]), int(row["before"]), int(row["after"]))
        for row in table.to_dict("records")
    ]
    png = size_bars(classes, below=_("Workers of the firm"))
    return [Figure(_("Workers covered before and after, by size of firm"), png, COLUMN_MM)]


def _by_street(case: Case) -> list[Block]:
    table = by_street(case.proposal, case.firm_counts)
    if table.empty or len(table) > _MOST_STREETS:
        return []
    heads = (_("Street"), _("Firms"), _("Workers"), _("Covered today"), _("Covered by the plan"))
    rows = tuple(_row(row) for row in table.to_dict("records"))
    return [Table(_("Coverage by street"), heads, rows, frozenset(range(1, 5)))]


def _row(row: dict[Any, Any]) -> tuple[str, ...]:
    workers = int(row["workers"])
    before, after = (int(row[k]) for k in ("before", "after"))

    def part(n: int) -> str:
        return f"{n:,} ({percent(n / workers)})" if workers else f"{n:,}"

    return str(row["group"]), f"{row['firms']:,}", f"{workers:,}", part(before), part(after)
