"""What one visitor has open; the only module that touches ``st.session_state``."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from geo import words
from geo.core import Scenario, Study
from geo.read import Layer
from geo.solve import MaxCover
from geo.study import demo
from geo.travel import Straight

__all__ = [
    "Upload",
    "columns",
    "folder",
    "keep",
    "keep_columns",
    "keep_uploads",
    "keep_whom",
    "language",
    "layers",
    "open_",
    "opened",
    "scenario",
    "study",
    "uploads",
    "use_language",
    "whom",
]

_FIRST = "yongshun"


@dataclass(frozen=True)
class Upload:
    """A file the visitor gave, and what was said about its columns.

    Attributes
    ----------
    kind
        ``"firms"``, ``"sites"``, ``"homes"``, ``"density"`` or ``"boundaries"``.
    path
        The file, in the visitor's folder.
    datum
        As it was stated, or None.
    sheet
        Sheet of a workbook, or None.
    columns
        Canonical name and heading, pair by pair; an empty heading means "there is none".
    weight
        ``"1"`` to count each firm once, else None.
    total
        Workers of all firms together, where the list of firms lacks some headcounts.
    problem
        Why the list cannot be read as it is described here; empty where it can.
    """

    kind: str
    path: Path
    datum: str | None = None
    sheet: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    weight: str | None = None
    total: int | None = None
    problem: str = ""


def language() -> str:
    """Return the visitor's language; Chinese until they choose."""
    return str(st.session_state.setdefault("language", "zh"))


def use_language(code: str) -> None:
    """Speak ``code`` from the next run on."""
    st.session_state["language"] = code
    words.use(code)


def study() -> Study:
    """Return the study that is open; a demo town at first."""
    if "study" not in st.session_state:
        open_(demo(_FIRST))
    opened_study: Study = st.session_state["study"]
    return opened_study


def open_(new: Study, layers: tuple[Layer, ...] = ()) -> None:
    """Open another study, with the layers it was read from; the last question stays asked."""
    st.session_state["study"] = new
    st.session_state["layers"] = layers
    st.session_state["opened"] = opened() + 1


def layers() -> tuple[Layer, ...]:
    """Return the layers the study was read from; a demo has none."""
    read: tuple[Layer, ...] = st.session_state.get("layers", ())
    return read


def uploads() -> tuple[Upload, ...]:
    """Return the files given last, whether or not they could be read."""
    given: tuple[Upload, ...] = st.session_state.get("uploads", ())
    return given


def keep_uploads(given: tuple[Upload, ...]) -> None:
    """Remember the files that were given, and what was said of their columns."""
    st.session_state["uploads"] = given


def columns(kind: str) -> dict[str, str]:
    """Return what the visitor said about the columns of lists of this kind, for the next one."""
    said: dict[str, dict[str, str]] = st.session_state.get("columns", {})
    return dict(said.get(kind, {}))


def keep_columns(kind: str, said: Mapping[str, str]) -> None:
    """Remember which column is which in lists of this kind: canonical name -> heading."""
    st.session_state["columns"] = st.session_state.get("columns", {}) | {kind: dict(said)}


def opened() -> int:
    """Count the studies opened so far: widgets that belong to one study carry it in their key."""
    return int(st.session_state.get("opened", 0))


def scenario() -> Scenario:
    """Return the question as it was last asked."""
    start = Scenario(MaxCover(new=3, radius_m=1000), Straight(1.3))
    last: Scenario = st.session_state.setdefault("scenario", start)
    return last


def keep(asked: Scenario) -> None:
    """Remember the question."""
    st.session_state["scenario"] = asked


def whom() -> str:
    """Return whose workers count: ``"all"`` or ``"small"``."""
    return str(st.session_state.get("whom", "all"))


def keep_whom(chosen: str) -> None:
    """Remember whose workers count."""
    st.session_state["whom"] = chosen


def folder() -> Path:
    """Return a folder of this visitor's own for uploads and files on their way out."""
    if "folder" not in st.session_state:
        st.session_state["folder"] = tempfile.TemporaryDirectory(prefix="xuanzhi-")
    return Path(st.session_state["folder"].name)
