"""The door of a shared planner: who comes in, and what they may do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping

import streamlit as st
from streamlit import runtime
from streamlit.errors import StreamlitAuthError, StreamlitMissingAuthlibError

from geo.access import User, Users, users_file
from geo.app import state
from geo.app.markdown import plain
from geo.errors import AccessError, GeoError, InputError, MissingExtraError
from geo.words import _

__all__ = ["demanded", "enter", "leave"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def demanded() -> bool:
    """Say whether a login is demanded: told so, or reached from beyond this machine."""
    if os.environ.get("XUANZHI_SHARE") == "1":
        return True
    return runtime.exists() and st.get_option("server.address") not in _LOOPBACK


def enter() -> bool:
    """Let a visitor in, or show the door and say no."""
    if not demanded():
        return True
    visitor = state.user()
    if visitor is not None and not visitor.is_gone:
        return True
    st.title(_("Please log in"))
    if visitor is not None:
        _forget()
        st.warning(_("What you may do here was changed; log in again."), icon=":material/lock:")
    users = Users(users_file())
    user = _told(lambda: _by_organisation(users)) or _told(lambda: _by_password(users))
    if user is not None:
        state.log_in(user)
        st.rerun()
    return False


def leave() -> None:
    """Let a visitor go, out of the organisation's login too: it would let them in again at once."""
    _forget()
    if not _is_vouched_for():
        st.rerun()
    st.logout()
    st.stop()


def _forget() -> None:
    """Forget a visitor, with all that is being counted for them."""
    state.forget_all_aside()
    state.log_out()


def _told(way: Callable[[], User | None]) -> User | None:
    """Try a way in; why somebody may not take it becomes a sentence."""
    try:
        return way()
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/lock:")
        return None


def _by_password(users: Users) -> User | None:
    with st.form("login"):
        name = st.text_input(_("User name"), key="login-name", autocomplete="username")
        password = st.text_input(
            _("Password"), type="password", key="login-password", autocomplete="current-password"
        )
        if not st.form_submit_button(_("Log in"), type="primary"):
            return None
    return users.log_in(name, password, now=time.time())


def _by_organisation(users: Users) -> User | None:
    """Use the organisation's login (OpenID Connect), where Streamlit's secrets configure one."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return None
    if _is_vouched_for():
        try:
            return users.known_as(st.user.to_dict())
        except AccessError:
            if st.button(_("Use another account")):
                leave()
            raise
    for provider in _providers(st.secrets["auth"]):
        if st.button(
            _("Log in with the organisation's account")
            if provider is None
            else _("Log in with {provider}", provider=plain(provider)),
            type="primary",
        ):
            _go_to(provider)
    return None


def _is_vouched_for() -> bool:
    return bool(st.user.get("is_logged_in"))


def _providers(section: Mapping[str, object]) -> list[str | None]:
    """Return the logins that the secrets name; None for the one without a name."""
    named = [name for name, value in section.items() if isinstance(value, Mapping)]
    return [None] if "client_id" in section else [n for n in named if n != "client_kwargs"]


def _go_to(provider: str | None) -> None:
    """Send the browser to a login.

    Raises
    ------
    MissingExtraError
        What speaks OpenID Connect is not installed.
    InputError
        The secrets do not say all that is needed.
    """
    try:
        st.login(provider)
    except StreamlitMissingAuthlibError:
        raise MissingExtraError(
            _('The organisation\'s login needs an optional part: pip install "xuanzhi[oidc]".')
        ) from None
    except StreamlitAuthError as error:
        raise InputError(
            _(
                "The organisation's login is not set up completely; in section [auth] of "
                "secrets.toml: {problem}",
                problem=" ".join(str(error).split()),
            )
        ) from None
