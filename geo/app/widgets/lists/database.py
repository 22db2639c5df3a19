"""Lists kept in a database: its address, then which table is which list."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from geo.app import state
from geo.app.markdown import plain
from geo.app.widgets.lists.datum import stated_datum
from geo.errors import GeoError
from geo.read import KINDS
from geo.words import _

__all__ = ["database"]


def database(
    connect: Callable[[str], None], take: Callable[[Mapping[str, str | None], str | None], None]
) -> None:
    """Ask for a database and its tables.

    Parameters
    ----------
    connect
        Told the address; the tables are then known to `geo.app.state`.
    take
        Told the table of each kind of list, None where there is none, and the datum.
    """
    with st.expander(_("Lists kept in a database"), icon=":material/database:"):
        with st.form("database", border=False, clear_on_submit=True):
            address = st.text_input(
                _("Address of the database"),
                type="password",
                key="database-address",
                autocomplete="off",
                placeholder="postgresql+psycopg://user:password@host/database",
                help=_(
                    "It is shown nowhere and saved nowhere; it is forgotten when this tab is "
                    "closed or loaded again."
                ),
            )
            if st.form_submit_button(_("Show its tables")) and address:
                _told(lambda: connect(address))
        opened = state.database()
        if opened is None:
            return
        if not opened.tables:
            st.info(_("This database has no tables."))
            return
        with st.form("tables", border=False):
            chosen = {
                kind: place.selectbox(
                    _(label),
                    [None, *opened.tables],
                    format_func=lambda name: name or _("— none —"),
                    key=f"table-{kind}-{hash(opened.tables)}",
                )
                for (kind, label), place in zip(KINDS.items(), st.columns(len(KINDS)), strict=True)
            }
            datum = stated_datum("tables")
            is_asked = st.form_submit_button(_("Read these tables"), type="primary")
        if is_asked and _told(lambda: take(chosen, datum)):
            st.rerun()


def _told(step: Callable[[], None]) -> bool:
    """Do a step; why it cannot be done is said here, not in the place of the page."""
    try:
        step()
    except GeoError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return False
    return True
