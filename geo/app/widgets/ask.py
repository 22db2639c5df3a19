"""Controls of the question; each field of the problem that is solved becomes one control."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import streamlit as st

from geo.app import state
from geo.core import STATUSES, Ask, Scenario, Study, asks
from geo.explain import site_table
from geo.solve import MaxCover, SetCover
from geo.study import focus, with_statuses
from geo.travel import Straight
from geo.words import N_, _

__all__ = ["counted", "question", "venues", "way"]

_QUESTIONS = (MaxCover, SetCover)
_SLIDERS = {
    "new": (1, 20, 1),
    "radius_m": (200, 3000, 50),
    "times": (1, 3, 1),
    "share": (0.05, 1.0, 0.05),
}
"""Field -> low, high and step of its slider; a wider range is for the command line."""

_WHOM = {"all": N_("all workers"), "small": N_("workers of small unionised firms")}


def way(scenario: Scenario, *, key: str) -> Scenario:
    """Ask for the radius and the rule of distance only."""
    left, right = st.columns(2)
    with left:
        radius = _field("radius_m", asks(type(scenario.problem))["radius_m"], scenario.problem, key)
    with right:
        mode = _detour(scenario, key)
    return replace(scenario, problem=replace(scenario.problem, radius_m=radius), mode=mode)  # type: ignore[type-var]  # every problem is a dataclass


def question(scenario: Scenario) -> Scenario:
    """Ask which question, and each of its numbers."""
    names = {kind.name: kind for kind in _QUESTIONS}
    chosen = st.segmented_control(
        _("Question"),
        list(names),
        default=scenario.problem.name,
        format_func=lambda name: _(names[name].title),
        key="problem",
    )
    kind: Any = names[chosen or scenario.problem.name]
    declared = asks(kind)
    columns = st.columns(len(declared) + 1)
    answers = {}
    for (name, asked), column in zip(declared.items(), columns, strict=False):
        with column:
            answers[name] = _field(name, asked, scenario.problem, kind.name)
    with columns[-1]:
        mode = _detour(scenario, "propose")
    return replace(scenario, problem=kind(**answers), mode=mode)


def _field(name: str, asked: Ask, last: Any, key: str) -> Any:  # noqa: ANN401 - a number of the field's type
    """Show one slider; it starts where the last question stood."""
    low, high, step = _SLIDERS[name]
    start = getattr(last, name, asked.start)
    kind = float if isinstance(step, float) else int
    value = kind(min(max(start if start is not None else low, low), high))
    label = f"{_(asked.label)} ({_(asked.unit)})"
    return st.slider(label, low, high, value, step, key=f"{key}-{name}")


def _detour(scenario: Scenario, key: str) -> Straight:
    """Ask how much longer the way on foot is than the straight line."""
    last = scenario.mode.detour if isinstance(scenario.mode, Straight) else 1.3
    return Straight(
        st.slider(
            _("Way on foot / straight line"), 1.0, 2.0, float(last), 0.05, key=f"{key}-detour",
            help=_("Real walking networks: 1.34 to 1.40 at the median."),
        )
    )  # fmt: skip


def venues(study: Study) -> Study:
    """Ask whose workers count and what may happen with each site; return the changed study."""
    left, right = st.columns([1, 2])
    with left:
        whom = st.radio(
            _("Count"), list(_WHOM), format_func=lambda w: _(_WHOM[w]), key=f"whom-{state.opened()}"
        )
    with right.expander(_("Venues: what may be opened"), expanded=False):
        table = site_table(study)
        labels = {word: _(label) for word, label in STATUSES.items()}
        table["status"] = table["status"].map(labels)
        edited = st.data_editor(
            table,
            hide_index=True,
            disabled=[c for c in table.columns if c != "status"],
            column_config=_headings(list(table.columns), list(labels.values())),
            key=f"venues-{state.opened()}-{state.language()}",
        )
        back = {label: word for word, label in labels.items()}
        changed = with_statuses(study, [back[label] for label in edited["status"]])
    return focus(changed, whom)


def _headings(columns: list[str], statuses: list[str]) -> dict[str, Any]:
    words = {
        "id": _("id"), "name": _("name"), "status": _("status"), "capacity": _("capacity"),
        "cost": _("cost (yuan a year)"), "host": _("host"), "kind": _("kind"),
        "area_m2": _("area (m²)"), "hours": _("opening hours"),
    }  # fmt: skip
    shown: dict[str, Any] = {c: words[c] for c in columns}
    shown["status"] = st.column_config.SelectboxColumn(
        words["status"], options=statuses, required=True
    )
    return shown


def counted(study: Study, scenario: Scenario) -> str:
    """Say what the question is asked of."""
    return _(
        "{firms:,} firms, {workers:,} workers. {rule}.",
        firms=len(study.demand),
        workers=study.demand.total,
        rule=scenario.mode.describe(),
    )


assert set(_SLIDERS) >= {f.name for kind in _QUESTIONS for f in fields(kind) if "ask" in f.metadata}
