"""The sentences of what a plan does: what it opens and closes, what changes, how sure that is."""

from __future__ import annotations

from geo.export.report.case import Case
from geo.export.report.nouns import joined, listed, percent
from geo.words import _

__all__ = ["change", "left_over", "nobody", "opened", "proof", "several_near"]

_NAMED = 6  # sites whose names are said in one sentence


def opened(case: Case) -> str:
    """Say what is to be opened and closed."""
    new, closed = [str(name) for name in case.new_cards["name"]], case.closed_names
    said = []
    if new:
        homes = case.say.homes(len(new))
        if len(new) <= _NAMED:
            said.append(_("It proposes to open {homes}: {names}.", homes=homes, names=listed(new)))
        else:
            said.append(_("It proposes to open {homes}, listed below.", homes=homes))
    if closed:
        homes = case.say.homes(len(closed))
        said.append(_("It proposes to close {homes}: {names}.", homes=homes, names=listed(closed)))
    return joined(*said) or _nothing(case)


def _nothing(case: Case) -> str:
    """Say why nothing is opened or closed: there is no need, no money, or no gain."""
    problem, usable = case.plan.problem, case.sites.is_usable
    if problem.sense == "min" or case.after == case.plan.total:
        return _("Nothing needs to be opened or closed.")
    budget, cost = getattr(problem, "budget_yuan", None), case.sites.cost
    if not usable.any():
        return _("No venue on the list can be used, so that it proposes to open nothing.")
    if budget is not None and cost is not None and int(cost[usable].min()) > budget:
        return _(
            "Nothing can be opened for {budget:,} yuan a year: the cheapest venue costs {cost:,} "
            "yuan a year.",
            budget=budget,
            cost=int(cost[usable].min()),
        )
    return _("It proposes to open and to close nothing.")


def change(case: Case) -> str:
    """Say how many have a home near before and after; and several, where several are asked for."""
    if case.times == 1 or not case.after:
        return _near(case)
    plan, say = case.plan, case.say
    several = _(
        "With {n} homes that near: {before} today ({before_share}), {after} with the plan "
        "({after_share}).",
        n=case.times,
        before=say.workers(plan.covered_before),
        before_share=percent(case.share(plan.covered_before)),
        after=say.workers(plan.covered),
        after_share=percent(case.share(plan.covered)),
    )
    return joined(_near(case), several)


def nobody(case: Case, said: str) -> str:
    """Say that nobody is within the radius; in public, that they are too few, if any."""
    if case.choices.is_public:
        return _("Within {radius}: {workers}.", radius=case.radius, workers=case.say.workers(0))
    return said


def several_near(case: Case) -> str:
    """Say who is counted as covered where one home near is not enough."""
    return _("Counted here are those with {n} homes that near.", n=case.times)


def _near(case: Case) -> str:
    """Say how many are covered before and after; every way it can turn out has its sentence."""
    plan, say = case.plan, case.say
    before, after = case.before, case.after
    parts = {
        "radius": case.radius,
        "before": say.workers(before) if before or say.is_rounded else _("nobody"),
        "before_share": percent(case.share(before)),
        "after": say.workers(after),
        "after_share": percent(case.share(after)),
        "more": say.workers(abs(after - before)),
    }
    if not after:
        said = _("With it, nobody on the list works within {radius} of an open home.", **parts)
        return nobody(case, said) if plan.open_ids else _none_open(case, parts)
    if after == plan.total:
        return _everybody(case, parts)
    if after > before:
        return _(
            "Within {radius} of a home: {before} today ({before_share}), {after} with the plan "
            "({after_share}), a gain of {more}.",
            **parts,
        )
    if after < before:
        return _(
            "Within {radius} of a home: {before} today ({before_share}), {after} with the plan "
            "({after_share}), a loss of {more}.",
            **parts,
        )
    return _unchanged(case, parts)


def _none_open(case: Case, parts: dict[str, str]) -> str:
    """Say that nobody is covered because no home is open, and what that changes."""
    if not case.n_today:
        return _("No home is open today and none with it, so that nobody is covered.")
    said = _("With it no home is open, so that nobody is covered.")
    if not case.before:
        return said
    today = _("Within {radius} of a home today: {before} ({before_share}).", **parts)
    return joined(today, said)


def _everybody(case: Case, parts: dict[str, str]) -> str:
    """Say that everybody is covered, and whether that is the plan's doing."""
    if case.after > case.before:
        return _(
            "With it everybody on the list is covered: {after}, against {before} today "
            "({before_share}).",
            **parts,
        )
    if case.plan.new_ids:
        return _(
            "Everybody on the list is covered today already: {after}. The plan adds nobody.",
            **parts,
        )
    return _("Everybody on the list is covered, as today: {after}.", **parts)


def _unchanged(case: Case, parts: dict[str, str]) -> str:
    """Say that as many are covered as today; in public, as far as can be told."""
    if case.choices.is_public:
        return _(
            "Within {radius} of a home: {after} ({after_share}), today as with the plan; a "
            "difference that is too small to be told may be hidden.",
            **parts,
        )
    return _(
        "Within {radius} of a home: {after} ({after_share}), as many as today.",
        **parts,
    )


def left_over(case: Case, annex: str) -> str:
    """Say who still has no home near."""
    if not case.left_firms:
        return ""
    parts = {"firms": case.say.firms(case.left_firms), "workers": case.say.workers(case.left)}
    if case.choices.is_public:
        said = _("In groups that are not wholly covered: {firms} with {workers}.", **parts)
    else:
        said = _("Still without a home near: {firms} with {workers}.", **parts)
    return joined(said, annex)


def proof(case: Case) -> str:
    """Say what is proven: the value, the bound, the gap."""
    plan = case.plan
    if case.choices.is_public:
        return _proof_in_public(case)
    value, bound = case.measured(plan.value), case.measured(plan.bound)
    if plan.status == "optimal" and plan.problem.sense == "min":
        best = _(
            "This is proven best: whatever sites are chosen, the question needs at least {value}.",
            value=value,
        )
        return joined(best, counted_too(case))
    if plan.status == "optimal":
        return _(
            "This is proven best: the plan reaches {value}, and no choice of sites can exceed "
            "that.",
            value=value,
        )
    return _(
        "This is not proven best: the plan reaches {value}, the bound stands at {bound}, and the "
        "gap between them is {gap:.2%}.",
        value=value,
        bound=bound,
        gap=plan.gap,
    )


def counted_too(case: Case) -> str:
    """Say that homes open today are among those counted, where the fewest are wanted."""
    n = case.n_today - len(case.closed_names)
    if not n:
        return ""
    if n == 1:
        return _("That number includes the home that is open today.")
    return _("That number includes the {n:,} homes that are open today.", n=n)


def _proof_in_public(case: Case) -> str:
    """Say what is proven without a figure: value and bound speak of single firms."""
    plan = case.plan
    if plan.status != "optimal":
        return _(
            "This is not proven best: the gap between the plan and its bound is about {gap:.0%}.",
            gap=plan.gap,
        )
    if plan.problem.sense == "min":
        homes = case.measured(plan.value)
        best = _("This is proven best: nothing less than {homes} meets the question.", homes=homes)
        return joined(best, counted_too(case))
    return _("This is proven best: no choice of sites reaches more.")
