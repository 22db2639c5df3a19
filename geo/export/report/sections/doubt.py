"""Section: how sure the plan is where the lists may be wrong."""

from __future__ import annotations

from geo.explain import Doubt
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.findings import LEAST_DRAWS
from geo.export.report.nouns import joined, listed
from geo.words import _

__all__ = ["blocks"]

_MOST_SITES = 15


def blocks(case: Case) -> list[Block]:
    """Say what was drawn, and what became of the plan."""
    found: list[Block] = [Heading(1, _("How sure the plan is"))]
    doubt = case.findings.doubt
    if doubt is None:
        return [*found, Paragraph(_unasked(case))]
    if doubt.n_draws - doubt.n_unanswered < LEAST_DRAWS:
        return [*found, Paragraph(_few(doubt))]
    found += [
        Paragraph(joined(_drawn(doubt), _unanswered(doubt))),
        Paragraph(_stands(case, doubt)),
    ]
    new = set(case.plan.new_ids)
    rows = tuple(
        (case.name(i), _("yes") if i in new else _("no"), f"{share:.0%}")
        for i, share in doubt.chosen[:_MOST_SITES]
    )
    if not rows:
        return found
    heads = (_("Venue"), _("In the plan"), _("Share of draws"))
    caption = _("How often each venue is part of the best plan")
    return [*found, Table(caption, heads, rows, frozenset({2}))]


def _few(doubt: Doubt) -> str:
    """Say that too few draws were answered for a share to mean anything."""
    return _(
        "The lists may be wrong, and slightly different ones were to be drawn and answered anew; "
        "time did not suffice: answered {n:,}, least wanted {least:,}. No shares are told of so "
        "few.",
        n=doubt.n_draws - doubt.n_unanswered,
        least=LEAST_DRAWS,
    )


def _unasked(case: Case) -> str:
    if case.plan.status != "optimal":
        return _(
            "The plan is not proven best, so that nothing can be said of how it would stand beside "
            "the best plans of slightly different data."
        )
    if "doubt" in case.findings.late:
        return _(
            "The lists may be wrong, and slightly different ones were to be drawn and answered "
            "anew; time did not suffice for a single one."
        )
    return _(
        "For this question no draws of slightly different data were made; the plan holds for the "
        "lists as they are."
    )


def _drawn(doubt: Doubt) -> str:
    errors = doubt.errors
    return _(
        "The lists may be wrong. They were drawn again {n:,} times (seed {seed}), each time with "
        "every headcount off by up to {heads:.0%}, every venue falling through with odds of "
        "{venues:.0%}, beside every firm one that the list lacks with odds of {missing:.0%}, and "
        "people walking up to {speed:.0%} farther or less far; each time the best plan was sought "
        "anew.",
        n=doubt.n_draws,
        seed=doubt.seed,
        heads=errors.headcount_share,
        venues=errors.venue_share,
        missing=errors.missing_share,
        speed=errors.speed_share,
    )


def _unanswered(doubt: Doubt) -> str:
    """Say in how many draws there was nothing to choose; else the shares would be of all draws."""
    n = doubt.n_unanswered
    if not n:
        return ""
    if n == 1:
        return _("In 1 of them no plan could be made; it counts in nothing that follows.")
    return _("In {n:,} of them no plan could be made; they count in nothing that follows.", n=n)


def _stands(case: Case, doubt: Doubt) -> str:
    share = f"{doubt.best_share:.0%}"
    if case.choices.is_public or not doubt.high:
        return _("In {share} of them this plan is as good as any.", share=share)
    if doubt.worst_regret and not doubt.has_held_any:
        worst = _(
            "At worst it falls short of the best by {regret}.",
            regret=case.measured(doubt.worst_regret),
        )
    elif doubt.worst_regret:
        worst = _(
            "At worst it falls short of the best by {regret}; of {n} plans that were compared none "
            "falls short by less than {robust} at its worst.",
            n=f"{doubt.n_held:,}",
            regret=case.measured(doubt.worst_regret),
            robust=case.measured(doubt.robust_regret),
        )
        worst = joined(worst, _least(case, doubt))
    else:
        worst = _("It never falls short of the best.")
    return joined(
        _(
            "In {share} of them this plan is as good as any. It reaches between {low} and {high} "
            "in nine draws of ten, {middle} in the middle.",
            share=share,
            low=case.measured(doubt.low),
            high=case.measured(doubt.high),
            middle=case.measured(doubt.middle),
        ),
        worst,
    )


def _least(case: Case, doubt: Doubt) -> str:
    """Name the sites of the plan that falls short least at its worst, where it is another one."""
    names = [case.name(i) for i in doubt.robust_ids]
    if doubt.robust_regret >= doubt.worst_regret or not names:
        return ""
    return _("That plan opens {names}.", names=listed(names))
