"""The only module that remembers answers: by content digest, never by object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo import words
from geo.app.state import Upload
from geo.core import (
    AskedNorm,
    Coverage,
    Mode,
    OnFoot,
    Proposal,
    Release,
    Scenario,
    Study,
    TwoLevels,
    Years,
)
from geo.draw import (
    Block,
    Map,
    Standing,
    TileMap,
    editable,
    is_large,
    is_one_place,
    levels_map,
    proposal_map,
    proposal_tiles,
    side_by_side,
    study_map,
    study_tiles,
)
from geo.draw import block as draw_block
from geo.explain import Levels, Names, gap_table, walks_today
from geo.explain.near import with_streets
from geo.export import export
from geo.opening import on_streets
from geo.read import Agreement, Layer, Seen, clashes, density_parts, parts_of, see_columns
from geo.solve import MaxCover
from geo.study import demo as open_demo
from geo.travel.streets.axes import axes_of

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "block",
    "clashes_of",
    "coverage",
    "demo",
    "exported",
    "forget",
    "gaps",
    "is_ranked",
    "key_of",
    "known",
    "map_of_levels",
    "map_of_plan",
    "map_of_study",
    "map_to_edit",
    "maps_beside",
    "names",
    "parts",
    "plan_key",
    "remember",
    "seen",
    "streets",
    "walks",
]

Columns = tuple[tuple[str, str], ...]


@st.cache_resource(max_entries=8, show_spinner=False)
def _demo(name: str, language: str) -> Study:
    with words.in_language(language):
        return open_demo(name)


def demo(name: str) -> Study:
    """Open a demo town once for all visitors; values are frozen, so sharing is safe."""
    return _demo(name, words.language())


@st.cache_resource(max_entries=16, show_spinner=False)
def _seen(path: Path, stamp: int, kind: str, part: str | None, columns: Columns) -> Seen:
    return see_columns(path, kind, columns=dict(columns), part=part)


def seen(one: Upload) -> Seen:
    """Look at the columns of an uploaded file once, not on every click."""
    stamp = one.path.stat().st_mtime_ns
    return _seen(one.path, stamp, one.kind, one.part, one.columns)


@st.cache_resource(max_entries=16, show_spinner=False)
def _parts(path: Path, stamp: int, kind: str) -> tuple[str, ...]:
    return density_parts(path) if kind == "density" else parts_of(path)


def parts(one: Upload) -> tuple[str, ...]:
    """Name the sheets or layers of an uploaded file once, not on every click."""
    return _parts(one.path, one.path.stat().st_mtime_ns, one.kind)


@st.cache_resource(max_entries=16, show_spinner=False)
def _clashes(key: tuple[str, ...], _layers: tuple[Layer, ...]) -> tuple[Agreement, ...]:
    return clashes(_layers)


def clashes_of(study: Study, layers: tuple[Layer, ...]) -> tuple[Agreement, ...]:
    """Hold the lists of a study against one another once, not on every click."""
    return _clashes(_town(study), layers)


@st.cache_resource(max_entries=4, show_spinner=False)
def _axes(key: tuple[str, ...], _study: Study) -> BaseGeometry | None:
    return axes_of(_study)


def streets(study: Study) -> BaseGeometry | None:
    """Return the streets that a study was given, on which its lists should lie."""
    return _axes(_town(study), study)


class _NotYetError(LookupError):
    """Nothing is remembered under this key."""


@st.cache_resource(max_entries=32, show_spinner=False)
def _answer(what: str, key: tuple[str, ...], _answer: object) -> object:
    if _answer is None:  # what is raised is not remembered
        raise _NotYetError
    return _answer


def known(what: str, key: tuple[str, ...]) -> object | None:
    """Return the answer that `remember` was given, if it still is remembered."""
    try:
        return _answer(what, key, None)
    except _NotYetError:
        return None


def remember(what: str, key: tuple[str, ...], answer: object) -> None:
    """Remember an answer, for all visitors: the key holds all it depends on."""
    _answer(what, key, answer)


def forget(what: str, key: tuple[str, ...]) -> None:
    """Forget an answer."""
    _answer.clear(what, key, None)


@st.cache_resource(max_entries=32, show_spinner=False)
def _coverage(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> Coverage:
    reach = _scenario.mode.reach(
        on_streets(_study).demand, _study.sites, _scenario.problem.radius_m
    )
    return reach.coverage(_scenario.problem.radius_m)


def coverage(study: Study, scenario: Scenario) -> Coverage:
    """Say who is covered today."""
    return _coverage(key_of(study, scenario), study, scenario)


@st.cache_resource(max_entries=4, show_spinner=False)
def _gaps(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> pd.DataFrame:
    return gap_table(_study, coverage(_study, _scenario))


def gaps(study: Study, scenario: Scenario) -> pd.DataFrame:
    """List the firms without a home today: one table for all visitors, not to be changed."""
    return _gaps(key_of(study, scenario), study, scenario)


@st.cache_resource(max_entries=8, show_spinner=False)
def _walks(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> OnFoot | None:
    return walks_today(on_streets(_study), _scenario)


def walks(study: Study, scenario: Scenario) -> OnFoot | None:
    """Say how people walk to the homes open today; None where straight lines are measured."""
    return _walks(key_of(study, scenario), study, scenario)


def map_of_study(study: Study, scenario: Scenario, *, density: bool) -> Map | TileMap:
    """Draw the study and who is covered today."""
    now, mode = coverage(study, scenario), scenario.mode
    if not is_large(study):
        walked = walks(study, scenario)
        return study_map(study, coverage=now, mode=mode, walked=walked, density=density)
    return _tiles(
        ("study", str(density), *key_of(study, scenario)),
        lambda: study_tiles(study, block(study), coverage=now, mode=mode, density=density),
    )


def map_of_plan(found: Proposal, *, density: bool) -> Map | TileMap:
    """Draw the plan."""
    study, plan = found.study, found.plan
    if not is_large(study):
        return proposal_map(found, density=density)
    told = (repr(plan.open_ids), repr(plan.problem), repr(plan.mode), str(density))
    return _tiles(
        ("plan", *told, *_town(study)),
        lambda: proposal_tiles(found, block(study), density=density),
    )


def map_of_levels(study: Study, mode: Mode, found: Levels, shown: str) -> Map | TileMap:
    """Draw homes and stations, and whom one of the two levels covers."""
    both = {"homes": found.homes, "stations": found.stations}
    index = {site: k for k, site in enumerate(study.sites.ids)}
    standing = [
        Standing(
            name, [index[i] for i in one.today_ids], [index[i] for i in one.new_ids], one.reach
        )
        for name, one in both.items()
    ]
    level, number = both[shown], list(both).index(shown)
    covered = (number, level.radius_m, level.is_covered)
    made = block(study) if is_large(study) else None
    return levels_map(study, (standing[0], standing[1]), covered, mode, block=made)


def map_to_edit(study: Study) -> TileMap:
    """Draw the study so that its sites and firms can be moved, made and deleted."""
    return _tiles(("edit", *_town(study)), lambda: editable(study, block(study)))


@st.cache_resource(max_entries=16, show_spinner=False)
def _tiles(key: tuple[str, ...], _make: Callable[[], TileMap]) -> TileMap:
    return _make()


@st.cache_resource(max_entries=4, show_spinner=False)
def _block(key: tuple[str, ...], _study: Study) -> Block:
    return draw_block(_study)


def block(study: Study) -> Block:
    """Put the firms into one block for the map, once for all visitors and all plans."""
    return _block((study.demand.digest, str(study.small_firm_line)), study)


@st.cache_data(max_entries=8, show_spinner=False)
def _maps_beside(
    keys: tuple[tuple[str, ...], ...], names: tuple[str, ...], _found: tuple[Proposal, ...]
) -> str:
    maps = [proposal_map(one, with_legend=number == 0) for number, one in enumerate(_found)]
    return side_by_side(maps, names, linked=is_one_place(one.study for one in _found))


def maps_beside(found: tuple[Proposal, ...], names: tuple[str, ...]) -> str:
    """Write one page with the maps of some plans; maps of one place move as one."""
    return _maps_beside(tuple(plan_key(one) for one in found), names, found)


@st.cache_data(max_entries=16, show_spinner=False)
def _exported(
    key: tuple[str, ...], release: Release, suffix: str, _found: Proposal, _folder: Path
) -> bytes:
    path = export(
        _found,
        _folder / f"xuanzhi{suffix}",
        audience=release.audience,
        datum=release.datum,
        review_number=release.review_number,
        floor=(release.least_firms, release.least_workers),
        paper=release.paper,
    )
    return path.read_bytes()


def exported(
    found: Proposal,
    release: Release,
    suffix: str,
    folder: Path,
    *,
    levels: TwoLevels | None = None,
    years: Years | None = None,
    norm: AskedNorm | None = None,
) -> bytes:
    """Write the plan in one form for its readers, once, and hand over its bytes.

    A document asks of homes and stations, of the years and of the norm what the screen asks.
    """
    key = (*plan_key(found), repr(levels), repr(years), repr(norm))
    asked = replace(found, two_levels=levels, years=years, norm=norm)
    return _exported(key, release, suffix, asked, folder)


def key_of(study: Study, scenario: Scenario) -> tuple[str, ...]:
    """Name everything an answer depends on: data, question, language."""
    return (*_town(study), scenario.digest)


def _town(study: Study) -> tuple[str, ...]:
    return (study.digest, study.name, str(study.small_firm_line), words.language(), _ways(study))


def _ways(study: Study) -> str:
    """Name the streets that a study was given; empty where it was given none."""
    return "" if study.ways is None else study.ways.digest


def plan_key(found: Proposal) -> tuple[str, ...]:
    """Name everything that what is made of a plan depends on; a stopped plan is not the best."""
    plan, study = found.plan, found.study
    asked = Scenario(plan.problem, plan.mode, seed=plan.seed)
    return (*key_of(study, asked), str(plan.value), str(plan.bound), repr(plan.open_ids))


def is_ranked(scenario: Scenario) -> bool:
    """Say whether other ways of choosing can be set beside this question."""
    return isinstance(scenario.problem, MaxCover)


@st.cache_resource(max_entries=4, show_spinner=False)
def _names(key: tuple[str, ...], _study: Study, _mode: Mode) -> Names:
    return Names(_study, getattr(with_streets(_study, _mode), "graph", None))


def names(study: Study, mode: Mode) -> Names:
    """Prepare everything that has a name to be searched, once for each study."""
    return _names((study.digest, repr(mode), _ways(study)), study, mode)
