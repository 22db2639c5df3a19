"""The annexes: the open sites with their places, who is not covered, venues left over, a map."""

from __future__ import annotations

import numpy as np

from geo.explain import site_table
from geo.export.report.case import Case
from geo.export.report.content import Annex, Block, Paragraph, Table
from geo.export.report.no_way import no_way
from geo.export.report.sections.plan import large_map
from geo.export.tables import firms, open_sites
from geo.words import _

__all__ = ["annexes"]

_NO_WAY = "-"
_MOST = 120  # rows of a list on paper; a workbook has all

_WORKBOOK = "xuanzhi export PLAN.gpkg --out FILE.xlsx"


def annexes(case: Case) -> tuple[Annex, ...]:
    """List what a reader looks up; a list without rows is left out."""
    found = [
        Annex(_("The open sites and where they stand"), tuple(_sites(case))),
        Annex(_("Firms without a home near"), tuple(_missed(case))),
        Annex(_("Venues not chosen"), tuple(_left(case))),
        Annex(_("The plan as a large map"), tuple(large_map(case)), is_large=True),
    ]
    return tuple(annex for annex in found if annex.blocks)


def _sites(case: Case) -> list[Block]:
    table = open_sites(case.proposal)
    if table.empty:
        return []
    heads = (_("No."), _("Site id"), _("Name"), _("Status"), _("Longitude"), _("Latitude"))
    rows = tuple(
        (
            "-" if row["rank"] is None or row["rank"] != row["rank"] else str(int(row["rank"])),
            str(row["site_id"]),
            str(row["name"]),
            str(row["status"]),
            _degrees(row["lon"]),
            _degrees(row["lat"]),
        )
        for row in table.to_dict("records")
    )
    return [Table(_("Open sites (WGS-84)"), heads, rows, frozenset({4, 5}))]


def _degrees(value: float) -> str:
    return f"{value:.6f}" if np.isfinite(value) else "-"


def _missed(case: Case) -> list[Block]:
    """List the firms that no home covers, largest first; never in public."""
    if case.choices.is_public:
        return []
    listed = firms(case.proposal)
    missed = listed[~listed["covered_after"].astype(bool)]
    missed = missed.sort_values("workers", ascending=False, kind="stable")
    if missed.empty:
        return []
    heads = (_("Name"), _("Street"), _("Workers"), _("Nearest home"), _("Way there, m"))
    rows = [
        (
            str(row.get("name", row["firm_id"])),
            _stated(row.get("street")),
            f"{row['workers']:,}",
            _text(row["nearest_name"]),
            f"{row['nearest_m']:,.0f}" if np.isfinite(row["nearest_m"]) else _NO_WAY,
        )
        for row in missed.head(_MOST).to_dict("records")
    ]
    # No street where the list has none; no home is nearest where none is open.
    told = [k for k in range(5) if (k != 1 or "street" in missed) and (k < 3 or case.plan.open_ids)]
    found: list[Block] = []
    if len(missed) > _MOST:
        said = _(
            "The {shown:,} largest of {n:,} firms. An Excel workbook of all of them is made from "
            "the plan file: {command}.",
            shown=_MOST,
            n=len(missed),
            command=_WORKBOOK,
        )
        found.append(Paragraph(said))
    numbers = frozenset(place for place, k in enumerate(told) if k in (2, 4))
    kept = tuple(tuple(row[k] for k in told) for row in rows)
    table = Table(_("Firms without a home near"), tuple(heads[k] for k in told), kept, numbers)
    is_told = 4 in told and any(row[4] == _NO_WAY for row in rows)
    return [*found, table, *([Paragraph(no_way(case.plan, _("A dash (-)")))] if is_told else [])]


def _left(case: Case) -> list[Block]:
    table = site_table(case.study)
    opened = {str(i) for i in case.plan.open_ids}
    left = table[[str(i) not in opened for i in table["id"]]]
    if left.empty:
        return []
    wanted = [c for c in ("host", "area_m2", "hours") if c in left][:2]
    labels = {"host": _("Host"), "area_m2": _("Floor, m²"), "hours": _("Hours")}
    heads = (_("Site id"), _("Name"), _("Status"), *(labels[c] for c in wanted))
    rows = tuple(
        (
            str(row["id"]),
            str(row["name"]),
            _("to be closed") if row["status"] == "existing" else _(str(row["status"])),
            *(_stated(row[c]) for c in wanted),
        )
        for row in left.head(_MOST).to_dict("records")
    )
    found: list[Block] = []
    if len(left) > _MOST:
        said = _("The first {shown:,} of {n:,} venues.", shown=_MOST, n=len(left))
        found.append(Paragraph(said))
    return [*found, Table(_("Venues not chosen"), heads, rows)]


def _stated(value: object) -> str:
    """Write what a list says; where it says nothing, that."""
    said = _text(value).strip()
    return said if said not in ("", "-") else _("not stated")


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return "-"
    return f"{value:,g}" if isinstance(value, float) else str(value)
