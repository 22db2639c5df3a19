"""The rule of distance: straight line × detour, or on foot along streets that can be given here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.app import state, uploads
from geo.app.markdown import plain
from geo.core import Mode, Scenario
from geo.core.crs import DATUMS
from geo.errors import GeoError
from geo.study import streets_of
from geo.travel import Straight, Street
from geo.travel.changes import Change, changed
from geo.travel.street import WALKERS
from geo.travel.streets.lines import LineRules
from geo.words import N_, _

if TYPE_CHECKING:
    from geo.travel.graph import StreetGraph

__all__ = ["rule"]

_RULES = {"straight": N_("straight line × detour"), "street": N_("on foot along streets")}
_DETOUR = 1.3
_SPEEDS = (30, 120, 5)  # metres a minute: lowest, highest, step


def rule(scenario: Scenario, *, key: str) -> Mode:
    """Ask how distance is measured."""
    last = scenario.mode
    named = last.name if last.name in _RULES else next(iter(_RULES))
    st.caption(_("Distance"))
    with st.popover(_("Distances"), icon=":material/directions_walk:", width="stretch"):
        chosen = st.radio(
            _("How distance is measured"),
            list(_RULES),
            index=list(_RULES).index(named),
            format_func=lambda name: _(_RULES[name]),
            key=state.control(f"{key}-rule-{state.language()}", named),
        )
        asked = _on_foot(scenario, key) if chosen == "street" else None
        return asked or _straight(scenario, key)


def _straight(scenario: Scenario, key: str) -> Straight:
    """Ask how much longer the way on foot is than the straight line."""
    last = scenario.mode.detour if isinstance(scenario.mode, Straight) else _DETOUR
    chosen = st.slider(
        _("Way on foot / straight line"),
        min_value=1.0,
        max_value=2.0,
        value=float(last),
        step=0.05,
        key=state.control(f"{key}-detour", float(last)),
        help=_("Real walking networks: 1.34 to 1.40 at the median."),
    )
    return Straight(chosen)


def _on_foot(scenario: Scenario, key: str) -> Street | None:
    """Ask who walks and how fast; None, with the reason on the screen, without streets."""
    with st.spinner(_("Looking for streets…")):
        graph = streets_of(state.study())
    if graph is None:
        st.info(
            _(
                "This study has no streets yet. Give an OpenStreetMap extract (.osm.pbf), a layer "
                "of road lines or an OSMnx graph below; until then straight lines are measured."
            ),
            icon=":material/info:",
        )
        _give(key)
        return None
    last = scenario.mode if isinstance(scenario.mode, Street) else Street()
    asked = _pace(last, key)
    _say(graph, scenario.problem.radius_m, asked.speed)
    _give(key)
    return replace(asked, graph=graph, changes=_fitting(graph, last))


def _pace(last: Street, key: str) -> Street:
    """Ask who walks, how fast, and how long they wait."""
    who = st.radio(
        _("Who walks"),
        list(WALKERS),
        index=list(WALKERS).index(last.who),
        format_func=lambda w: _(WALKERS[w][1]),
        key=state.control(f"{key}-who-{state.language()}", last.who),
    )
    usual = last.speed if last.who == who else WALKERS[who][0]
    low, high, step = _SPEEDS
    pace = int(min(max(usual, low), high))
    speed = st.slider(
        _("Walking speed (m/min)"),
        low,
        high,
        pace,
        step,
        key=state.control(f"{key}-speed-{who}", pace),
    )
    waits = st.slider(
        _("Wait at a crossing with lights (s)"),
        0,
        90,
        int(last.crossing_s),
        5,
        key=state.control(f"{key}-waits", int(last.crossing_s)),
    )
    return replace(
        last, who=who, speed_m_per_min=float(speed), crossing_s=float(waits), graph=None, streets=""
    )


def _fitting(graph: StreetGraph, last: Street) -> tuple[Change, ...]:
    """Keep the footbridges and gates of the question, unless they meet none of these streets."""
    try:
        changed(graph, last.changes)
    except GeoError as error:
        st.warning(
            _("Footbridges and gates of other streets were left out. {why}", why=plain(str(error))),
            icon=":material/conversion_path:",
        )
        return ()
    return last.changes


def _say(graph: StreetGraph, radius_m: float, speed: float) -> None:
    """Say how long the radius takes on foot, and on how many streets people walk."""
    st.markdown(
        _(
            "{radius:,.0f} m are {minutes:.1f} minutes on foot.",
            radius=radius_m,
            minutes=radius_m / speed,
        )
    )
    said = _("{n:,} stretches of street.", n=graph.n_edge)
    if len(graph.islands):
        said += " " + _("Pieces too short to keep, left out: {n:,}.", n=len(graph.islands))
    if len(graph.rejected):
        said += " " + _("Lines that could not be used: {n:,}.", n=len(graph.rejected))
    st.caption(said)


def _give(key: str) -> None:
    """Take streets from a file, with progress; what is wrong with it is said here."""
    with st.form(f"{key}-streets", border=True):
        file = st.file_uploader(
            _("Streets: .osm.pbf, road lines (zip, gpkg, geojson), .graphml"),
            type=uploads.STREETS,
            key=f"{key}-streets-file",
        )
        crs = st.text_input(
            _("Coordinate system of the road lines, if the file does not say it"),
            placeholder="EPSG:4549",
            key=f"{key}-streets-crs",
        )
        datum = st.selectbox(
            _("Datum of the road lines, where they are degrees"),
            list(DATUMS),
            format_func=lambda name: _(DATUMS[name]),
            key=f"{key}-streets-datum-{state.language()}",
        )
        layer = st.text_input(
            _("Layer with the roads, of a file with several"), key=f"{key}-streets-layer"
        )
        if not st.form_submit_button(_("Walk on these streets")) or file is None:
            return
    bar = st.progress(0.0, text=_("reading {file} …", file=plain(file.name)))
    try:
        rules = LineRules(source_crs=crs or None, datum=datum, layer=layer or None)
        graph = uploads.read_walked(file, rules=rules, progress=bar.progress)
    except GeoError as error:
        bar.empty()
        st.error(plain(str(error)), icon=":material/error:")
        return
    state.use_streets(graph)
    st.rerun()
