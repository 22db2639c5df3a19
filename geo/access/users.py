"""Who may come in: a local file of users, with a lock-out after wrong passwords."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from geo.access.hashing import Hashed, check_password, hashed, is_right
from geo.errors import AccessError, InputError
from geo.words import N_, _

__all__ = ["GONE", "ROLES", "User", "Users", "users_file"]

ROLES = {"reader": N_("reader: sees and exports"), "editor": N_("editor: changes as well")}
"""Role -> what it may do, translated where it is shown."""
GONE = ""
"""The role of somebody who was removed, or moved, after they had come in."""

_FAILURES, _LOCKED_S = 5, 15 * 60.0
_ROW = (
    "SELECT name, role, folder, lower(hex(coalesce(salt, ''))), salt, digest, n, r, p FROM users "
)
_FIELDS = 4  # of a row belong to User
_HEAD, _COUNTER = 100, slice(24, 28)  # SQLite counts in its header every change that is committed
_OWN = slice(60, 64)  # and holds a number of ours there: of one file by chance, another of the next
_NAME = re.compile(r"[\w.@+-]{1,64}")
_TABLES = """
CREATE TABLE IF NOT EXISTS users (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, folder TEXT NOT NULL,
    salt BLOB, digest BLOB, n INTEGER, r INTEGER, p INTEGER);
CREATE TABLE IF NOT EXISTS attempts (
    name TEXT PRIMARY KEY, failures INTEGER NOT NULL, until REAL NOT NULL);
"""


@dataclass(frozen=True)
class User:
    """Somebody who may come in.

    Attributes
    ----------
    name
        As they log in: letters, digits, ``.@+-_``.
    role
        A key of `ROLES`; `GONE` for somebody who was removed meanwhile.
    folder
        Whose projects they work in; an editor's own, unless they share another's.
    salt
        Of their password, hexadecimal: another one once the password was set anew.
    """

    name: str
    role: str
    folder: str
    salt: str = ""

    @property
    def may_change(self) -> bool:
        """Whether they may change anything."""
        return self.role == "editor"

    @property
    def is_gone(self) -> bool:
        """Whether they may not even be here any more."""
        return self.role not in ROLES


def users_file() -> Path:
    """Return where the users are kept: beside the projects' home, never below ``static``."""
    home = os.environ.get("XUANZHI_HOME")
    return (Path(home) if home else Path.home() / ".xuanzhi") / "users.sqlite"


class Users:
    """The users of one file; every change is a transaction, so several processes may share it.

    Parameters
    ----------
    path
        The file; made when the first user is added, readable by its owner only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> tuple[User, ...]:
        """List the users by name."""
        if not self.path.is_file():
            return ()
        with self._open() as base:
            rows = base.execute(_ROW + "ORDER BY name").fetchall()
        return tuple(User(*row[:_FIELDS]) for row in rows)

    def version(self) -> bytes:
        """Return what differs after any change of the file, for the price of reading 100 bytes."""
        try:
            with self.path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError:
            return b""
        return head[_COUNTER] + head[_OWN]

    def by_now(self, user: User) -> User:
        """Return who came in as they are now: with their role of today, or gone.

        Gone is also who was moved to another folder or was given another password: they come in
        anew.
        """
        if self.path.is_file():
            with self._open() as base:
                row = base.execute(_ROW + "WHERE name = ?", (user.name,)).fetchone()
            if row is not None:
                today = User(*row[:_FIELDS])
                if (today.folder, today.salt) == (user.folder, user.salt):
                    return today
        return replace(user, role=GONE)

    def add(self, name: str, password: str | None, *, role: str, folder: str = "") -> User:
        """Add a user; without a password they can come in by the organisation's login only.

        Raises
        ------
        InputError
            The name, the folder or the role is none, the password is too short, or there is such
            a user already.
        """
        called, place = _name(name), _name(folder or name)
        _check_role(role)
        if password is not None:
            check_password(password)
        kept = hashed(password) if password is not None else None
        with self._open() as base:
            try:
                base.execute(
                    "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (called, role, place, *(kept or (None,) * 5)),
                )
            except sqlite3.IntegrityError:
                raise InputError(_("There is a user {name} already.", name=name)) from None
        return User(called, role, place, "" if kept is None else kept.salt.hex())

    def change(self, name: str, *, role: str) -> None:
        """Give a user another role; it holds from their next click on.

        Raises
        ------
        InputError
            There is none of that name, or no such role.
        """
        _check_role(role)
        with self._open() as base:
            given = base.execute("UPDATE users SET role = ? WHERE name = ?", (role, name))
            if not given.rowcount:
                raise InputError(_("There is no user {name}.", name=name))

    def remove(self, name: str) -> None:
        """Remove a user, from their next click on; their projects stay.

        Raises
        ------
        InputError
            There is none of that name.
        """
        with self._open() as base:
            if not base.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount:
                raise InputError(_("There is no user {name}.", name=name))
            base.execute("DELETE FROM attempts WHERE name = ?", (name,))

    def log_in(self, name: str, password: str, *, now: float) -> User:
        """Return the user, if the password is theirs.

        Parameters
        ----------
        name, password
            As typed.
        now
            Seconds since 1970.

        Raises
        ------
        AccessError
            Name and password do not belong together (which of the two is wrong is not told), or
            too many wrong ones were given under that name.
        """
        called = name.strip()[:64]
        self._count(called, now)  # counted first: trying at the same time gains nothing
        with self._open() as base:
            row = base.execute(_ROW + "WHERE name = ?", (called,)).fetchone()
        is_kept = row is not None and row[_FIELDS] is not None
        kept = Hashed(*row[_FIELDS:]) if is_kept else None
        if not is_right(password, kept):
            raise AccessError(_("Name and password do not belong together."))
        with self._open() as base:
            base.execute("DELETE FROM attempts WHERE name = ?", (called,))
        return User(*row[:_FIELDS])

    def known_as(self, claims: Mapping[str, object]) -> User:
        """Return the user whom the organisation's login (OpenID Connect) vouches for.

        Raises
        ------
        AccessError
            The address is not confirmed, or nobody added it here.
        """
        email = str(claims.get("email") or "").strip()
        if not email or claims.get("email_verified") is not True:
            raise AccessError(_("This login has no confirmed e-mail address."))
        for user in self.all():
            if user.name.casefold() == email.casefold():
                return user
        raise AccessError(
            _("{name} is not a user here. Ask whoever keeps this server to add you.", name=email)
        )

    def _count(self, name: str, now: float) -> None:
        """Count one more attempt under a name, or refuse it where there were too many."""
        with self._open() as base:
            base.execute("DELETE FROM attempts WHERE until <= ?", (now,))
            row = base.execute("SELECT failures, until FROM attempts WHERE name = ?", (name,))
            failures, until = row.fetchone() or (0, 0.0)
            if failures < _FAILURES:
                base.execute(
                    "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)",
                    (name, failures + 1, now + _LOCKED_S),
                )
                return
        raise AccessError(
            _(
                "Too many wrong passwords under this name; try again in {minutes} minutes.",
                minutes=max(1, ceil((until - now) / 60)),
            )
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        if is_new:
            self.path.touch(mode=0o600)
        with closing(sqlite3.connect(self.path, timeout=20, isolation_level=None)) as base:
            base.executescript(_TABLES)
            if is_new:
                base.execute(f"PRAGMA user_version = {1 + secrets.randbits(30)}")
            base.execute("BEGIN IMMEDIATE")
            with base:  # committed at its end, rolled back where something is raised
                yield base


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise InputError(
            _("Unknown role {role!r}; wanted one of {names}.", role=role, names=", ".join(ROLES))
        )


def _name(text: str) -> str:
    name = text.strip()
    # It names a folder too: nothing that could lead out of it.
    if not _NAME.fullmatch(name) or not name.strip("."):
        raise InputError(
            _("{name!r} is no name of a user: letters, digits and . @ + - _ only.", name=text[:80])
        )
    return name
