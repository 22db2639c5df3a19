"""Around every page: navigation, language, what must be said about the data."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo import words
from geo.access import ROLES
from geo.app import autosave, chrome, ending, harmless, login, mark, state, widgets, work
from geo.app.help import show_help
from geo.app.look import style
from geo.app.markdown import plain
from geo.app.pages import PAGES
from geo.errors import GeoError
from geo.study import notes
from geo.words import _

__all__ = ["run", "show"]


def run() -> None:
    """Show the page that was asked for; an error is a sentence, never a traceback."""
    words.use(state.language())
    if not login.enter():
        with st.sidebar:
            _language()
            _speak()
        st.navigation(_pages(), position="hidden")  # nor is there a list of pages, any more
        return
    user = state.user()
    autosave.belong_to(None if user is None else user.folder)
    work.restore()
    shown = st.navigation(_pages())
    with st.sidebar:
        _language()
        _projector()
        _about()
        _leave()
        _speak()
        mark.leave_mark()
        mark.leave_size()
        harmless.guard_tables()
        ending.guard_typing()
    st.html(style(is_large=state.is_large()))
    show_help(shown.url_path or next(iter(PAGES)))
    show(shown.run)


def _pages() -> list[st.Page]:
    return [
        st.Page(page.page, title=_(page.TITLE), icon=page.ICON, url_path=path, default=not number)
        for number, (path, page) in enumerate(PAGES.items())
    ]


def show(page: Callable[[], None]) -> None:
    """Run a page; what it raises on purpose becomes a sentence on it, what it changes is saved."""
    _told(work.restore)
    top = st.container()
    is_whole = is_stale = False
    try:
        if _told(page):
            state.hear_controls()
        state.forget_overtaken()
        is_whole = True
    finally:  # a page that starts itself anew has changed something
        is_stale = work.save(is_whole=is_whole)
    with top:
        _told(widgets.saved)
    if is_stale:
        st.rerun()


def _told(part: Callable[[], None]) -> bool:
    """Do a part; what it raises on purpose becomes a sentence on the page. Say if all went well."""
    try:
        part()
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return False
    return True


def _language() -> None:
    codes = list(words.LANGUAGES)
    chosen = st.segmented_control(
        "语言 Language",
        codes,
        default=state.language(),
        format_func=lambda code: words.LANGUAGES[code],
        key="language_control",
    )
    if chosen and chosen != state.language():
        state.use_language(chosen)
        st.rerun()


def _speak() -> None:
    """Have the browser say Streamlit's own words in the language, and remember it."""
    chrome.translate()
    mark.leave_language()


def _projector() -> None:
    """Let everything be shown larger, for a room."""
    large = st.toggle(_("Projector mode"), value=state.is_large(), key="projector")
    state.use_large(large=large)


def _about() -> None:
    study = state.study()
    st.markdown(f"**{plain(_(study.name))}**")
    if study.is_synthetic:
        st.warning(_("Synthetic data, not real."), icon=":material/science:")
    for note in notes(study):
        st.caption(plain(note))


def _leave() -> None:
    """Say who is logged in, and let them go."""
    user = state.user()
    if user is not None:
        st.caption(f"{plain(user.name)} · {_(ROLES[user.role])}")
        if st.button(_("Log out"), key="log-out"):
            login.leave()
