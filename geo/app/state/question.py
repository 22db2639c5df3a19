"""The question as it was last asked, and for whom answers are written out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.core import USUAL_ERRORS, AskedNorm, Errors, Release, Scenario, TwoLevels, Years
from geo.solve import MaxCover
from geo.travel import Straight, Street

__all__ = [
    "errors",
    "errors_if_asked",
    "keep",
    "keep_errors",
    "keep_norm",
    "keep_two_levels",
    "keep_whom",
    "keep_years",
    "leave_streets",
    "norm_if_asked",
    "release",
    "scenario",
    "two_levels",
    "two_levels_if_asked",
    "use_release",
    "whom",
    "years",
    "years_if_asked",
]

_USUAL = Straight(1.3)


def scenario() -> Scenario:
    """Return the question as it was last asked."""
    start = Scenario(MaxCover(new=3, radius_m=1000), _USUAL)
    last: Scenario = st.session_state.setdefault("scenario", start)
    return last


def keep(asked: Scenario) -> None:
    """Remember the question."""
    st.session_state["scenario"] = asked


def leave_streets() -> None:
    """Ask by straight lines again: another town has other streets, or none."""
    asked = scenario()
    if isinstance(asked.mode, Street):
        keep(replace(asked, mode=_USUAL))


def whom() -> str:
    """Return whose workers count: ``"all"`` or ``"small"``."""
    return str(st.session_state.get("whom", "all"))


def keep_whom(chosen: str) -> None:
    """Remember whose workers count."""
    st.session_state["whom"] = chosen


def years() -> Years:
    """Return what each year may open, as it was last asked."""
    return years_if_asked() or Years()


def years_if_asked() -> Years | None:
    """Return what each year may open; None where nobody has asked yet."""
    asked: Years | None = st.session_state.get("years")
    return asked


def keep_years(asked: Years | None) -> None:
    """Remember what each year may open; None: nobody has asked."""
    st.session_state["years"] = asked


def two_levels() -> TwoLevels:
    """Return what homes and stations are asked together, as it was last asked."""
    return two_levels_if_asked() or TwoLevels()


def two_levels_if_asked() -> TwoLevels | None:
    """Return what homes and stations are asked together; None where nobody has asked yet."""
    asked: TwoLevels | None = st.session_state.get("two_levels")
    return asked


def keep_two_levels(asked: TwoLevels | None) -> None:
    """Remember what is asked of homes and stations together; None: nobody has asked."""
    st.session_state["two_levels"] = asked


def norm_if_asked() -> AskedNorm | None:
    """Return which norm homes are held against, and how; None where nobody has changed it yet."""
    asked: AskedNorm | None = st.session_state.get("norm")
    return asked


def keep_norm(asked: AskedNorm | None) -> None:
    """Remember which norm homes are held against, and how; None: nobody has changed it."""
    st.session_state["norm"] = asked


def errors() -> Errors:
    """Return how wrong the lists are taken to be, as it was last asked."""
    return errors_if_asked() or USUAL_ERRORS


def errors_if_asked() -> Errors | None:
    """Return how wrong the lists are taken to be; None where nobody has changed it yet."""
    asked: Errors | None = st.session_state.get("list_errors")
    return asked


def keep_errors(asked: Errors | None) -> None:
    """Remember how wrong the lists are taken to be; None: nobody has changed it."""
    st.session_state["list_errors"] = asked


def release() -> Release:
    """Return for whom and how files were last written."""
    last: Release = st.session_state.setdefault("release", Release())
    return last


def use_release(chosen: Release) -> None:
    """Remember for whom and how files are written."""
    st.session_state["release"] = chosen
