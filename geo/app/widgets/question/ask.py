"""Controls of the question; each field of the problem that is solved becomes one control."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.app.widgets.question import distance
from geo.core import Ask, Problem, Scenario, Study, asks
from geo.solve import PROBLEMS
from geo.words import N_, _
from geo.words.counted import firms, workers

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

__all__ = ["counted", "question", "way"]

_SLIDERS: dict[str, tuple[float, float, float]] = {
    "new": (1, 20, 1),
    "radius_m": (200, 3000, 50),
    "times": (1, 3, 1),
    "share": (0.05, 1.0, 0.05),
    "spacing_m": (0, 2000, 50),
    "floor_share": (0.0, 1.0, 0.05),
}
"""Field -> low, high and step of its slider; a field without one becomes a number to type."""

_COLUMNS = {"": N_("everybody"), "street": N_("street"), "industry": N_("industry")}


def way(scenario: Scenario, *, key: str) -> Scenario:
    """Ask for the radius and the rule of distance only."""
    left, right = st.columns(2)
    problem: Any = scenario.problem
    with left:
        radius = _number("radius_m", asks(type(problem))["radius_m"], problem, key)
    with right:
        mode = distance.rule(scenario, key=key)
    return replace(scenario, problem=replace(problem, radius_m=radius), mode=mode)


def question(scenario: Scenario, study: Study, *, extras_in: DeltaGenerator) -> Scenario:
    """Ask which question, and each of its numbers; what nobody has to fill in stands apart."""
    kinds = {kind.name: kind for kind in PROBLEMS}
    last = scenario.problem.name
    first, *others = st.columns([2, 1.4, 1.4, 1.4, 1.4])
    with first:
        chosen = st.selectbox(
            _("Question"),
            list(kinds),
            index=list(kinds).index(last),
            format_func=lambda name: _(kinds[name].title),
            key=state.control(f"problem-{state.language()}", last),
        )
    kind: Any = kinds[chosen]
    extras = {f.name for f in fields(kind) if f.kw_only}
    declared = asks(kind)
    answers = {}
    for number, name in enumerate(n for n in declared if n not in extras):
        with others[number % 3]:
            answers[name] = _number(name, declared[name], scenario.problem, kind.name)
    with others[-1]:
        mode = distance.rule(scenario, key="propose")
    with extras_in.popover(_("More conditions"), width="stretch"):
        answers |= _extras(kind, scenario.problem, study)
    return replace(scenario, problem=kind(**answers), mode=mode)


def _extras(kind: Any, last: Problem, study: Study) -> dict[str, Any]:  # noqa: ANN401 - a problem's class
    """Ask for what nobody has to fill in: spacing, and a floor for each group."""
    declared = asks(kind)
    left, middle, right = st.columns(3)
    with left:
        spacing = _number("spacing_m", declared["spacing_m"], last, kind.name)
    with middle:
        floor = _number("floor_share", declared["floor_share"], last, kind.name)
    known = [c for c in _COLUMNS if not c or c in study.demand.table]
    before = getattr(last, "floor_by", "")
    before = before if before in known else known[0]
    with right:
        by = st.selectbox(
            _("Groups"),
            known,
            known.index(before),
            format_func=lambda c: _(_COLUMNS[c]),
            key=state.control(f"{kind.name}-floor_by-{state.language()}", before),
        )
    return {"spacing_m": spacing, "floor_share": floor, "floor_by": by}


def _number(name: str, asked: Ask, last: Any, key: str) -> Any:  # noqa: ANN401 - of the field's type
    """Show one control; it starts where the last question stood."""
    start = getattr(last, name, asked.start)
    label = f"{_(asked.label)} ({_(asked.unit)})"
    if name not in _SLIDERS:
        low = float(asked.low)
        value = float(low if start is None else start)
        return st.number_input(label, low, None, value, key=state.control(f"{key}-{name}", value))
    low, high, step = _SLIDERS[name]
    value = type(step)(min(max(low if start is None else start, low), high))
    return st.slider(label, low, high, value, step, key=state.control(f"{key}-{name}", value))


def counted(study: Study, scenario: Scenario) -> str:
    """Say what the question is asked of."""
    return _(
        "{firms}, {workers}; {rule}.",
        firms=firms(len(study.demand)),
        workers=workers(study.demand.total),
        rule=plain(scenario.mode.describe()),
    )
