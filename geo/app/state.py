"""What one visitor has open; the only module that touches ``st.session_state``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import words
from geo.access import User
from geo.app.autosave import machine_user
from geo.app.desk import Desk
from geo.app.running import Report, Running
from geo.app.values import Kept, Upload, Years
from geo.core import Proposal, Release, Scenario, Study
from geo.core.edits import Edit, Log
from geo.errors import AccessError, InputError
from geo.explain import Place
from geo.read import Layer
from geo.solve import MaxCover
from geo.study import demo, with_streets
from geo.travel import Straight
from geo.travel.graph import StreetGraph
from geo.words import _

__all__ = [
    "MOST_KEPT",
    "Kept",
    "Upload",
    "Years",
    "address",
    "aside",
    "columns",
    "desk",
    "drop_plan",
    "edit",
    "edit_venues",
    "editing_venues",
    "edits",
    "folder",
    "forget_aside",
    "forget_kept",
    "is_large",
    "is_new_click",
    "keep",
    "keep_columns",
    "keep_plan",
    "keep_uploads",
    "keep_whom",
    "keep_years",
    "kept",
    "kept_if_shown",
    "key",
    "language",
    "last_place",
    "lay_out",
    "layers",
    "log_in",
    "log_out",
    "may_change",
    "must_change",
    "open_",
    "opened",
    "redo",
    "release",
    "scenario",
    "show_address",
    "stand_at",
    "study",
    "undo",
    "uploads",
    "use_language",
    "use_large",
    "use_release",
    "use_streets",
    "used_ids",
    "user",
    "who",
    "whom",
    "years",
]

T = TypeVar("T")

MOST_KEPT = 4
"""Plans that can stand side by side."""

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
    if layers:
        must_change()
    st.session_state["study"] = new
    st.session_state["layers"] = layers
    st.session_state["opened"] = opened() + 1
    st.session_state["edits"] = Log()


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
    must_change()
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


def years() -> Years:
    """Return what each year may open, as it was last asked."""
    last: Years = st.session_state.get("years", Years())
    return last


def keep_years(asked: Years) -> None:
    """Remember what each year may open."""
    st.session_state["years"] = asked


def kept() -> tuple[Kept, ...]:
    """Return the plans kept for comparison, oldest first."""
    plans = st.session_state.get("kept", ())
    if callable(plans):  # of a project just opened: put into words when somebody looks
        plans = st.session_state["kept"] = plans()
    return tuple(plans)


def kept_if_shown() -> tuple[Kept, ...] | None:
    """Return the kept plans; None where nobody has looked at them since they were opened."""
    plans = st.session_state.get("kept", ())
    return None if callable(plans) else tuple(plans)


def forget_kept() -> None:
    """Begin without kept plans."""
    st.session_state["kept"] = ()


def lay_out(
    study: Study, scenario: Scenario, whom: str, kept: Callable[[], tuple[Kept, ...]]
) -> None:
    """Put a whole piece of work on the screen; every control starts from it anew."""
    open_(study)
    st.session_state["scenario"] = scenario
    st.session_state["whom"] = whom
    st.session_state["kept"] = kept
    st.session_state["laid_out"] = st.session_state.get("laid_out", 0) + 1


def key(name: str) -> str:
    """Name a control so that it starts anew when other work is laid out."""
    times = st.session_state.get("laid_out", 0)
    return f"{name}~{times}" if times else name


def last_place(typed: str, meant: Place | None) -> Place | None:
    """Return where somebody stands: what was typed or clicked last."""
    said = (opened(), typed, None if meant is None else (meant.lon, meant.lat, meant.name))
    if said != st.session_state.get("place_said"):
        st.session_state["place_said"] = said
        st.session_state["place"] = (opened(), meant)
    number, place = st.session_state.get("place", (opened(), None))
    return place if number == opened() else None


def stand_at(place: Place) -> None:
    """Stand at a place that was clicked."""
    st.session_state["place"] = (opened(), place)


def is_new_click(spot: tuple[float, float]) -> bool:
    """Say whether a click was not answered yet, and remember it."""
    is_new = spot != st.session_state.get("place_click")
    st.session_state["place_click"] = spot
    return is_new


def desk() -> Desk:
    """Return what this visitor's work is saved in."""
    found: Desk = st.session_state.setdefault("desk", Desk())
    return found


def address() -> str | None:
    """Return the project that the address in the browser names."""
    return st.query_params.get("project")


def show_address(name: str | None) -> None:
    """Let the address in the browser name a project, so that reloading the page opens it."""
    if name == address():
        return
    if name is None:
        del st.query_params["project"]
    else:
        st.query_params["project"] = name


def who() -> str:
    """Return who is working here, for the history."""
    logged_in = user()
    return machine_user() if logged_in is None else logged_in.name


def user() -> User | None:
    """Return who logged in; None on a machine of one's own, or before the login."""
    found: User | None = st.session_state.get("user")
    return found


def log_in(user: User) -> None:
    """Remember who came in, until the connection ends."""
    st.session_state["user"] = user


def log_out() -> None:
    """Forget the visitor and everything of theirs but the language."""
    spoken = language()
    st.session_state.clear()
    use_language(spoken)


def may_change() -> bool:
    """Say whether this visitor may change anything; a reader may not."""
    logged_in = user()
    return logged_in is None or logged_in.may_change


def must_change() -> None:
    """Refuse a change to a reader.

    Raises
    ------
    AccessError
        The visitor may see and export, not change.
    """
    if not may_change():
        raise AccessError(
            _("You are a reader here: you may see and export, but not change. Nothing was changed.")
        )


def keep_plan(name: str, scenario: Scenario, found: Proposal) -> None:
    """Keep a plan for comparison; a name that was used before now means the new plan.

    Raises
    ------
    InputError
        The name is empty, or `MOST_KEPT` other plans are kept already.
    """
    must_change()
    called = name.strip()
    if not called:
        raise InputError(_("Give the plan a name first."))
    others = [one for one in kept() if one.name != called]
    if len(others) >= MOST_KEPT:
        raise InputError(
            _("{n} plans are kept already; let one go on page Compare first.", n=len(others))
        )
    now = Kept(called, scenario, found)
    if len(others) == len(kept()):
        st.session_state["kept"] = (*others, now)
    else:
        st.session_state["kept"] = tuple(now if o.name == called else o for o in kept())


def drop_plan(name: str) -> None:
    """Let a kept plan go."""
    must_change()
    st.session_state["kept"] = tuple(one for one in kept() if one.name != name)


def aside(name: str, key: tuple[str, ...], work: Callable[[Report], T]) -> Running[T]:
    """Return the work called ``name``, begun beside the script; another ``key`` begins it anew.

    What ran under the name before is stopped: nobody waits for it any more.
    """
    last: tuple[tuple[str, ...], Running[T]] | None = st.session_state.get(f"aside-{name}")
    if last is not None and last[0] == key:
        return last[1]
    forget_aside(name)
    begun = Running(work, is_wanted=_presence())
    st.session_state[f"aside-{name}"] = (key, begun)
    return begun


def forget_aside(name: str) -> None:
    """Stop the work called ``name`` and forget it."""
    last: tuple[Any, Running[Any]] | None = st.session_state.pop(f"aside-{name}", None)
    if last is not None:
        last[1].stop()


def _presence() -> Callable[[], bool]:
    """Return what another thread may ask: whether this visitor is still connected."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return lambda: True
    server, session = runtime.get_instance(), context.session_id
    return lambda: server.is_active_session(session)


def release() -> Release:
    """Return for whom and how files were last written."""
    last: Release = st.session_state.setdefault("release", Release())
    return last


def use_release(chosen: Release) -> None:
    """Remember for whom and how files are written."""
    st.session_state["release"] = chosen


def is_large() -> bool:
    """Say whether everything is shown larger, for a projector."""
    return bool(st.session_state.get("large", False))


def use_large(*, large: bool) -> None:
    """Show everything larger, or as usual."""
    st.session_state["large"] = large


def folder() -> Path:
    """Return a folder of this visitor's own for uploads and files on their way out."""
    if "folder" not in st.session_state:
        st.session_state["folder"] = tempfile.TemporaryDirectory(prefix="xuanzhi-")
    return Path(st.session_state["folder"].name)
