"""What is told of a town as it stands: who is covered, who is not, how people walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo.app.cache.keys import key_of, key_of_ways
from geo.core import Coverage, Mode, OnFoot, Scenario, Study
from geo.explain import Names, gap_table, walks_today
from geo.opening import on_streets
from geo.solve import MaxCover
from geo.travel.laying import on_its_streets

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["coverage", "gaps", "is_ranked", "names", "walks"]


@st.cache_resource(max_entries=32, show_spinner=False)
def _coverage(key: tuple[str, ...], _study: Study, _scenario: Scenario) -> Coverage:
    radius = _scenario.problem.radius_m
    mode = on_its_streets(on_streets(_study), _scenario.mode)
    return mode.reach(_study.demand, _study.sites, radius).coverage(radius)


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


@st.cache_resource(max_entries=4, show_spinner=False)
def _names(key: tuple[str, ...], _study: Study, _mode: Mode) -> Names:
    return Names(_study, getattr(on_its_streets(_study, _mode), "graph", None))


def names(study: Study, mode: Mode) -> Names:
    """Prepare everything that has a name to be searched, once for each study."""
    return _names((study.digest, repr(mode), key_of_ways(study)), study, mode)


def is_ranked(scenario: Scenario) -> bool:
    """Say whether other ways of choosing can be set beside this question."""
    return isinstance(scenario.problem, MaxCover)
