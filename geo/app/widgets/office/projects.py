"""The project on the screen: what is saved, its history; begin one, open one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

import streamlit as st

from geo.app import autosave, cache, state, work
from geo.app.markdown import plain
from geo.app.widgets.lists.tables import counts, templates
from geo.app.widgets.shown.listed import listed
from geo.app.widgets.shown.maps import expect_tiles
from geo.read.demos import demo_names
from geo.store.project import Change
from geo.words import _

__all__ = ["begin", "demos", "needed", "open_saved", "project", "saved"]

_HISTORY_PX = 460
_SHOWN = 4  # projects in view; older ones are folded away


def saved() -> None:
    """Say on top of a page what is open and when it was saved; offer its history."""
    desk = state.desk()
    undo, over = _presses()
    if state.was_overtaken():
        desk.untaken = _(
            "The project was changed just before; it is shown now as it is. Press again if it is "
            "still wanted."
        )
    if desk.problem:
        st.error(plain(desk.problem), icon=":material/cloud_off:")
    if desk.untaken:
        st.warning(plain(desk.untaken), icon=":material/group:")
    if desk.file is None and not state.may_change():
        st.caption(_("{name} · you are a reader here: nothing is saved", name=_name()))
        return
    if desk.file is None:
        if not desk.problem:
            st.caption(
                _("{name} · not saved yet; the first change is saved by itself", name=_name())
            )
        return
    left, right = st.columns([5, 1], vertical_alignment="center")
    if desk.file.may_write:
        left.caption(
            _(
                "Project **{name}** · saved {time}",
                name=plain(desk.file.name),
                time=f"{desk.file.saved_at.astimezone():%H:%M}",
            )
        )
    else:
        with left:
            _looking_on(over)
    with right.popover(_("History"), icon=":material/history:"):
        _history(undo)


def _name() -> str:
    return plain(state.desk().name or _(state.study().name))


def _presses() -> tuple[str, str]:
    """Return the keys of the buttons below that mean something else once others did something.

    One takes the last change back, whoever made it; the other takes the project from who has it. A
    copy means the same at all times.
    """
    desk = state.desk()
    holder = None if desk.file is None else desk.file.see_holder()
    has_it = None if holder is None else (holder.who, holder.host, holder.since)
    return state.press("undo", desk.replaced), state.press("take-over", has_it)


def _looking_on(over_key: str) -> None:
    """Say that nothing is saved here, and why; offer two ways on."""
    file = state.desk().file
    if file is None:
        return
    if file.holder is None:
        said = _("This file cannot be written. What you change here is not saved.")
    else:
        said = plain(file.holder.sentence) + " " + _("What you change here is not saved.")
    st.warning(said, icon=":material/lock:")
    copy, over = st.columns(2)
    if copy.button(_("Go on in a copy"), key="save-copy", width="stretch"):
        work.save_copy()
        st.rerun()
    if file.holder is not None and over.button(
        _("Take over"),
        key=over_key,
        width="stretch",
        help=_("The other person will look on from then; what they saved stays."),
    ):
        work.take_over()
        st.rerun()


def _history(undo_key: str) -> None:
    """List what was done, and take the last of it back."""
    changes = work.history()
    can_undo = bool(changes) and state.desk().file is not None
    if st.button(
        _("Take the last change back"),
        key=undo_key,
        icon=":material/undo:",
        disabled=not can_undo,
        width="stretch",
    ):
        if work.undo():
            st.rerun()
        st.caption(_("There is nothing to take back."))
    rows = [
        {
            _("when"): datetime.fromisoformat(one.at).astimezone(),
            _("what"): _done(one),
            _("who"): one.who,
        }
        for one in changes
    ]
    when = st.column_config.DatetimeColumn(_("when"), format="MM-DD HH:mm")
    listed(rows, width=_HISTORY_PX, column_config={_("when"): when})


def _done(change: Change) -> str:
    if change.can_undo and change.is_undone:
        return _("{what} (taken back)", what=change.sentence)
    return change.sentence


def project() -> None:
    """Show the open project: remarks to write, the file to take along."""
    file = state.desk().file
    if file is None:
        return
    with st.container(border=True):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        left.subheader(plain(file.name), anchor=False)
        right.download_button(
            _("Download this project"),
            data=file.contents,
            file_name=file.path.name,
            mime="application/geopackage+sqlite3",
            icon=":material/download:",
            key="download-project",
            width="stretch",
        )
        counts(state.study())
        said = st.text_area(
            _("Remarks"),
            work.remarks(),
            key=state.control(f"remarks-{file.name}", work.remarks()),
            height=90,
            placeholder=_("What was agreed, by whom, what is still open …"),
        )
        work.keep_remarks(said)
        for name in file.project.lost:
            st.warning(
                _(
                    "Plan “{name}” cannot be shown: its firms were changed by another program.",
                    name=plain(name),
                )
            )


def demos() -> None:
    """Offer the demo towns."""
    for name, column in zip(demo_names(), st.columns(len(demo_names())), strict=True):
        study = cache.demo(name)
        with column.container(border=True):
            st.markdown(f"##### {_(study.name)}")
            counts(study)
            if st.button(_("Open"), key=f"open-{name}", width="stretch"):
                work.open_demo(study)
                st.rerun()


def needed(make: Callable[[str], bytes]) -> None:
    """Say what data are needed, and offer empty lists to fill in."""
    st.markdown(
        _(
            "- **Firms**: name, place (longitude and latitude), number of workers; where known, "
            "street, trade, members, whether there is a union.\n"
            "- **Venues** that could become a home: name and place; where known, area, hours, "
            "yearly cost."
            "\n- **Homes** open today, if any.\n\n"
            "Excel, CSV and map files are read as they are; nothing leaves this machine."
        )
    )
    templates(make)


def begin() -> None:
    """Ask for the name of a new project, and for what it begins with."""
    with st.form("begin", border=True):
        st.markdown("##### " + _("Begin a project"))
        name = st.text_input(
            _("Name"),
            key=state.key("begin-name"),
            max_chars=60,
            placeholder=_("e.g. the town and the year"),
        )
        towns = {town: _(cache.demo(town).name) for town in demo_names()}
        start = st.radio(
            _("It begins with"),
            ["", *towns],
            format_func=lambda town: towns.get(town) or _("my own lists"),
            key=f"begin-with-{state.language()}",
        )
        if st.form_submit_button(_("Begin"), type="primary", width="stretch"):
            if start:
                work.name_study(name, cache.demo(start))
            else:
                work.name_lists(name)
            st.rerun()
    if named := state.desk().name:
        st.success(
            _("“{name}” is ready. Now read your lists on page **Data**.", name=plain(named)),
            icon=":material/arrow_forward:",
        )


def open_saved() -> None:
    """List the projects of this machine; take one that was handed over."""
    with st.container(border=True):
        st.markdown("##### " + _("Open a project"))
        found = autosave.recent()
        if not found:
            st.info(
                _("No project yet. Whatever you change is saved here by itself."),
                icon=":material/folder_open:",
            )
        else:
            expect_tiles()
        for one in found[:_SHOWN]:
            _row(one)
        if older := found[_SHOWN:]:
            with st.expander(_("Older projects"), icon=":material/folder:"):
                for one in older:
                    _row(one)
        _handed_over()


def _row(one: autosave.Recent) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    when = one.saved_at.astimezone()
    left.markdown(f"**{plain(one.name)}**  \n:small[{when:%Y-%m-%d %H:%M} · {_size(one.n_bytes)}]")
    file = state.desk().file
    is_open = file is not None and file.name == one.name
    if right.button(
        _("Open"),
        key=f"open-project-{one.name}",
        disabled=is_open,
        width="stretch",
        help=_("It is open.") if is_open else None,
    ):
        work.open_project(one.name)
        st.rerun()


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB" if n_bytes >= 1e6 else f"{max(1, n_bytes // 1000):,} kB"


def _handed_over() -> None:
    """Take a project file from elsewhere."""
    with st.form("handed-over", border=False, clear_on_submit=True):
        file = st.file_uploader(_("A project file (.gpkg)"), type=["gpkg"], key="project-file")
        if st.form_submit_button(_("Open this file"), width="stretch"):
            if file is None:
                st.warning(_("Choose a file first."))
                return
            path = state.folder() / PurePath(file.name).name
            path.write_bytes(file.getbuffer())
            work.adopt(path)
            st.rerun()
