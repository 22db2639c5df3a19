"""The only module that remembers answers: by content digest, never by object."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from geo import words
from geo.core import Coverage, Proposal, Scenario, Study
from geo.draw import (
    Block,
    Map,
    TileMap,
    editable,
    is_large,
    proposal_map,
    proposal_tiles,
    study_map,
    study_tiles,
)
from geo.draw import block as draw_block
from geo.explain import regret_line
from geo.export import export
from geo.solve import MaxCover
from geo.study import demo as open_demo
from geo.study import run

__all__ = [
    "block",
    "coverage",
    "demo",
    "exported",
    "map_of_plan",
    "map_of_study",
    "map_to_edit",
    "proposal",
    "regret",
]


@st.cache_resource(max_entries=8, show_spinner=False)
def _demo(name: str, language: str) -> Study:
    with words.in_language(language):
        return open_demo(name)


def demo(name: str) -> Study:
    """Open a demo town once for all visitors; values are frozen, so sharing is safe."""
    return _demo(name, words.language())


@st.cache_resource(max_entries=32, show_spinner=False)
def _proposal(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> Proposal:
    return run(_study, _scenario, with_regret=False)


def proposal(study: Study, scenario: Scenario) -> Proposal:
    """Solve once for each (data, question, language)."""
    return _proposal(_key(study, scenario), study, scenario)


@st.cache_resource(max_entries=32, show_spinner=False)
def _regret(key: tuple[str, ...], _proposal: Proposal) -> pd.DataFrame:
    return regret_line(_proposal.plan, _proposal.study)


def regret(found: Proposal, scenario: Scenario) -> pd.DataFrame:
    """Choose in other ways, once for each plan."""
    return _regret(_key(found.study, scenario), found)


@st.cache_resource(max_entries=32, show_spinner=False)
def _coverage(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> Coverage:
    reach = _scenario.mode.reach(_study.demand, _study.sites)
    return reach.coverage(_scenario.problem.radius_m)


def coverage(study: Study, scenario: Scenario) -> Coverage:
    """Say who is covered today."""
    return _coverage(_key(study, scenario), study, scenario)


def map_of_study(study: Study, scenario: Scenario, *, density: bool) -> Map | TileMap:
    """Draw the study and who is covered today."""
    now, mode = coverage(study, scenario), scenario.mode
    if not is_large(study):
        return study_map(study, coverage=now, mode=mode, density=density)
    return _tiles(
        ("study", str(density), *_key(study, scenario)),
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


def map_to_edit(study: Study) -> TileMap:
    """Draw the study so that its sites and firms can be moved."""
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


@st.cache_data(max_entries=16, show_spinner=False)
def _exported(key: tuple[str, ...], suffix: str, _found: Proposal, _folder: Path) -> bytes:
    path = _folder / f"xuanzhi{suffix}"
    export(_found, path)
    return path.read_bytes()


def exported(found: Proposal, scenario: Scenario, suffix: str, folder: Path) -> bytes:
    """Write the plan in one form, once, and hand over its bytes."""
    return _exported(_key(found.study, scenario), suffix, found, folder)


def _key(study: Study, scenario: Scenario) -> tuple[str, ...]:
    return (*_town(study), scenario.digest)


def _town(study: Study) -> tuple[str, ...]:
    return (study.digest, study.name, str(study.small_firm_line), words.language())


def is_ranked(scenario: Scenario) -> bool:
    """Say whether other ways of choosing can be set beside this question."""
    return isinstance(scenario.problem, MaxCover)
