"""Excel: summary, sites, firms, firms not covered, totals, notes; every text stays a text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.core.workbook import new_workbook
from geo.export.family import Format
from geo.export.figures import regret_table
from geo.export.report.no_way import no_way
from geo.export.tables import firms, heading, open_sites
from geo.export.workbook import Book, Rows, by_site, by_size_class, by_streets, totals, ways
from geo.words import N_, _

if TYPE_CHECKING:
    from geo.export.report.floor_area import FloorArea

__all__ = ["FORMAT", "write"]

# Without these a firm called "=1+1" is a formula and an address a link.
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(proposal: Proposal, path: Path) -> None:
    """Write the workbook."""
    with new_workbook(path, _SAFE) as book:
        book.set_properties({"comments": " ".join(proposal.notes)[:255]})
        _fill(Book(book), proposal)


def _fill(book: Book, proposal: Proposal) -> None:
    from geo.export.report.floor_area import of_the_homes  # noqa: PLC0415 - brings the solver along

    area, is_public = of_the_homes(proposal), proposal.release.is_public
    sites, listed = open_sites(proposal), firms(proposal)
    firm_rows = Rows(
        _("Groups of firms") if is_public else _("Firms"), tuple(map(str, listed)), len(listed)
    )
    site_rows = Rows(_("Sites"), tuple(map(str, sites)), len(sites))
    # Groups are rounded, so that sums of them equal no figure of the document.
    sums = () if is_public else totals(proposal, firm_rows, site_rows, area)
    beside = ways(proposal, firm_rows)
    book.summary(proposal, beside, _further(proposal, beside.said, area), sums)
    if area is not None:
        book.table(_("Floor area"), area.table, list(area.heads.values()))
    book.table(site_rows.sheet, sites, _heads(sites, proposal))
    book.table(firm_rows.sheet, listed, _heads(listed, proposal))
    _missed(book, proposal, listed)
    if not is_public:
        book.totals(sums)
        for live in (
            by_streets(proposal, firm_rows),
            by_size_class(proposal, firm_rows),
            by_site(proposal, firm_rows, site_rows),
        ):
            if live is not None:
                book.live(live)
    book.notes([*proposal.notes, *_no_way(proposal)])


def _missed(book: Book, proposal: Proposal, listed: pd.DataFrame) -> None:
    """List once more those whom no home covers, the most workers first."""
    missed = listed[~listed["covered_after"]].drop(columns=["served_by", "covered_after"])
    missed = missed.sort_values("workers", ascending=False)
    name = _("Groups not covered") if proposal.release.is_public else _("Firms not covered")
    book.table(name, missed, _heads(missed, proposal))


def _heads(table: pd.DataFrame, proposal: Proposal) -> list[str]:
    return [heading(column, proposal) for column in table]


def _further(proposal: Proposal, of_ways: str, area: FloorArea | None) -> Iterable[str]:
    """Say which ways are not here, how a target stands, what was not asked, the norm."""
    from geo.explain import ways_left_out  # noqa: PLC0415 - brings scikit-learn along
    from geo.export.report.short import stopped_short  # noqa: PLC0415 - the same

    is_public = proposal.release.is_public
    left_out = ways_left_out(proposal.regret) if len(regret_table(proposal)) else ""
    short, drawn = ("", ()) if is_public else (stopped_short(proposal), _drawn(proposal))
    said_ = (of_ways, left_out, *drawn, short)
    held = [] if area is None else [_("Held against: {norm}.", norm=area.norm.title), str(area)]
    return [*(one for one in said_ if one), *held, *_no_way(proposal)]


def _drawn(proposal: Proposal) -> tuple[str, ...]:
    """Say how the fewest homes for a share stand where the lists are wrong."""
    from geo.export.report.asked.drawn import target_in_doubt  # noqa: PLC0415 - brings the solver along
    from geo.export.report.drawn_said import of_target  # noqa: PLC0415 - the same

    found = target_in_doubt(proposal)
    return () if found is None else of_target(found)


def _no_way(proposal: Proposal) -> list[str]:
    """Say what a blank in place of a way means, where there is one."""
    if np.isfinite(proposal.nearest_m).all():
        return []
    return [no_way(proposal.plan, _("Blank under “{column}”", column=_("Way there, m")))]


FORMAT = Format(
    ".xlsx",
    N_("Excel (tables)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
)
