"""Lists and towns that were opened, and what was seen in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo import words
from geo.app.cache.keys import key_of_town
from geo.app.state import Upload
from geo.core import Study
from geo.read import Agreement, Layer, Seen, clashes, density_parts, parts_of, see_columns
from geo.study import demo as open_demo
from geo.travel.streets.axes import axes_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["clashes_of", "demo", "parts", "seen", "streets"]

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
    return _clashes(key_of_town(study), layers)


@st.cache_resource(max_entries=4, show_spinner=False)
def _axes(key: tuple[str, ...], _study: Study) -> BaseGeometry | None:
    return axes_of(_study)


def streets(study: Study) -> BaseGeometry | None:
    """Return the streets that a study was given, on which its lists should lie."""
    return _axes(key_of_town(study), study)
