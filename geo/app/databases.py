"""Databases of page Data: opened on a machine of one's own alone.

The server opens an address from where it stands, with its own rights: on a shared planner an
editor could look into the network behind it, or into the files of SQLite beside it. There lists
are given as files; who runs the server reads databases by command (docs/sharing.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from geo import read
from geo.app import login, state, uploads
from geo.app.state import Database, Upload
from geo.errors import AccessError, InputError
from geo.words import _

__all__ = ["connect", "is_allowed", "take"]


def is_allowed() -> bool:
    """Say whether databases can be opened here: not where others can reach the planner."""
    return not login.demanded()


def connect(url: str) -> None:
    """Open a database, and remember its tables.

    Raises
    ------
    AccessError
        The planner is shared.
    InputError, MissingExtraError
        It cannot be opened; nothing that is said repeats the address.
    """
    _must_be_allowed()
    state.keep_database(None)
    if "://" not in url:  # a path: nothing would open it, and it is no secret
        raise InputError(
            _(
                "The address of a database begins as postgresql+psycopg://… or sqlite:///…; a file "
                "is chosen above."
            )
        )
    state.keep_database(Database(url, read.table_names(url)))


def take(tables: Mapping[str, str | None], *, datum: str | None) -> None:
    """Fetch tables as files of the visitor's own, and open them like files that were given.

    Parameters
    ----------
    tables
        Kind of list -> table, None where there is none.
    datum
        Of their coordinates.

    Raises
    ------
    AccessError, InputError
        As `connect`; or no table of firms was chosen.
    """
    _must_be_allowed()
    opened = state.database()
    if opened is None or tables.get("firms") is None:
        raise InputError(_("Choose a list of firms first."))
    given = [
        Upload(kind, read.take_table(opened.url, name, state.folder()), datum)
        for kind, name in tables.items()
        if name is not None
    ]
    uploads.open_lists(tuple(uploads.remembered(one) for one in given))


def _must_be_allowed() -> None:
    if not is_allowed():
        raise AccessError(_("This planner is shared: it opens no databases. Give lists as files."))
