"""The door of a shared planner: who comes in, and what they may do."""

from __future__ import annotations

import os
import time

import streamlit as st
from streamlit import runtime

from geo.access import User, Users, users_file
from geo.app import state
from geo.errors import AccessError
from geo.words import _

__all__ = ["demanded", "enter"]

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def demanded() -> bool:
    """Say whether a login is demanded: told so, or reached from beyond this machine."""
    if os.environ.get("XUANZHI_SHARE") == "1":
        return True
    return runtime.exists() and st.get_option("server.address") not in _LOOPBACK


def enter() -> bool:
    """Let a visitor in, or show the door and say no."""
    if not demanded() or state.user() is not None:
        return True
    st.title(_("Please log in"))
    users = Users(users_file())
    try:
        user = _by_organisation(users) or _by_password(users)
    except AccessError as error:
        st.error(str(error), icon=":material/lock:")
        return False
    if user is not None:
        state.log_in(user)
        st.rerun()
    return False


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
    if st.user.get("is_logged_in"):
        return users.known_as(st.user.to_dict())
    if st.button(_("Log in with the organisation's account"), type="primary"):
        st.login()
    return None
