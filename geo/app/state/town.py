"""The study that is open, and what was changed in it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from geo.app.state.corrected import corrections, use_corrections
from geo.app.state.question import keep, leave_streets, scenario
from geo.app.state.typed import use_typed
from geo.app.state.visitor import language, must_change
from geo.app.values import Upload
from geo.core import Study
from geo.core.apart import apart
from geo.core.edits import Corrections, Edit, Log, carry, firms_of
from geo.opening import same_streets
from geo.read import Layer
from geo.read.demos import DEMOS
from geo.study import demo, with_streets
from geo.travel.graph import StreetGraph

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "columns",
    "edit",
    "edit_venues",
    "editing_venues",
    "edits",
    "is_demo",
    "keep_columns",
    "keep_uploads",
    "layers",
    "open_",
    "opened",
    "read_anew",
    "redo",
    "show",
    "study",
    "undo",
    "uploads",
    "use_ids",
    "use_streets",
    "used_ids",
]

_FIRST = "yongshun"


def study() -> Study:
    """Return the study that is open; a demo town at first."""
    if "study" not in st.session_state:
        open_(demo(_FIRST))
    opened_study: Study = st.session_state["study"]
    return opened_study


def open_(new: Study, layers: tuple[Layer, ...] = ()) -> None:
    """Open another study, with the layers it was read from; the last question stays asked.

    But for its streets, with their footbridges and gates: these are of the town before.
    """
    if layers:
        must_change()
    leave_streets()
    show(new, layers)


def show(new: Study, layers: tuple[Layer, ...]) -> None:
    """Show a study; all that is typed into tables and on the map begins anew."""
    st.session_state["study"] = new
    st.session_state["layers"] = layers
    st.session_state["opened"] = opened() + 1
    st.session_state["edits"] = Log()


def is_demo(study: Study) -> bool:
    """Say whether this is one of the towns that come with the planner."""
    return study.name in {demo.title for demo in DEMOS}


def read_anew(new: Study, layers: tuple[Layer, ...]) -> None:
    """Open lists that were read; what a hand corrected in those before is carried over.

    So are streets that were given for the same place, and the question asked on them. But for a
    demo town: what was tried out there means nothing in a town of one's own.
    """
    must_change()
    before, asked = study(), scenario()
    known = Corrections() if is_demo(before) else corrections()
    if is_demo(before):
        use_typed({})
    carried, known = carry(known, new, taken=used_ids())
    if not is_demo(before):
        new = same_streets(before, new)
    open_(new, layers)
    if new.ways is not None:
        keep(asked)
    use_corrections(known)
    if carried.edits:
        log, changed = Log().do(carried, new)
        _use_fresh(new, changed)
        st.session_state["edits"], st.session_state["study"] = log, changed


def use_streets(graph: StreetGraph) -> None:
    """Let the people of the open study walk on ``graph`` from now on."""
    must_change()
    st.session_state["study"] = with_streets(study(), graph)
    st.session_state.pop("venues_table", None)  # it was built from the study without these streets


def editing_venues() -> tuple[Study, str]:
    """Return the study that the table of venues on the screen was built from, and its key.

    While that table is on the screen it must be given the same rows again and again, or it would
    forget what was typed; when it comes back, or the study was changed elsewhere, it starts anew.
    """
    base, last, number = st.session_state.get("venues_table", (None, "", 0))
    now = study()
    key = f"venues-{number}-{language()}"
    if base is None or now.sites.digest != last or key not in st.session_state:
        base, number = now, number + 1
        key = f"venues-{number}-{language()}"
        st.session_state["venues_table"] = (base, now.sites.digest, number)
    return base, key


def edit_venues(new: Study) -> None:
    """Take over what was typed into the table of venues."""
    if new.sites.digest == study().sites.digest:
        return
    must_change()
    use_corrections(corrections().noted(study(), new))
    base, _last, number = st.session_state["venues_table"]
    st.session_state["study"] = new
    st.session_state["venues_table"] = (base, new.sites.digest, number)


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
    must_change()
    st.session_state["uploads"] = given


def columns(kind: str) -> dict[str, str]:
    """Return what the visitor said about the columns of lists of this kind, for the next one."""
    said: dict[str, dict[str, str]] = st.session_state.get("columns", {})
    return dict(said.get(kind, {}))


def keep_columns(kind: str, said: Mapping[str, str]) -> None:
    """Remember which column is which in lists of this kind: canonical name -> heading."""
    must_change()
    st.session_state["columns"] = st.session_state.get("columns", {}) | {kind: dict(said)}


def opened() -> int:
    """Count the studies opened so far: widgets that belong to one study carry it in their key."""
    return int(st.session_state.get("opened", 0))


def edits() -> Log:
    """Return what was changed in the open study by hand."""
    log: Log = st.session_state.get("edits", Log())
    return log


def edit(change: Edit) -> None:
    """Change the study by hand, if it can be."""
    log, changed = edits().do(change, study())
    _put(log, changed, firms_of(change))


def undo() -> None:
    """Take the last change back."""
    log, changed = edits().undo(study())
    if changed is not study():
        _put(log, changed, firms_of(log.undone[-1].back))


def redo() -> None:
    """Make the change again that was taken back."""
    log, changed = edits().redo(study())
    if changed is not study():
        _put(log, changed, firms_of(log.done[-1].edit))


def used_ids() -> frozenset[str]:
    """Return the ids of all that was ever made here, sites and firms: none is given twice."""
    used: frozenset[str] = st.session_state.get("used_ids", frozenset())
    return used


def use_ids(used: frozenset[str]) -> None:
    """Give none of these ids to a new site or firm."""
    st.session_state["used_ids"] = used


def _put(log: Log, changed: Study, firm_ids: tuple[object, ...]) -> None:
    """Show what was changed; only these firms can have been."""
    if changed is study():
        return
    must_change()
    _use_fresh(study(), changed)
    use_corrections(corrections().noted(study(), changed, firm_ids))
    show(changed, layers())
    st.session_state["edits"] = log


def _use_fresh(before: Study, now: Study) -> None:
    fresh = _fresh(before.sites.ids, now.sites.ids) | _fresh(before.demand.ids, now.demand.ids)
    use_ids(used_ids() | fresh)


def _fresh(before: pd.Index, now: pd.Index) -> set[str]:
    """List the ids that are new."""
    return {str(i) for i in now[apart(before, now).fresh]}
