"""Section: how sure the plan is where the lists may be wrong."""

from __future__ import annotations

from geo.explain import Doubt, LeastRegret, TargetDoubt
from geo.export.report.asked.drawn import LEAST_DRAWS
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.drawn_said import of_target, too_few, what_was_drawn
from geo.export.report.nouns import joined, listed
from geo.words import _

__all__ = ["blocks"]

_MOST_SITES = 15


def blocks(case: Case) -> list[Block]:
    """Say what was drawn, and what became of the plan."""
    found: list[Block] = [Heading(1, _("How sure the plan is"))]
    doubt, target = case.findings.doubt, case.findings.target
    if target is not None:
        return [*found, *_target(case, target)]
    if doubt is None:
        return [*found, Paragraph(_unasked(case))]
    if doubt.n_answered < LEAST_DRAWS:
        return [*found, Paragraph(too_few(doubt.n_answered))]
    drawn = what_was_drawn(doubt.errors, doubt.n_draws, doubt.seed)
    sought = _("Each time the best plan was sought anew.")
    found += [
        Paragraph(joined(drawn, sought, _unanswered(doubt))),
        Paragraph(_stands(case, doubt)),
    ]
    caption = _("How often each venue is part of the best plan")
    return [*found, *_chosen(case, caption, doubt.chosen)]


def _target(case: Case, target: TargetDoubt) -> list[Block]:
    """Say how the fewest homes stand, and how many it takes."""
    said = of_target(target, is_public=case.choices.is_public)
    found: list[Block] = [Paragraph(one) for one in said]
    if target.n_draws < LEAST_DRAWS:
        return found
    if len(target.fewest) > 1:
        heads = (_("Homes in all"), _("Of all draws"))
        rows = tuple((f"{n:,}", f"{share:.0%}") for n, share in target.fewest)
        caption = _("How many homes it takes to reach the target")
        found.append(Table(caption, heads, rows, frozenset({0, 1})))
    caption = _("How often each venue is among the fewest homes, in draws that reach the target")
    return [*found, *_chosen(case, caption, target.chosen)]


def _chosen(case: Case, caption: str, chosen: tuple[tuple[object, float], ...]) -> list[Block]:
    """List the venues that are chosen most often; without any there is no table."""
    new = set(case.plan.new_ids)
    rows = tuple(
        (case.name(i), _("yes") if i in new else _("no"), f"{share:.0%}")
        for i, share in chosen[:_MOST_SITES]
    )
    heads = (_("Venue"), _("In the plan"), _("Share of draws"))
    found: list[Block] = [Table(caption, heads, rows, frozenset({2}))] if rows else []
    if len(chosen) <= _MOST_SITES:
        return found
    said = _(
        "Listed are the {shown} of {n:,} venues that are chosen most often.",
        shown=_MOST_SITES,
        n=len(chosen),
    )
    return [Paragraph(said), *found]


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
    return joined(
        _(
            "In {share} of them this plan is as good as any. It reaches between {low} and {high} "
            "in nine draws of ten, {middle} in the middle.",
            share=share,
            low=case.measured(doubt.low),
            high=case.measured(doubt.high),
            middle=case.measured(doubt.middle),
        ),
        _worst(case, doubt),
    )


def _worst(case: Case, doubt: Doubt) -> str:
    """Say by how much the plan falls short at worst, and whether another plan is safer."""
    least, regret = case.findings.least, case.measured(doubt.worst_regret)
    if not doubt.worst_regret:
        return _("It never falls short of the best.")
    if least is None:
        return _("At worst it falls short of the best by {regret}.", regret=regret)
    if least.is_own:
        found = _(
            "At worst it falls short of the best by {regret}; no other plan was found that falls "
            "short by less at its own worst.",
            regret=regret,
        )
    else:
        found = _(
            "At worst it falls short of the best by {regret}; the plan found to fall short least "
            "at its own worst does so by {least}.",
            regret=regret,
            least=case.measured(least.regret),
        )
    return joined(found, _opens(case, least), _bound(case, least))


def _opens(case: Case, least: LeastRegret) -> str:
    """Name the sites of the plan that falls short least at its worst, where it is another one."""
    names = [case.name(i) for i in least.new_ids]
    if least.is_own or not names:
        return ""
    return _("That plan opens {names}.", names=listed(names))


def _bound(case: Case, least: LeastRegret) -> str:
    if least.is_proven:
        return _("It is proven that no plan falls short by less at its worst.")
    if not least.bound:  # says nothing
        return _("The search for such a plan was cut short before a proof.")
    return _(
        "The search for such a plan was cut short before a proof: what is known is that no plan "
        "can fall short by less than {bound} at its worst.",
        bound=case.measured(least.bound),
    )
