"""Who the visitor is, and how things are shown to them."""

from __future__ import annotations

import re
import secrets
import tempfile
from pathlib import Path

import streamlit as st

from geo import words
from geo.access import User, Users, users_file
from geo.app.autosave import machine_user
from geo.app.desk import Desk
from geo.errors import AccessError
from geo.words import _

__all__ = [
    "LANGUAGE",
    "LARGE",
    "MARK",
    "SIZE",
    "address",
    "desk",
    "folder",
    "is_large",
    "key",
    "language",
    "log_in",
    "log_out",
    "may_change",
    "must_change",
    "show_address",
    "use_language",
    "use_large",
    "user",
    "visitor",
    "who",
]

MARK = "xuanzhi_visitor"
"""Name of the cookie by which a visitor without a login is known again."""

SIZE, LARGE = "xuanzhi_size", "large"
"""Name of the cookie that tells how large a browser shows everything, and what it says then."""

LANGUAGE = "xuanzhi_language"
"""Name of the cookie that tells which language a browser's page speaks."""


def language() -> str:
    """Return the visitor's language; at first as this browser had it, Chinese until they choose."""
    if "language" not in st.session_state:
        brought = str(st.context.cookies.get(LANGUAGE))
        st.session_state["language"] = brought if brought in words.LANGUAGES else "zh"
    return str(st.session_state["language"])


def use_language(code: str) -> None:
    """Speak ``code`` from the next run on."""
    st.session_state["language"] = code
    words.use(code)


def key(name: str) -> str:
    """Name a control so that it starts anew when other work is laid out."""
    times = st.session_state.get("laid_out", 0)
    return f"{name}~{times}" if times else name


def desk() -> Desk:
    """Return what this visitor's work is saved in."""
    found: Desk = st.session_state.setdefault("desk", Desk())
    return found


def address() -> str | None:
    """Return the project that the address in the browser names.

    A run that was asked for before the address changed still brings the one before: once, what was
    shown last is meant instead.
    """
    now = st.query_params.get("project")
    left: str | None
    shown: str | None
    left, shown = st.session_state.pop("address", (now, now))
    if now == left != shown:
        _put_address(shown)
        return shown
    return now


def show_address(name: str | None) -> None:
    """Let the address in the browser name a project, so that reloading the page opens it."""
    now = st.query_params.get("project")
    if name != now:
        st.session_state["address"] = (now, name)
        _put_address(name)


def _put_address(name: str | None) -> None:
    if name is None:
        st.query_params.pop("project", None)
    else:
        st.query_params["project"] = name


def who() -> str:
    """Return who is working here, for the history."""
    logged_in = user()
    return machine_user() if logged_in is None else logged_in.name


def visitor() -> str:
    """Return what tells this visitor from all others: the login, else a mark of the browser.

    A mark is taken over from the cookie that the browser brings after a reload (`geo.app.mark`).
    """
    logged_in = user()
    if logged_in is not None:
        return f"@{logged_in.name}"
    if "visitor" not in st.session_state:
        brought = str(st.context.cookies.get(MARK))
        is_ours = re.fullmatch(r"[0-9a-f]{32}", brought) is not None
        st.session_state["visitor"] = brought if is_ours else secrets.token_hex(16)
    return str(st.session_state["visitor"])


def user() -> User | None:
    """Return who logged in, as they are now; None on a machine of one's own, or before the login.

    The file of users is asked at every call, wherever it comes from: a page, a part of one that
    runs by itself, a change about to be made. Whoever was removed since is `User.is_gone`.
    """
    found: User | None = st.session_state.get("user")
    if found is None:
        return None
    users = Users(users_file())
    version = users.version()
    if st.session_state.get("users_version") != version:
        found = st.session_state["user"] = users.by_now(found)
        st.session_state["users_version"] = version  # taken before it was asked: never too new
    return found


def log_in(user: User) -> None:
    """Remember who came in, until the connection ends or they are removed."""
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


def is_large() -> bool:
    """Say whether everything is shown larger, for a projector; at first as this browser had it."""
    if "large" not in st.session_state:
        st.session_state["large"] = st.context.cookies.get(SIZE) == LARGE
    return bool(st.session_state["large"])


def use_large(*, large: bool) -> None:
    """Show everything larger, or as usual."""
    st.session_state["large"] = large


def folder() -> Path:
    """Return a folder of this visitor's own for uploads and files on their way out."""
    if "folder" not in st.session_state:
        st.session_state["folder"] = tempfile.TemporaryDirectory(prefix="xuanzhi-")
    return Path(st.session_state["folder"].name)
