"""The big numbers of the summary, reckoned from the rows where they are sums of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.core import Proposal
from geo.export.figures import headline, percent
from geo.export.workbook.reckoned import Reckoned
from geo.export.workbook.totals import Total
from geo.words import _

__all__ = ["Headline", "headlines"]


@dataclass(frozen=True)
class Headline:
    """A big number: what it says, the number, what it is in people; texts, or reckoned ones."""

    label: str
    value: str | Reckoned
    detail: str | Reckoned


def headlines(proposal: Proposal, totals: Sequence[Total]) -> Iterator[Headline]:
    """Give the big numbers; those that no rows make up (several homes near, a bound) are texts."""
    by_label = {total.label: total for total in totals}
    workers = by_label.get(_("Workers"))
    reckoned = {
        _("Covered today"): by_label.get(_("Workers covered today")),
        _("Covered by the plan"): by_label.get(_("Workers covered by the plan")),
    }
    for figure in headline(proposal):
        covered = reckoned.get(figure.label)
        if covered is None or workers is None or workers.value <= 1:
            yield Headline(figure.label, figure.value, figure.detail)
            continue
        part, whole = covered.formula.removeprefix("="), workers.formula.removeprefix("=")
        yield Headline(
            figure.label,
            Reckoned(_percent(f"{part}/{whole}"), figure.value),
            Reckoned(_people(part, whole), figure.detail),
        )


def _percent(share: str) -> str:
    """Write `geo.export.figures.percent` as a formula."""
    least, most = percent(0.0004), percent(0.9999)
    return (
        f'=IF(AND({share}>0,{share}<0.0005),"{least}",'
        f'IF(AND({share}>=0.9995,{share}<1),"{most}",TEXT({share},"0.0%")))'
    )


def _people(part: str, whole: str) -> str:
    """Write the sentence of so many of all workers as a formula."""
    said = _("{n:,} of {total:,} workers").replace('"', '""')
    for field, formula in (("{n:,}", part), ("{total:,}", whole)):
        said = said.replace(field, f'"&TEXT({formula},"#,##0")&"')
    return f'="{said}"'
