"""Other ways of choosing beside the plan, and how often each would have been as good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.core import Proposal
from geo.explain import USUAL_DRAWS
from geo.export.figures import fewer_head, regret_table
from geo.export.report.asked.drawn import as_good
from geo.export.workbook.reckoned import Reckoned, Rows
from geo.words import _

__all__ = ["Ways", "ways"]


@dataclass(frozen=True)
class Ways:
    """The regret line as a table of the summary; without rows there is nothing to compare.

    Attributes
    ----------
    heads, looks
        One for each column.
    rows
        ``way, value, share, loss`` of each, the plan last, and the share of draws where known.
    total
        Formula of all workers; empty: shares are not reckoned.
    said
        What the last column means; empty without it.
    """

    heads: tuple[str, ...]
    looks: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: str
    said: str

    def at(self, first: int) -> list[tuple[object, ...]]:
        """Lay out the rows from a row of the sheet on, counted from 1."""
        if not self.total:
            return list(self.rows)
        last = first + len(self.rows) - 1
        return [
            (
                way,
                value,
                Reckoned(f"=B{first + k}/MAX({self.total},1)", share),
                Reckoned(f"=B{last}-B{first + k}", loss),
                *further,
            )
            for k, (way, value, share, loss, *further) in enumerate(self.rows)
        ]


def ways(proposal: Proposal, firms: Rows) -> Ways:
    """Set the ways side by side; in public nothing is drawn and nothing reckoned."""
    table, is_public = regret_table(proposal), proposal.release.is_public
    heads = [_("Way of choosing"), _("Workers covered"), _("Share"), fewer_head(table["loss"])]
    looks = ["wrap", "whole", "share", "whole"]
    rows = [tuple(row) for row in table.to_numpy(dtype=object).tolist()]
    drawn = {} if is_public or not rows else dict(as_good(proposal))
    if drawn:
        heads.append(_("As good in draws"))
        looks.append("of draws")
        rows = [(*row, drawn[way]) for row, way in zip(rows, proposal.regret["way"], strict=True)]
    said = (
        _(
            "As good in draws: the share of {n:,} draws of what the lists may really be in which "
            "that way covers as many workers as the plan.",
            n=USUAL_DRAWS,
        )
        if drawn
        else ""
    )
    total = "" if is_public else f"SUM({firms.column('workers')})"
    return Ways(tuple(heads), tuple(looks), tuple(rows), total, said)
