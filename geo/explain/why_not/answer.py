"""Why not my hall? The best plan with it, what that costs, and what would make it win."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from geo.core import PairReach, Plan, Reach, Sites, farthest_m
from geo.errors import StoppedError
from geo.explain.unit import unit_of
from geo.explain.why_not.room import first, room_to_win
from geo.explain.why_not.value import WhyNot
from geo.solve import Asked, BudgetCover, Progress, Watch, ask, ask_again
from geo.words import N_, _

__all__ = ["why_not"]

_STEPS = {
    "own_radius_m": N_("how far people would have to come"),
    "extra_each": N_("workers more at each firm around it"),
    "cost_yuan": N_("what it may cost a year"),
}
_ROOM = N_("how many places it would need")


def why_not(
    plan: Plan,
    reach: Reach,
    site_id: object,
    *,
    come_share: float = 1.0,
    limit_s: float | None = None,
    progress: Callable[[Progress], bool | None] | None = None,
) -> WhyNot:
    """Explain why a venue is not in a plan, whatever its status.

    Parameters
    ----------
    plan
        The plan, proven best.
    reach
        What it was made from. How far people would have to come is looked for up to its cutoff.
    site_id
        The venue; a forbidden one is looked at as if it could be used.
    come_share
        Share of the workers near who come at the same time, 0..1, where places are counted.
    limit_s
        Seconds for all of it; None: no limit.
    progress
        Called now and then with a `geo.solve.Progress`; where it returns False what is known is
        returned.

    Raises
    ------
    InputError
        There is no such site, a share is none, or the plan is not proven best or was made from
        other data.
    StoppedError
        Time ran out before the best plan with the venue was proven.

    Notes
    -----
    Exact by re-solving: each of the changes helps the plans with the venue at least as much
    as any other, so that bisection finds the least change that makes it win.
    """
    site, watch = int(reach.positions([site_id])[0]), Watch(limit_s, progress)
    name, radius = reach.sites.names[site], plan.problem.radius_m
    ask_again(plan, reach)
    if site_id in plan.open_ids:
        return WhyNot(site_id, name, True, plan.new_ids, 0, radius)  # noqa: FBT003 - a value
    watch.report(plan.value, plan.bound)
    watch.begin(0.0, _("the best plan with it"))
    case = _Case(ask(plan.problem, _usable(reach, site), seed=plan.seed), site, plan.value, watch)
    found = case.asked.best(watch, opened=site)
    with_ids = None if found is None else case.asked.new_ids(found.is_open)
    open_ids = None if found is None else case.asked.ids(found.is_open)
    loss = None if found is None else plan.value - found.value
    if loss is not None and plan.problem.sense == "min":
        loss = -loss
    known = WhyNot(site_id, name, False, with_ids, loss, radius, unit=unit_of(case.asked.question))  # noqa: FBT003
    known = replace(known, with_open_ids=open_ids)
    is_settled = loss is not None and loss <= 0
    return known if is_settled else _with_changes(known, case, come_share)


def _with_changes(known: WhyNot, case: _Case, come_share: float) -> WhyNot:
    """Look for each change that would make the venue win, as far as time allows."""
    loss, watch, wins_at = known.loss, case.watch, dict[str, Any]()
    searches: dict[str, Callable[[], float | None] | None] = {
        "own_radius_m": lambda: _own_radius(case),
        "extra_each": None if loss is None else _extra(case, loss),
        "cost_yuan": _price(case),
    }
    sought = {name: search for name, search in searches.items() if search is not None}
    try:
        for name, search in sought.items():
            watch.begin((1 + len(wins_at)) / (2 + len(sought)), _(_STEPS[name]))
            wins_at[name] = search()
    except StoppedError:
        return replace(known, sought=frozenset(wins_at), is_complete=False, **wins_at)
    known = replace(known, sought=frozenset(wins_at), **wins_at)
    if loss is None:
        return known
    watch.begin((1 + len(sought)) / (2 + len(sought)), _(_ROOM))
    room = room_to_win(case.asked, case.site, watch, come_share=come_share)
    return replace(known, room=room, is_complete=room is None or room.is_proven)


@dataclass(frozen=True, eq=False)
class _Case:
    """A venue, the question, and the value of the best plan, which does without the venue."""

    asked: Asked
    site: int
    best: int
    watch: Watch

    def wins(self, reach: Any, *, is_fixed: bool = True) -> bool:  # noqa: ANN401 - a changed reach
        """Say whether the venue wins there; ``is_fixed``: nothing else gains by the change."""
        asked = ask(self.asked.question, reach, seed=self.asked.seed)
        found = asked.best(self.watch, opened=self.site)
        if found is None:
            return False
        other = None if is_fixed else asked.best(self.watch, shut=self.site)
        against = self.best if other is None else other.value
        return found.value >= against if asked.question.sense == "max" else found.value <= against


def _changed(reach: Reach, **changes: Any) -> Any:  # noqa: ANN401 - reaches are dataclasses
    return replace(reach, **changes)  # type: ignore[type-var]


def _usable(reach: Reach, site: int) -> Reach:
    """Let a forbidden site be used."""
    if not reach.sites.is_forbidden[site]:
        return reach
    status = reach.sites.status.copy()
    status[site] = "candidate"
    return _changed(reach, sites=replace(reach.sites, status=status))  # type: ignore[no-any-return]


def _own_radius(case: _Case) -> float | None:
    """Search the distances of the firms beyond the radius for the least that makes it win."""
    reach, radius = case.asked.reach, case.asked.question.radius_m
    limit = farthest_m(case.asked.question)
    metres = reach.nearest(np.array([case.site]))[1]
    further = np.unique(metres[np.isfinite(metres) & (metres > radius)])
    row, column, metre = _changed(reach, cutoff_m=limit).pairs()

    def does(k: int) -> bool:
        at = np.flatnonzero((metres > radius) & (metres <= further[k]))
        stays = (column != case.site) | (metres[row] > further[k]) | (metre <= radius)
        rows, columns = np.r_[row[stays], at], np.r_[column[stays], np.full(len(at), case.site)]
        lengths = np.r_[metre[stays], np.full(len(at), radius)]
        table = csr_array((lengths, (rows, columns)), shape=reach.shape)
        table.sort_indices()
        return case.wins(PairReach(reach.demand, reach.sites, reach.mode, table, limit))

    found = first(0, len(further) - 1, does)
    return None if found is None else float(further[found])


def _extra(case: _Case, loss: int) -> Callable[[], int | None] | None:
    """Search the least number of workers more at every firm within the venue's radius.

    A plan with the venue gains at all these firms; one that misses a firm gains at one fewer, so
    that ``loss`` more at each is enough, or nothing is. None where the question does not count so.
    """
    question, reach = case.asked.question, case.asked.reach
    is_plain = question.times == 1 and not hasattr(question, "far_m")
    counts_people = not getattr(question, "weights", "") and not getattr(question, "floor_share", 0)
    here = reach.within(question.radius_m, case.site)
    if question.sense != "max" or not is_plain or not counts_people:
        return None

    def does(more: int) -> bool:
        weight = reach.demand.weight.copy()
        weight[here] += more
        demand = reach.demand.with_weight(weight)
        return case.wins(_changed(reach, demand=demand), is_fixed=False)

    return lambda: first(1, loss, does) if len(here) else None


def _price(case: _Case) -> Callable[[], int | None] | None:
    """Search the highest cost at which the venue wins under the budget; None without one."""
    sites = case.asked.reach.sites
    if not isinstance(case.asked.question, BudgetCover) or sites.cost is None:
        return None
    today = int(sites.cost[case.site])

    def does(saved: int) -> bool:
        return case.wins(_changed(case.asked.reach, sites=_priced(sites, case.site, today - saved)))

    def search() -> int | None:
        saved = first(1, today, does)
        return None if saved is None else today - saved

    return search


def _priced(sites: Sites, site: int, cost_yuan: int) -> Sites:
    assert sites.cost is not None
    cost = sites.cost.copy()
    cost[site] = cost_yuan
    return replace(sites, cost=cost)
