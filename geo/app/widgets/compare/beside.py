"""Plans side by side: their numbers, their maps that move as one, what differs, the curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pandas as pd
import streamlit as st

from geo.app import cache, code, state
from geo.app.markdown import plain
from geo.app.running import Report
from geo.app.state import Kept
from geo.app.widgets.lists.tables import firm_table
from geo.app.widgets.question.solving import wait_for
from geo.app.widgets.shown.charts import curve_chart
from geo.app.widgets.why.shown import show_code
from geo.core import Proposal, Study
from geo.explain import CurvePoint, Difference, covered_by, difference, yearly_cost
from geo.solve import GradualCover, MaxCover
from geo.study import site_curve
from geo.words import _, counted
from geo.words.figures import number, share, yuan

__all__ = ["curves", "differences", "linked_maps", "side_by_side"]

_MAP_PX = 440
_CURVE_LIMIT_S = 60.0


def side_by_side(plans: Sequence[Kept]) -> None:
    """Show each plan's question and big numbers in a column of its own, with a way to drop it."""
    for one, column in zip(plans, st.columns(len(plans)), strict=True):
        plan = one.found.plan
        with column.container(border=True):
            st.markdown(f"##### {plain(one.name)}")
            st.caption(plain(plan.problem.sentence()))
            st.metric(_("Covered by this plan"), f"{number(plan.covered)} ({share(plan.share)})")
            st.markdown(_new_and_cost(one.found))
            _proof(one.found)
            if st.button(
                _("Let it go"),
                key=state.press(f"drop-{one.name}", cache.plan_key(one.found)),
                icon=":material/close:",
                width="stretch",
            ):
                state.drop_plan(one.name)
                st.rerun()


def _new_and_cost(found: Proposal) -> str:
    said = counted.new_homes(len(found.plan.new_ids))
    if (cost := yearly_cost(found)) is None:
        return said
    return _("{homes}, {cost} a year", homes=said, cost=yuan(cost))


def _proof(found: Proposal) -> None:
    if found.plan.status == "optimal":
        st.badge(_("Proven best"), icon=":material/verified:", color="green")
    else:
        st.badge(
            _("Not proven (gap {gap:.2%})", gap=found.plan.gap),
            icon=":material/hourglass_top:",
            color="orange",
        )


def linked_maps(plans: Sequence[Kept]) -> None:
    """Show the plans' maps in one frame: moving one moves all of the same town."""
    names = tuple(one.name for one in plans)
    with st.container(key=f"maps-of-{len(plans)}"):  # `geo.app.look` gives them room on a telephone
        st.iframe(
            cache.maps_beside(tuple(one.found for one in plans), names),
            height=_MAP_PX if len(plans) < state.MOST_KEPT else 2 * _MAP_PX,
            alt=_("Maps of the plans side by side; the numbers and lists say the same in words."),
        )
    for one in plans:
        st.caption(
            _(
                "{name}, in words: {summary}",
                name=plain(one.name),
                summary=plain(covered_by(one.found.plan)),
            )
        )


def differences(plans: Sequence[Kept]) -> None:
    """Ask for two plans and list where they differ."""
    by_name = {one.name: one.found for one in plans}
    names = list(by_name)
    left, right = st.columns(2)
    first = left.selectbox(_("From plan"), names, index=0, key="difference-first")
    second = right.selectbox(_("To plan"), names, index=1, key="difference-second")
    if first == second:
        st.caption(_("Choose two different plans."))
        return
    found = difference(by_name[first], by_name[second])
    left.markdown(_("Open only in {name}:", name=plain(first)) + _listed(found.only_first))
    right.markdown(_("Open only in {name}:", name=plain(second)) + _listed(found.only_second))
    _firms_changed(found, by_name[second].study)


def _firms_changed(found: Difference, study: Study) -> None:
    gained, lost = st.tabs(
        [
            _("Firms gained: {n:,} ({workers})", n=len(found.gained),
              workers=counted.workers(found.workers_gained)),
            _("Firms lost: {n:,} ({workers})", n=len(found.lost),
              workers=counted.workers(found.workers_lost)),
        ]
    )  # fmt: skip
    for key, tab, table in (("gained", gained, found.gained), ("lost", lost, found.lost)):
        with tab:
            firm_table(table, knows_unions=study.knows_unions, key=key)


def curves(plans: Sequence[Kept]) -> None:
    """Draw workers covered against the number of new sites, with the kept plans upon it."""
    asked: dict[tuple[str, ...], Proposal] = {}
    for one in plans:
        if isinstance(one.found.plan.problem, (MaxCover, GradualCover)):
            asked.setdefault(_curve_key(one), one.found)
    if not asked:
        st.caption(_("Only questions with a number of new sites have a curve."))
        return
    points: list[dict[str, Any]] = []
    for n, (key, found) in enumerate(asked.items(), start=1):
        answer = wait_for("curve", key, partial(_counted, found), slot=str(n))
        if answer is None:
            return
        name = _("Question {n}", n=n) if len(asked) > 1 else _("best possible")
        points += [_row(point, name) for point in answer]
    marks = [
        {"new": len(one.found.plan.new_ids), "covered": one.found.plan.covered, "name": one.name}
        for one in plans
    ]
    curve_chart(pd.DataFrame(points), pd.DataFrame(marks))
    for n, found in enumerate(asked.values() if len(asked) > 1 else (), start=1):
        st.caption(
            _("Question {n}: {sentence}", n=n, sentence=plain(found.plan.problem.sentence()))
        )
    if not all(point["is_proven"] for point in points):
        st.caption(_("Hollow points are not proven: better plans may exist."))
    first = next(iter(asked.values()))
    lines = ["for point in curve(plan.problem, reach):", "    print(point.new, point.covered)"]
    show_code(code.of_plan(first.plan, first.study, lines, imports="from geo.explain import curve"))


def _counted(found: Proposal, report: Report) -> tuple[CurvePoint, ...]:
    return site_curve(found, limit_s=_CURVE_LIMIT_S, progress=report)


def _curve_key(one: Kept) -> tuple[str, ...]:
    """Name the question but for its number of sites, which the curve runs through."""
    problem = cast("MaxCover | GradualCover", one.found.plan.problem)
    return cache.key_of(
        one.found.study, replace(one.scenario, problem=replace(problem, new=1), note="")
    )


def _row(point: CurvePoint, label: str) -> dict[str, Any]:
    return {
        "new": point.new,
        "covered": point.covered,
        "question": label,
        "is_proven": point.is_proven,
        "proof": _("proven") if point.is_proven else _("not proven"),
    }


def _listed(names: Sequence[str]) -> str:
    return "".join(f"\n- {plain(name)}" for name in names) or "\n- " + _("nothing")
