"""The only module that remembers answers: by content digest, never by object."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from geo import words
from geo.core import Coverage, Proposal, Scenario, Study
from geo.draw import (
    Block,
    Map,
    TileMap,
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
    make = study_tiles if is_large(study) else study_map
    return make(study, coverage=coverage(study, scenario), mode=scenario.mode, density=density)


def map_of_plan(found: Proposal, *, density: bool) -> Map | TileMap:
    """Draw the plan."""
    make = proposal_tiles if is_large(found.study) else proposal_map
    return make(found, density=density)


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
    return (study.digest, study.name, str(study.small_firm_line), scenario.digest, words.language())


def is_ranked(scenario: Scenario) -> bool:
    """Say whether other ways of choosing can be set beside this question."""
    return isinstance(scenario.problem, MaxCover)
