"""Section: what else was weighed: other ways of choosing, near-best plans, why not other venues."""

from __future__ import annotations

import pandas as pd

from geo.explain import USUAL_DRAWS, Fairness, Menu, ways_left_out
from geo.export.figures import fewer_head, regret_table
from geo.export.report.asked.findings import MOST_PLANS, QUESTIONS, WITHIN_SHARE
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.nouns import joined, listed, named, percent, tight
from geo.export.report.sections.groups import by_street, of_streets
from geo.export.report.short import stopped_short
from geo.words import _

__all__ = ["blocks"]


def blocks(case: Case) -> list[Block]:
    """Set the plan beside what could have been chosen in its place."""
    parts = [*_regret(case), *_menu(case), *_rivals(case), *_fair(case), *_late(case)]
    return [Heading(1, _("What else was weighed")), *parts] if parts else []


def _late(case: Case) -> list[Block]:
    """Name what is missing because the search, or the time of a question, came to an end."""
    if case.plan.status != "optimal" and not case.choices.is_public:
        said = stopped_short(case.proposal)
    elif case.findings.late:
        said = _(
            "Time did not suffice to answer in full, so that it is left out or cut short: "
            "{questions}.",
            questions=listed(_(QUESTIONS[name]) for name in case.findings.late),
        )
    else:
        return []
    return [Heading(2, _("What is left out")), Paragraph(said)]


def _regret(case: Case) -> list[Block]:
    table = regret_table(case.proposal)
    others = table.iloc[:-1]
    left_out = ways_left_out(case.proposal.regret)
    if table.empty:
        return []
    if others.empty:
        return [Heading(2, _("Other ways of choosing")), Paragraph(left_out)] if left_out else []
    best = others.iloc[int(others["value"].to_numpy().argmax())]
    said = joined(_beside(case, best), _counted(case), _often(case), left_out)
    return [
        Heading(2, _("Other ways of choosing")),
        Paragraph(said),
        _ways(case, table),
    ]


def _ways(case: Case, table: pd.DataFrame) -> Table:
    """Set all ways side by side, and how often each would have been as good, where known."""
    fewer = fewer_head(table["loss"])
    heads = [_("Way of choosing"), _("Workers covered"), _("Share"), fewer]
    rows = [
        [str(r["way"]), f"{r['value']:,}", percent(r["share"]), f"{r['loss']:,}"]
        for r in table.to_dict("records")
    ]
    shares = dict(case.findings.as_good) if case.findings.doubt is not None else {}
    if shares:
        heads.append(_("As good in draws"))
        for row, way in zip(rows, case.proposal.regret["way"], strict=True):
            row.append(f"{shares[way]:.0%}")
    return Table(
        _("As many homes, chosen in other ways"),
        tuple(heads),
        tuple(map(tuple, rows)),
        frozenset(range(1, len(heads))),
    )


def _often(case: Case) -> str:
    """Say what the last column means."""
    if not case.findings.as_good or case.findings.doubt is None:
        return ""
    return _(
        "The last column is the share of {n:,} draws of what the lists may really be (see below) "
        "in which that way covers as many workers as the plan.",
        n=USUAL_DRAWS,
    )


def _counted(case: Case) -> str:
    """Say who counts as covered, where one home near is not enough."""
    if case.times == 1:
        return ""
    return _("Counted in every way are those with {n} homes near.", n=case.times)


def _beside(case: Case, best: pd.Series) -> str:
    way, loss = best["way"], int(best["loss"])
    intro = _("As many homes could be chosen more simply.")
    if loss > 0:
        said = _(
            "The best of those ways, {way}, covers {loss} fewer.",
            way=way,
            loss=case.say.workers(loss),
        )
    elif case.plan.status != "optimal":
        said = _more_than_stopped(case, way, -loss)
    elif loss == 0:
        said = _("Here {way} covers as many; only the exact plan proves it.", way=way)
    else:
        said = _beaten(case, way, case.say.workers(-loss))
    return joined(intro, said)


def _beaten(case: Case, way: str, more: str) -> str:
    """Say why another way covers more than the best plan: the question asks for something else."""
    if case.plan.problem.sense == "min":
        return _(
            "With as many homes, {way} covers {more} more; the question asks for the fewest homes, "
            "not for the most workers.",
            way=way,
            more=more,
        )
    if not case.counts_people:
        return _(
            "Counted in plain workers, {way} covers {more} more; that is not what the question "
            "counts.",
            way=way,
            more=more,
        )
    return _(
        "Counted in this way, {way} covers {more} more; the plan meets further conditions of "
        "the question, which the others do not.",
        way=way,
        more=more,
    )


def _more_than_stopped(case: Case, way: str, more: int) -> str:
    """Say that another way is no worse than what was found before the search was stopped."""
    if not more:
        return _("Here {way} covers as many; the plan is not proven best.", way=way)
    return _(
        "Here {way} covers {more} more than the plan that was found when the search was stopped.",
        way=way,
        more=case.say.workers(more),
    )


def _menu(case: Case) -> list[Block]:
    menu = case.findings.menu
    if menu is None:
        return []
    found: list[Block] = [Heading(2, _("Near-best plans")), Paragraph(_dishes(case, menu))]
    if len(menu.plans) < 2:
        return found
    best = set(menu.plans[0].open_ids)
    rows = tuple(
        (
            "ABCDEFGHIJ"[k],
            named(case.name(i) for i in menu.plans[0].open_ids if i not in dish.open_ids) or "-",
            named(case.name(i) for i in dish.open_ids if i not in best) or "-",
            case.measured(dish.value),
            case.measured(dish.loss) if dish.loss else "-",
        )
        for k, dish in enumerate(menu.plans)
    )
    heads = (_("Plan"), _("Leaves out"), _("Takes in"), _("Value"), _("Behind the best"))
    said = _(
        "Plan A is the plan of this proposal; each of the others is described by the sites that it "
        "leaves out of plan A and those that it takes in for them."
    )
    found += [Paragraph(said), Table(_("The best plan and those next to it"), heads, rows)]
    return found


def _dishes(case: Case, menu: Menu) -> str:
    is_late = len(menu.plans) < MOST_PLANS and not menu.is_complete
    if len(menu.plans) < 2 and not menu.is_complete:
        return _(
            "Time did not suffice to say whether another plan comes within {share:.0%} of the "
            "best.",
            share=WITHIN_SHARE,
        )
    if len(menu.plans) < 2:  # all venues of the plan are part of it, and no others: nothing to say
        return _("No other plan comes within {share:.0%} of the best.", share=WITHIN_SHARE)
    first = _near(menu)
    if len(menu.plans) == MOST_PLANS and not menu.is_complete:
        more = _("There may be more of them; the {n} best are listed.", n=MOST_PLANS)
        first = joined(first, more)
    if is_late:
        first = joined(first, _("There may be more of them; time did not suffice to list them."))
    if not menu.has_all:
        late = _("Time did not suffice to say which venues are part of every plan that good.")
        return joined(first, late)
    always, never = ([case.name(i) for i in ids] for ids in (menu.always_ids, menu.never_ids))
    second = (
        _("Part of every plan that good: {names}.", names=listed(always))
        if always
        else _("Of the venues left to choose, none is part of every plan that good.")
    )
    third = _("Part of none: {venues}.", venues=case.say.venues(len(never))) if never else ""
    return joined(first, second, third)


def _near(menu: Menu) -> str:
    """Say that there are other plans; of a list that is complete, that it is."""
    if menu.is_complete and len(menu.plans) == 2:
        return _(
            "One other plan comes within {share:.0%} of the best; where something else speaks for "
            "it, little is lost.",
            share=WITHIN_SHARE,
        )
    said = _(
        "Other plans come within {share:.0%} of the best; where something else speaks for one of "
        "them, little is lost.",
        share=WITHIN_SHARE,
    )
    return joined(said, _("All of them are listed.") if menu.is_complete else "")


def _rivals(case: Case) -> list[Block]:
    rivals = [one for one in case.findings.rivals if not one.is_chosen]
    if not rivals:
        return []
    return [Heading(2, _("Why not elsewhere")), *(Paragraph(tight(str(one))) for one in rivals)]


def _fair(case: Case) -> list[Block]:
    fair = case.findings.fairness
    if fair is None or not case.after:  # where nobody is covered no street is served worst
        return []
    every = by_street(case.proposal, case.firm_counts)
    every = every[every["workers"] > 0]
    streets = of_streets(every)
    if len(streets) < 2:
        return []
    said = _price(case, fair, streets, is_all=len(streets) == len(every))
    if len(streets) < len(every):
        said = joined(said, _("Firms without a stated street are left out of that."))
    return [Heading(2, _("Between the streets")), Paragraph(said)]


def _price(case: Case, fair: Fairness, streets: pd.DataFrame, *, is_all: bool) -> str:
    """Name the street that the plan serves worst, and what it would cost to serve it better.

    The curve counts firms without a street as one: it tells of streets where all have one.
    """
    shares = streets["after"] / streets["workers"].clip(1)
    at = int(shares.to_numpy().argmin())
    worst, name = float(shares.iloc[at]), str(streets["group"].iloc[at])
    if worst >= 1:
        return _("With the plan, every street has all of its workers covered.")
    said = _(
        "The street served worst, {street}, has {share} of its workers covered.",
        street=name,
        share=percent(worst),
    )
    is_told = is_all and _is_same(case, fair, worst)
    return joined(said, _better(case, fair, worst)) if is_told else said


def _is_same(case: Case, fair: Fairness, worst: float) -> bool:
    """Whether the curve was asked of the plan's own question, and begins at such a plan."""
    problem, first = case.plan.problem, fair.points[0]
    is_fixed = not hasattr(problem, "budget_yuan") and case.times == 1
    has_floor = bool(getattr(problem, "floor_share", 0))
    is_begun = first.value == case.plan.value and first.floor_share <= worst
    return is_fixed and not has_floor and is_begun


def _better(case: Case, fair: Fairness, worst: float) -> str:
    """Say what it would cost to serve the worst-served street better than the plan does."""
    last = fair.points[-1]
    if last.floor_share <= worst:
        if not fair.is_complete:
            return _("Time did not suffice to say whether another plan could serve it better.")
        return _("No plan with as many homes serves its worst street better.")
    return _(
        "Every street could have {share} covered at least; that would cost {price} in all.",
        share=percent(last.floor_share),
        price=case.measured(case.plan.value - last.value),
    )
