"""Live totals: what the document says, reckoned again by the spreadsheet from its own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.core import Proposal
from geo.words import _

__all__ = ["Total", "totals"]


@dataclass(frozen=True)
class Total:
    """One number of the document.

    Attributes
    ----------
    label
        What it is.
    formula
        How the spreadsheet reckons it from its own rows.
    value
        The number, as the plan has it.
    """

    label: str
    formula: str
    value: int


def totals(
    proposal: Proposal, firms: Sequence[str], sites: Sequence[str], *, names: tuple[str, str]
) -> tuple[Total, ...]:
    """Write the formulas of the totals.

    Parameters
    ----------
    proposal
        The plan.
    firms, sites
        The columns of the two sheets, in their order.
    names
        The names of the two sheets.
    """
    from xlsxwriter.utility import quote_sheetname, xl_col_to_name  # noqa: PLC0415 - only for Excel

    plan, demand = proposal.plan, proposal.study.demand
    n_firm, n_open = len(demand), len(plan.open_ids)
    today, then = (
        int(demand.weight[is_near].sum())
        for is_near in (proposal.covered_before, proposal.covered_after)
    )

    def column(of: int, name: str) -> str:
        listed, n = (firms, n_firm) if of == 0 else (sites, n_open)
        rows = max(n, 1)  # of an empty list a blank row: a range that ends above its first row
        # is turned round, and counts the head
        letter = xl_col_to_name(list(listed).index(name))
        return f"{quote_sheetname(names[of])}!${letter}$2:${letter}${rows + 1}"

    workers, yes, no = column(0, "workers"), _("yes"), _("no")
    before, after = column(0, "covered_before"), column(0, "covered_after")
    missed = int((~proposal.covered_after).sum())
    return (
        Total(_("Firms"), f"=ROWS({workers})", n_firm),
        Total(_("Workers"), f"=SUM({workers})", plan.total),
        Total(_("Workers covered today"), f'=SUMIF({before},"{yes}",{workers})', today),
        Total(_("Workers covered by the plan"), f'=SUMIF({after},"{yes}",{workers})', then),
        Total(
            _("Workers not covered by the plan"),
            f'=SUMIF({after},"{no}",{workers})',
            plan.total - then,
        ),
        Total(_("Firms not covered by the plan"), f'=COUNTIF({after},"{no}")', missed),
        Total(_("Homes open in the plan"), f"=COUNTA({column(1, 'name')})", n_open),
        Total(_("Proposed homes"), f"=COUNT({column(1, 'rank')})", len(plan.new_ids)),
    )
