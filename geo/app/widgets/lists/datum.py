"""The datum of a list whose datum nobody stated: match five names, see what it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from geo.app import cache, uploads
from geo.app.widgets.shown.maps import show_map
from geo.core import Scenario
from geo.core.crs import DATUMS
from geo.explain import covered_today
from geo.read import Layer, Pair, Verdict, anchors_of, diagnose, propose_matches, restate
from geo.read.datum import HYPOTHESES
from geo.study import datum_effect
from geo.words import _

if TYPE_CHECKING:
    from geo.core import Study

__all__ = ["datum_doctor"]


def datum_doctor(
    layers: tuple[Layer, ...], scenario: Scenario, take: Callable[[tuple[Layer, ...]], None]
) -> None:
    """Help to find the datum of every list that states none.

    Parameters
    ----------
    layers
        The lists of the study.
    scenario
        The question for which the effect is counted.
    take
        Told the lists once one of them is converted.
    """
    for layer in layers:
        if not layer.source.datum_known:
            label = _("{name}: which datum? Match five names", name=layer.source.name)
            with st.expander(label, icon=":material/my_location:"):
                _one(layer, layers, scenario, take)


def _one(
    layer: Layer,
    layers: tuple[Layer, ...],
    scenario: Scenario,
    take: Callable[[tuple[Layer, ...]], None],
) -> None:
    known = [*(one for one in layers if one.source.datum_known), *_known_places(layer.kind)]
    if not known:
        st.info(
            _(
                "The lists can only be compared with one another. Give a few places of known "
                "position: stations, halls, homes."
            )
        )
        return
    pairs = _ticked(propose_matches(layer, known), layer.kind)
    verdict = diagnose(layer, trusted=known, anchors=anchors_of(pairs))
    _say(verdict)
    if verdict.datum in HYPOTHESES and not verdict.is_moot:
        _effect(layer, layers, verdict.datum, scenario)
        label = _("Convert this list")
        if st.button(label, key=f"convert-{layer.kind}", type="primary"):
            right = restate(layer, verdict.datum)
            take(tuple(right if one is layer else one for one in layers))
            st.rerun()


def _known_places(kind: str) -> list[Layer]:
    file = st.file_uploader(
        _("Places of known position (name, lon, lat)"), type=uploads.SUFFIXES, key=f"known-{kind}"
    )
    datum = st.selectbox(
        _("Their datum"),
        list(DATUMS),
        format_func=lambda d: _(DATUMS[d]),
        key=f"known-datum-{kind}",
    )
    return [] if file is None else [uploads.read_known(file, datum=datum)]


def _ticked(pairs: tuple[Pair, ...], kind: str) -> tuple[Pair, ...]:
    """Show the pairs; only those that a person ticks are used."""
    st.markdown(_("Tick the pairs that are truly one place; five settle it."))
    if not pairs:
        st.caption(_("No names are alike."))
    kept = []
    for pair in pairs:
        label = _(
            "{name} = {known}? ({score:.0f} % alike, {m:,.0f} m apart as given)",
            name=pair.name,
            known=pair.known_name,
            score=pair.score,
            m=pair.apart_m,
        )
        if st.checkbox(label, key=f"pair-{kind}-{pair.row}-{pair.known_name}"):
            kept.append(pair)
    return tuple(kept)


def _say(verdict: Verdict) -> None:
    say = st.success if verdict.is_trusted else st.warning
    say(verdict.sentence())
    rows = [
        {
            _("datum"): _(label),
            _("probability"): f"{verdict.posterior.get(name, 0):.1%}",
            _("moves the list east, m"): round(verdict.shift_m[name][0]),
            _("moves the list north, m"): round(verdict.shift_m[name][1]),
        }
        for name, label in HYPOTHESES.items()
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def _effect(layer: Layer, layers: tuple[Layer, ...], datum: str, scenario: Scenario) -> None:
    """Say how many workers a plan would claim wrongly; show both maps."""
    by_kind = {one.kind: one for one in layers}
    if "firms" not in by_kind:
        return
    effect = datum_effect(by_kind, layer.kind, datum, scenario)
    st.markdown(
        _(
            "As the list stands, a plan claims **{claimed:,}** covered workers; the same sites "
            "truly cover **{true:,}**.",
            claimed=effect.claimed,
            true=effect.true,
        )
    )
    sides = zip(
        st.columns(2),
        (_("As given"), _("Converted")),
        ("before", "after"),
        (effect.before, effect.after),
        strict=True,
    )
    for column, title, key, study in sides:
        with column:
            st.caption(title)
            _map(study, scenario, key=f"datum-{layer.kind}-{key}")


def _map(study: Study, scenario: Scenario, *, key: str) -> None:
    drawn = cache.map_of_study(study, scenario, density=False)
    said = covered_today(study, cache.coverage(study, scenario))
    show_map(drawn, key=key, summary=said, height=360)
