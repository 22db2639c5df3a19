"""What one visitor has open; the only module that touches ``st.session_state``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from geo import words
from geo.core import Scenario, Study
from geo.core.edits import Edit, Log
from geo.read import Layer
from geo.solve import MaxCover
from geo.study import demo
from geo.travel import Straight

__all__ = [
    "edit",
    "edits",
    "folder",
    "keep",
    "keep_whom",
    "language",
    "layers",
    "open_",
    "opened",
    "redo",
    "scenario",
    "study",
    "undo",
    "use_language",
    "used_ids",
    "whom",
]

_FIRST = "yongshun"


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
    st.session_state["edits"] = Log()


def layers() -> tuple[Layer, ...]:
    """Return the layers the study was read from; a demo has none."""
    read: tuple[Layer, ...] = st.session_state.get("layers", ())
    return read


def opened() -> int:
    """Count the studies opened so far: widgets that belong to one study carry it in their key."""
    return int(st.session_state.get("opened", 0))


def edits() -> Log:
    """Return what was changed in the open study by hand."""
    log: Log = st.session_state.get("edits", Log())
    return log


def edit(change: Edit) -> None:
    """Change the study by hand, if it can be."""
    _put(*edits().do(change, study()))


def undo() -> None:
    """Take the last change back."""
    _put(*edits().undo(study()))


def redo() -> None:
    """Make the change again that was taken back."""
    _put(*edits().redo(study()))


def used_ids() -> frozenset[str]:
    """Return the ids of all sites that were ever made here: none is given twice."""
    used: frozenset[str] = st.session_state.get("used_ids", frozenset())
    return used


def _put(log: Log, changed: Study) -> None:
    if changed is study():
        return
    st.session_state["used_ids"] = used_ids() | {
        str(i) for i in changed.sites.ids if i not in study().sites.ids
    }
    open_(changed, layers())
    st.session_state["edits"] = log


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
