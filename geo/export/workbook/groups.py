"""Sheets of sums over the firms: by street, by size of firm, by the home that serves them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.core import Proposal
from geo.export.report.sections.groups import by_size, by_street
from geo.export.tables import LABELS
from geo.export.workbook.reckoned import Live, Reckoned, Rows
from geo.words import _

__all__ = ["MOST_STREETS", "by_site", "by_size_class", "by_streets"]

MOST_STREETS = 30
"""Streets up to which they are listed, here as in the document."""

_LOOKS = ("text", "whole", "whole", "whole", "share", "whole", "share", "text")


def by_streets(proposal: Proposal, firms: Rows) -> Live | None:
    """Add up the firms of each street; None where streets are not known, or too many."""
    table = by_street(proposal, np.ones(len(proposal.study.demand), np.int64))
    if table.empty or len(table) > MOST_STREETS:
        return None
    blank = _("not stated")
    street = firms.column("street")
    chosen = [
        f'EXACT(TRIM({street}),"")' if name == blank else f"EXACT({street},A{k + 2})"
        for k, name in enumerate(table["group"])
    ]
    return _added(_("Coverage by street"), _("Street"), table, chosen, firms)


def by_size_class(proposal: Proposal, firms: Rows) -> Live:
    """Add up the firms of each size."""
    table, workers = by_size(proposal), firms.column("workers")
    lows = [int(name.rstrip("+").split("-")[0]) for name in table["group"]]
    highs = [None if n.endswith("+") else int(n.split("-")[1]) for n in table["group"]]
    chosen = [
        # A firm of nobody stands in the lowest class.
        (f"({workers}>={low})" if low > 1 else f"({workers}>=0)")
        + ("" if high is None else f"*({workers}<={high})")
        for low, high in zip(lows, highs, strict=True)
    ]
    return _added(_("Coverage by size of firm"), _("Workers of the firm"), table, chosen, firms)


def _added(title: str, head: str, table: pd.DataFrame, chosen: Sequence[str], firms: Rows) -> Live:
    """Write a row for each group, by the formula that chooses its firms, and one of all."""
    workers, yes = firms.column("workers"), _("yes")
    near = [f'--({firms.column(c)}="{yes}")' for c in ("covered_before", "covered_after")]
    names, rows = ("firms", "workers", "before", "after"), []
    for k, (row, is_in) in enumerate(zip(table.to_dict("records"), chosen, strict=True)):
        mine = f"--({is_in})" if "*" not in is_in else is_in
        sums = (
            f"=SUMPRODUCT({mine}*1)",
            f"=SUMPRODUCT({mine}*1,{workers})",
            *(f"=SUMPRODUCT({mine}*1,{covered},{workers})" for covered in near),
        )
        counts = tuple(int(row[name]) for name in names)
        rows.append(_line(str(row["group"]), sums, counts, k + 2))
    if rows:
        last = len(rows) + 1
        sums = tuple(f"=SUM({c}2:{c}{last})" for c in "BCDF")
        counts = tuple(int(table[name].sum()) for name in names)
        rows.append(_line(_("all together"), sums, counts, last + 1))
    heads = (
        *(head, _("Firms"), _("Workers"), _("Covered today"), _("Share"), _("Covered by the plan")),
        *(_("Share"), _("As in the document")),
    )
    return Live(title, heads, _LOOKS, tuple(rows))


def _line(name: str, sums: Sequence[str], counts: Sequence[int], row: int) -> tuple[object, ...]:
    """Write a group: its sums, shares of its workers, and whether they are the document's."""
    firms, workers, before, after = map(Reckoned, sums, counts)
    told = ",".join(f"{c}{row}={n}" for c, n in zip("BCDF", counts, strict=True))
    equal = Reckoned(f'=IF(AND({told}),"{_("yes")}","{_("no")}")', _("yes"))
    shares = (
        Reckoned(f'=IF(C{row}=0,"",{c}{row}/C{row})', n / counts[1] if counts[1] else "")
        for c, n in (("D", counts[2]), ("F", counts[3]))
    )
    return name, firms, workers, before, next(shares), after, next(shares), equal


def by_site(proposal: Proposal, firms: Rows, sites: Rows) -> Live:
    """Add up whom each open home serves, and reckon what each new worker costs a year."""
    has_cost = "cost_yuan" in sites.columns
    cards, rows = proposal.cards.to_dict("records"), []
    for k, card in enumerate(cards):
        rows.append(_served(card, firms, k + 2) + (_each(card, sites, k) if has_cost else ()))
    if rows:
        last, total = len(rows) + 1, proposal.served_pos >= 0
        sums = [int(total.sum()), int(proposal.study.demand.weight[total].sum())]
        added = (Reckoned(f"=SUM({c}2:{c}{last})", n) for c, n in zip("CD", sums, strict=True))
        rest = (None, None) if has_cost else (None,)
        told = f"AND(C{last + 1}={sums[0]},D{last + 1}={sums[1]})"
        rows.append((_("all together"), None, *added, None, _is_told(told), *rest[1:]))
    heads = (
        *(_(LABELS[c]) for c in ("site_id", "name", "served_firms", "served", "longest_m")),
        _("As in the document"),
        *([_("Yearly cost for each worker newly covered, yuan")] if has_cost else []),
    )
    looks = ("text", "text", "whole", "whole", "whole", "text", *(["whole"] if has_cost else []))
    return Live(_("Served by home"), heads, looks, tuple(rows))


def _served(card: dict[Any, Any], firms: Rows, row: int) -> tuple[object, ...]:
    """Write the firms and workers that a home serves, and the longest way of them."""
    mine = f"--EXACT({firms.column('served_by')},A{row})"
    far = 0.0 if not card["served_firms"] else round(float(card["longest_m"]), 2)
    told = f"C{row}={card['served_firms']},D{row}={card['served']},ABS(E{row}-{far})<0.01"
    return (
        str(card["site_id"]),
        str(card["name"]),
        Reckoned(f"=SUMPRODUCT({mine})", int(card["served_firms"])),
        Reckoned(f"=SUMPRODUCT({mine},{firms.column('workers')})", int(card["served"])),
        Reckoned(f"=SUMPRODUCT(MAX({mine}*{firms.column('nearest_m')}))", far),
        _is_told(f"AND({told})"),
    )


def _each(card: dict[Any, Any], sites: Rows, k: int) -> tuple[object]:
    """Divide a home's yearly cost by the workers whom it newly covers, where there are any."""
    each = card["cost_per_new_yuan"]
    if each is None or not np.isfinite(each):
        return (None,)
    return (Reckoned(f"={sites.cell('cost_yuan', k)}/{sites.cell('new', k)}", float(each)),)


def _is_told(condition: str) -> Reckoned:
    return Reckoned(f'=IF({condition},"{_("yes")}","{_("no")}")', _("yes"))
