"""Homes and stations together: what is asked of each level, the best choice for both, its map."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code, state, work
from geo.app.widgets.shown.maps import show_map
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Scenario, Study, TwoLevels
from geo.core.scalars import python_of
from geo.explain import Level, Levels, LevelWish, levels, stations_today
from geo.norms import norm
from geo.solve import MaxCover
from geo.study import reach_of
from geo.words import N_, _, counted

__all__ = ["homes_and_stations"]

_NAMES = {"homes": N_("Homes"), "stations": N_("Stations")}
_MOST = 50


def homes_and_stations(study: Study, scenario: Scenario) -> None:
    """Ask for both levels; show the best choice for both, and what sharing the venues costs."""
    asked = _asked(study, scenario)
    if asked != state.two_levels():
        state.keep_two_levels(asked)
        if work.save():  # this part of the page runs by itself: nobody after it saves
            st.rerun()
    homes = LevelWish(asked.homes, scenario.problem.radius_m, asked.home_weight)
    stations = LevelWish(asked.stations, asked.radius_m, asked.station_weight)
    farthest = MaxCover(new=1, radius_m=max(homes.radius_m, stations.radius_m))
    today_ids = _stations(study, asked)
    found = soon_or_stopped(
        "levels",
        (*cache.key_of(study, scenario), repr(asked), repr(today_ids)),
        lambda report: levels(
            reach_of(study, farthest, scenario.mode),
            homes,
            stations,
            station_ids=today_ids,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if found is None:
        return
    _show(found, study, scenario)
    lines = _call(homes, stations, today_ids)
    imports = "from geo.explain import LevelWish, levels"
    show_code(code.of_study(study, farthest, scenario.mode, lines, imports=imports))


def _show(found: Levels, study: Study, scenario: Scenario) -> None:
    """Show both levels in a sentence, in numbers, on the map and as a table."""
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    both = {"homes": found.homes, "stations": found.stations}
    st.markdown(f"**{_said(found)}**")
    tiles(_numbers(both, max(study.demand.total, 1)))
    shown = st.segmented_control(
        _("Whom the map shows as covered"),
        list(_NAMES),
        default="homes",
        format_func=lambda name: _("by {level}", level=_(_NAMES[name])),
        key="levels-shown",
    )
    show_map(
        cache.map_of_levels(study, scenario.mode, found, shown or "homes"),
        key="levels",
        summary=" ".join(_summary(_(_NAMES[name]), one, names) for name, one in both.items()),
    )
    table(_table(both, names))


def _stations(study: Study, asked: TwoLevels) -> tuple[object, ...]:
    """Name the stations of today: those that were chosen, or those that are called so."""
    if asked.station_ids is None:
        return stations_today(study.sites)
    known = study.sites.ids[study.sites.is_existing]
    return tuple(i for i in known if python_of(i) in asked.station_ids)


def _asked(study: Study, scenario: Scenario) -> TwoLevels:
    """Ask for each level's number, radius and weight, and which homes of today are stations."""
    last = state.two_levels()
    left, right = st.columns(2)
    with left.container(border=True):
        st.markdown(f"**{_('Homes')}**")
        homes = _number(_("New homes"), last.homes, "homes")
        home_weight = _weight(last.home_weight, "homes")
        st.caption(_("within {m:,.0f} m, as set above", m=scenario.problem.radius_m))
    with right.container(border=True):
        st.markdown(f"**{_('Stations')}**")
        stations = _number(_("New stations"), last.stations, "stations")
        station_weight = _weight(last.station_weight, "stations")
        radius = st.number_input(
            _("Service radius of stations (m)"),
            50.0,
            5000.0,
            last.radius_m,
            50.0,
            key=state.control("levels-radius", last.radius_m),
            help=_source(),
        )
    sites = study.sites
    names = dict(zip(sites.ids, sites.names, strict=True))
    guess = _stations(study, last)
    chosen = st.multiselect(
        _("Open today as stations (all others are homes)"),
        list(sites.ids[sites.is_existing]),
        list(guess),
        format_func=lambda i: names[i],
        key=state.control("levels-today", list(guess)),
        placeholder=_("none"),
    )
    is_guess = last.station_ids is None and tuple(chosen) == guess
    ids = None if is_guess else tuple(python_of(i) for i in chosen)
    return TwoLevels(homes, stations, radius, home_weight, station_weight, ids)


def _number(label: str, start: int, level: str) -> int:
    return int(
        st.number_input(label, 0, _MOST, start, key=state.control(f"levels-new-{level}", start))
    )


def _weight(start: int, level: str) -> int:
    return int(
        st.number_input(
            _("Weight of a worker covered"),
            0,
            100,
            start,
            key=state.control(f"levels-weight-{level}", start),
            help=_("Equal weights: a worker with a home near counts as one with a station near."),
        )
    )


def _source() -> str:
    figure = norm("double-15").figure("radius_m")
    return "" if figure is None else figure.source


def _said(found: Levels) -> str:
    """Say in a sentence what sharing the venues costs."""
    price = found.homes.price, found.stations.price
    if not any(price):
        return _("Proven best for both levels; neither would do better with all venues for itself.")
    return _(
        "Proven best for both levels; sharing the venues costs homes {homes:,} and stations "
        "{stations}.",
        homes=price[0],
        stations=counted.workers(price[1]),
    )


def _numbers(both: dict[str, Level], total: int) -> dict[str, tuple[int, float | None]]:
    shown: dict[str, tuple[int, float | None]] = {}
    for name, one in both.items():
        level = _(_NAMES[name])
        shown[_("{level}: covered today", level=level)] = (
            one.covered_before,
            one.covered_before / total,
        )
        shown[_("{level}: covered then", level=level)] = (one.covered, one.covered / total)
    return shown


def _summary(level: str, one: Level, names: dict[object, str]) -> str:
    """Say one level in a sentence, for who does not see the map."""
    return _(
        "{level}: {today:,} open today, {new:,} proposed ({sites}); within {radius:,.0f} m of one "
        "work {covered}, {before:,} today.",
        level=level,
        today=len(one.today_ids),
        new=len(one.new_ids),
        sites=_(", ").join(names[i] for i in one.new_ids) or _("none"),
        radius=one.radius_m,
        covered=counted.workers(one.covered),
        before=one.covered_before,
    )


def _table(both: dict[str, Level], names: dict[object, str]) -> pd.DataFrame:
    """Write a row for each site of each level."""
    rows: list[dict[str, Any]] = []
    for name, one in both.items():
        ranked = [
            *((i, _("today")) for i in one.today_ids),
            *((i, str(k)) for k, i in enumerate(one.new_ids, start=1)),  # texts, all of the column
        ]
        rows += [
            {
                _("level"): _(_NAMES[name]),
                _("no."): rank,
                _("site"): names[i],
                _("workers within its radius"): people,
            }
            for (i, rank), people in zip(ranked, one.reach, strict=True)
        ]
    return pd.DataFrame(rows)


def _call(homes: LevelWish, stations: LevelWish, today_ids: tuple[object, ...]) -> list[str]:
    ids = [python_of(i) for i in today_ids]
    further = f", station_ids={ids!r}" if ids else ""
    return [
        f"homes = {code.value(homes)}",
        f"stations = {code.value(stations)}",
        f"print(levels(reach, homes, stations{further}))",
    ]
