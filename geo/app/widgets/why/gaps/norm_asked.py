"""Which norm is asked, with which figures, of which streets and homes: as a visitor sets it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.core import AskedNorm, Study
from geo.explain import PERIODS, area_names
from geo.norms import Norm, asked_norm, norms
from geo.words import N_, _

__all__ = ["ask_for_a_norm", "last_norm"]

_START = "double-15"
"""The norm that is looked at first."""
_FIGURES = {
    "radius_m": (N_("radius (m)"), 50),
    "times": (N_("homes within reach"), 1),
    "times_urban": (N_("homes within reach, main urban area"), 1),
    "spacing_below_m": (N_("next home nearer than (m)"), 50),
    "spacing_dense_below_m": (N_("next home nearer than (m), dense area"), 50),
    "area_m2": (N_("floor area from (m²)"), 10),
}
"""Figure of a norm -> its label and step."""
_TOLD = {
    "walk_min": N_("minutes on foot"),
    "people_low": N_("people of a life circle, from"),
    "people_high": N_("people of a life circle, up to"),
}
"""Figure of a norm that nothing is held against -> its label."""


def last_norm() -> AskedNorm:
    """Return the norm as it was last asked."""
    return state.norm_if_asked() or AskedNorm(_START)


def ask_for_a_norm(study: Study) -> tuple[AskedNorm, tuple[object, ...] | None]:
    """Ask for the norm, its figures, the main urban streets, the share, the homes looked at."""
    last = last_norm()
    presets = {one.name: one for one in norms() if any(one.figure(name) for name in _FIGURES)}
    before = last.name if last.name in presets else _START
    left, middle, right = st.columns([2, 1, 1])
    name = left.selectbox(
        _("Norm"),
        list(presets),
        list(presets).index(before),
        format_func=lambda n: presets[n].title,
        key=state.control(f"norm-name-{state.language()}", before),
    )
    percent = middle.slider(
        _("Of each street, covered at least (%)"),
        5,
        100,
        round(last.share * 100),
        5,
        key=state.control("norm-share", round(last.share * 100)),
    )
    stands = _stands(study, right)
    rule, urban = presets[name], list(last.urban)
    if rule.asks_more_of_dense:
        streets = area_names(study.demand, "street")
        urban = [one for one in last.urban if one in streets]
        urban = st.multiselect(
            _("Main urban or dense streets"),
            streets,
            urban,
            key=state.control("norm-urban", urban),
            placeholder=_("none"),
        )
    asked = AskedNorm(name, last.figures, tuple(urban), percent / 100)
    with st.expander(_("The norm's figures and where they stand"), icon=":material/gavel:"):
        asked = _edited(rule, asked)
    if rule.note:
        st.caption(rule.note)
    return asked, stands


def _stands(study: Study, column: Any) -> tuple[object, ...] | None:  # noqa: ANN401 - a place on the page
    """Ask which homes are looked at: those of today, or those of a plan that was kept."""
    known = set(study.sites.ids)
    plans = {p.name: p for p in state.kept() if set(p.found.plan.open_ids) <= known}
    chosen = column.selectbox(
        _("Homes"),
        [None, *plans],
        format_func=lambda n: _("open today") if n is None else _("plan {name}", name=n),
        key=f"norm-homes-{state.language()}",
    )
    return None if chosen is None else plans[chosen].found.plan.open_ids


def _edited(rule: Norm, asked: AskedNorm) -> AskedNorm:
    """Show each figure with its source line; what is changed says that it was."""
    for name, (label, step) in _FIGURES.items():
        figure = rule.figure(name)
        if figure is None or isinstance(figure.value, tuple):
            continue
        left, right = st.columns([1, 2], vertical_alignment="bottom")
        last = _whole(asked.value(rule.name, name) or figure.value, figure.value)
        given = left.number_input(
            _(label), 1, None, last, step,
            key=state.control(f"norm-{rule.name}-{name}", last),
        )  # fmt: skip
        is_written = given == figure.value
        asked = asked.with_figure(rule.name, name, None if is_written else given)
        _source(asked, rule, name, right)
    asked = _edited_hours(rule, asked)
    for name, label in _TOLD.items():
        told = rule.figure(name)
        if told is not None:
            st.caption(
                _(
                    "{label}: {value:,.0f}, for your information ({source})",
                    label=_(label),
                    value=told.value,
                    source=told.source,
                )
            )
    return asked


def _whole(last: Any, written: float) -> int:  # noqa: ANN401 - what a project has kept
    """Return what a figure was last; what is no number of this control is as it is written."""
    return int(last) if isinstance(last, int | float) and last >= 1 else int(written)


def _edited_hours(rule: Norm, asked: AskedNorm) -> AskedNorm:
    """Show the parts of the week in which a home must be open, with their source line."""
    if rule.figure("hours") is None:
        return asked
    titles = {one.name: str(one) for one in PERIODS}
    last = [one for one in asked_norm(rule.name, asked).hours if one in titles]
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    given = left.multiselect(
        _("open in these parts of the week"),
        list(titles),
        last,
        format_func=lambda name: titles[name],
        key=state.control(f"norm-{rule.name}-hours-{state.language()}", last),
    )
    is_written = set(given) == set(rule.hours) or not given
    chosen = None if is_written else tuple(n for n in titles if n in given)
    asked = asked.with_figure(rule.name, "hours", chosen)
    _source(asked, rule, "hours", right)
    return asked


def _source(asked: AskedNorm, rule: Norm, name: str, column: Any) -> None:  # noqa: ANN401 - a place on the page
    """Show where a figure stands written, and whether it was changed."""
    figure = asked_norm(rule.name, asked).figure(name)
    said = "" if figure is None else plain(figure.source)
    is_written = asked.value(rule.name, name) is None
    column.caption(said if is_written else f":orange[{said}]")
