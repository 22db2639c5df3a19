"""The datum of a list whose datum nobody stated: match five names, see what it changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.app import cache, state, uploads
from geo.app.markdown import plain
from geo.app.widgets.shown.listed import listed
from geo.app.widgets.shown.maps import show_map
from geo.core import Scenario
from geo.core.crs import DATUMS
from geo.explain import covered_today
from geo.read import Layer, Pair, Verdict, anchors_of, diagnose, propose_matches, restate
from geo.read.datum import says
from geo.study import datum_effect
from geo.words import _

if TYPE_CHECKING:
    from geo.core import Study

__all__ = ["datum_doctor", "stated_datum"]


_LISTS = ("firms", "sites", "homes")


def stated_datum(key: str, label: str = "") -> str | None:
    """Ask for the datum of lists: one of those known, or a system of metres that is typed."""

    def said(datum: str | None) -> str:
        if datum is None:
            return _("I do not know (WGS-84 is taken)")
        return _(DATUMS[datum]) if datum in DATUMS else datum

    return st.selectbox(
        label or _("Datum of the coordinates"),
        [None, *DATUMS],
        format_func=said,
        accept_new_options=True,
        key=f"datum-{key}-{state.language()}",
        help=_("Metres: write the zone, as EPSG:4549 (CGCS2000, middle meridian 120°E)."),
    )


def datum_doctor(
    layers: tuple[Layer, ...],
    study: Study,
    scenario: Scenario,
    take: Callable[[tuple[Layer, ...]], None],
) -> None:
    """Say which lists do not fit each other; help to find the datum of every list that states none.

    Parameters
    ----------
    layers
        The lists of the study.
    study
        What they were joined to.
    scenario
        The question for which the effect is counted.
    take
        Told the lists once one of them is converted.
    """
    # Asked for whatever stands here: lists that another replaced take their buttons with them.
    keys = {kind: state.press(f"convert-{kind}", state.laid_studies()) for kind in _LISTS}
    for clash in cache.clashes_of(study, layers):
        st.warning(plain(clash.sentence()), icon=":material/compare_arrows:")
    for layer in layers:
        if not layer.source.datum_known:
            label = _("{name}: which datum? Match five names", name=plain(layer.source.name))
            with st.expander(label, icon=":material/my_location:"):
                right = _one(layer, layers, study, scenario, keys[layer.kind])
            if right is not None:
                take(tuple(right if one is layer else one for one in layers))
                st.rerun()


def _one(
    layer: Layer,
    layers: tuple[Layer, ...],
    study: Study,
    scenario: Scenario,
    key: str,
) -> Layer | None:
    """Show the doctor of one list; return the list converted, once that is asked for."""
    known = [*(one for one in layers if one.source.datum_known), *_known_places(layer.kind)]
    if not known:
        st.info(
            _(
                "The lists can only be compared with one another. Give a few places of known "
                "position: stations, halls, homes."
            )
        )
        return None
    pairs = _ticked(propose_matches(layer, known), layer.kind)
    ground: dict[str, Any] = {"streets": cache.streets(study), "outline": uploads.outline()}
    verdict = diagnose(layer, trusted=known, anchors=anchors_of(pairs), **ground)
    _say(verdict)
    if verdict.datum is not None and verdict.is_trusted and _is_news(verdict):
        _effect(layer, layers, verdict.datum, scenario)
        if st.button(_("Convert this list"), key=key, type="primary"):
            return restate(layer, verdict.datum)
    return None


def _known_places(kind: str) -> list[Layer]:
    file = st.file_uploader(
        _("Places of known position (name, lon, lat)"), type=uploads.SUFFIXES, key=f"known-{kind}"
    )
    datum = st.selectbox(
        _("Their datum"),
        list(DATUMS),
        format_func=lambda d: _(DATUMS[d]),
        key=f"known-datum-{kind}-{state.language()}",
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
            name=plain(pair.name),
            known=plain(pair.known_name),
            score=pair.score,
            m=pair.apart_m,
        )
        if st.checkbox(label, key=f"pair-{kind}-{pair.row}-{pair.known_name}"):
            kept.append(pair)
    return tuple(kept)


def _say(verdict: Verdict) -> None:
    say = st.success if verdict.is_trusted else st.warning
    say(plain(verdict.sentence()))
    lines = [_line(verdict, name) for name in verdict.ranking]
    listed(lines)


def _is_news(verdict: Verdict) -> bool:
    """Say whether the columns are to be read otherwise than they were, or were not told at all."""
    return not (verdict.is_moot and verdict.datum == "wgs84")


def _line(verdict: Verdict, name: str) -> dict[str, str | float | None]:
    """Return a row of the table of hypotheses; a shift of no datum moves nothing."""
    east, north = (
        round(m) if math.isfinite(m) else None for m in verdict.shift_m.get(name, (math.nan,) * 2)
    )
    best = max(verdict.score.values(), default=0.0)
    return {
        _("datum"): says(name),
        _("probability"): f"{verdict.posterior[name]:.1%}",
        _("score of the evidence"): round(verdict.score.get(name, best) - best, 1),
        _("moves the list east, m"): east,
        _("moves the list north, m"): north,
    }


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
