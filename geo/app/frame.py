"""Around every page: navigation, language, what must be said about the data."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo import words
from geo.access import ROLES
from geo.app import autosave, login, state, widgets, work
from geo.app.pages import PAGES
from geo.errors import GeoError
from geo.study import notes
from geo.words import _

__all__ = ["run", "show"]

# A projector has 720 lines: the map must stand on the first of them, not below a large heading.
_STYLE = """<style>
.stMainBlockContainer { padding-top: 2.2rem; padding-bottom: 2rem; }
.stMainBlockContainer h1 { font-size: 1.9rem; padding: 0 0 .3rem; }
[data-testid="stMetricValue"] { font-size: 1.7rem; }
</style>"""


def run() -> None:
    """Show the page that was asked for; an error is a sentence, never a traceback."""
    words.use(state.language())
    if not login.enter():
        return
    user = state.user()
    autosave.belong_to(None if user is None else user.folder)
    work.restore()
    shown = st.navigation(
        [
            st.Page(
                page.page, title=_(page.TITLE), icon=page.ICON, url_path=path, default=not number
            )
            for number, (path, page) in enumerate(PAGES.items())
        ]
    )
    with st.sidebar:
        _language()
        _about()
        _leave()
    st.html(_STYLE)
    show(shown.run)


def show(page: Callable[[], None]) -> None:
    """Run a page; what it raises on purpose becomes a sentence on it, what it changes is saved."""
    work.restore()
    top = st.container()
    try:
        page()
    except GeoError as error:
        st.error(str(error), icon=":material/error:")
    finally:  # a page that starts itself anew has changed something
        work.save()
    with top:
        widgets.saved()


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


def _about() -> None:
    study = state.study()
    st.markdown(f"**{_(study.name)}**")
    if study.is_synthetic:
        st.warning(_("Synthetic data, not real."), icon=":material/science:")
    for note in notes(study):
        st.caption(note)


def _leave() -> None:
    """Say who is logged in, and let them go."""
    user = state.user()
    if user is not None:
        st.caption(f"{user.name} · {_(ROLES[user.role])}")
        if st.button(_("Log out"), key="log-out"):
            state.log_out()
            st.rerun()
