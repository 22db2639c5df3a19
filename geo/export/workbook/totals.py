"""Live totals: what the document says, reckoned again by the spreadsheet from its own rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.core import Proposal
from geo.explain import yearly_cost
from geo.export.tables import heading
from geo.export.workbook.reckoned import Rows
from geo.words import _

if TYPE_CHECKING:
    from geo.export.report.floor_area import FloorArea

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
    look
        How it is set: ``"whole"`` or ``"share"``.
    """

    label: str
    formula: str
    value: float
    look: str = "whole"


def totals(
    proposal: Proposal, firms: Rows, sites: Rows, area: FloorArea | None
) -> tuple[Total, ...]:
    """Write the formulas of the totals over the sheets of firms, sites and floor area."""
    plan = proposal.plan
    workers, no = firms.column("workers"), _("no")
    after = firms.column("covered_after")
    missed = int((~proposal.covered_after).sum())
    found = [
        Total(_("Firms"), f"=ROWS({workers})", firms.n),
        Total(_("Workers"), f"=SUM({workers})", plan.total),
        *_small(proposal, firms),
        *_covered(proposal, firms),
        Total(_("Firms not covered by the plan"), f'=COUNTIF({after},"{no}")', missed),
        Total(_("Homes open in the plan"), f"=COUNTA({sites.column('name')})", sites.n),
        Total(_("Proposed homes"), f"=COUNT({sites.column('rank')})", len(plan.new_ids)),
    ]
    cost = yearly_cost(proposal) if plan.new_ids else None
    if cost is not None:
        paid = f'=SUMIF({sites.column("rank")},">0",{sites.column("cost_yuan")})'
        found.append(Total(_("Yearly cost of the proposed homes, yuan"), paid, cost))
    if area is not None:
        found.append(_large_enough(area))
    return tuple(found)


def _large_enough(area: FloorArea) -> Total:
    """Count the homes that are as large as the norm asks."""
    homes, yes = Rows(_("Floor area"), tuple(map(str, area.table)), len(area.table)), _("yes")
    n = int((area.table["is_enough"] == yes).sum())
    return Total(_("Homes large enough"), f'=COUNTIF({homes.column("is_enough")},"{yes}")', n)


def _small(proposal: Proposal, firms: Rows) -> tuple[Total, Total]:
    """Count the small firms, and who works there."""
    study, yes = proposal.study, _("yes")
    small, workers = firms.column("is_small_unionised"), firms.column("workers")
    what = heading("is_small_unionised", proposal)
    people = int(study.demand.weight[study.is_small_unionised].sum())
    return (
        Total(
            _("{what}: number", what=what),
            f'=COUNTIF({small},"{yes}")',
            int(study.is_small_unionised.sum()),
        ),
        Total(_("{what}: workers", what=what), f'=SUMIF({small},"{yes}",{workers})', people),
    )


def _covered(proposal: Proposal, firms: Rows) -> tuple[Total, ...]:
    """Count who has a home near, today and by the plan, and as shares of all."""
    demand, total, yes, no = proposal.study.demand, proposal.plan.total, _("yes"), _("no")
    today, then = (
        int(demand.weight[is_near].sum())
        for is_near in (proposal.covered_before, proposal.covered_after)
    )
    workers = firms.column("workers")
    near = [
        f'SUMIF({firms.column(name)},"{yes}",{workers})'
        for name in ("covered_before", "covered_after")
    ]
    far, each = f'=SUMIF({firms.column("covered_after")},"{no}",{workers})', max(total, 1)
    shares = [f"={one}/MAX(SUM({workers}),1)" for one in near]
    return (
        Total(_("Workers covered today"), f"={near[0]}", today),
        Total(_("Share covered today"), shares[0], today / each, "share"),
        Total(_("Workers covered by the plan"), f"={near[1]}", then),
        Total(_("Share covered by the plan"), shares[1], then / each, "share"),
        Total(_("Workers covered more than today"), f"={near[1]}-{near[0]}", then - today),
        Total(_("Workers not covered by the plan"), far, total - then),
    )
