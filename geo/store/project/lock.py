"""One person writes, others look on: who has a project open stands in the project itself.

The row is looked at and changed inside transactions, so two people who come at the same moment
cannot both get it; and every later change asks again, inside its own transaction, whether it still
is theirs.
"""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime, timedelta

from geo.store.project.values import Holder

__all__ = ["confirm", "holder", "leave", "now", "take"]

_SILENCE = timedelta(minutes=15)  # after which a holder of another machine is taken to be gone


def now() -> str:
    """Return this moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def take(base: sqlite3.Connection, token: str, who: str, *, by_force: bool = False) -> bool:
    """Take the project for writing, if nobody else has it; say whether it is ours now."""
    if not by_force and holder(base, token) is not None:
        return False
    base.execute("DELETE FROM xuanzhi_lock")
    base.execute(
        "INSERT INTO xuanzhi_lock (token, who, host, pid, since, seen) VALUES (?, ?, ?, ?, ?, ?)",
        (token, who, platform.node(), os.getpid(), now(), now()),
    )
    return True


def holder(base: sqlite3.Connection, token: str) -> Holder | None:
    """Say who else has the project; None where nobody has it, or nobody who still lives."""
    row = base.execute("SELECT token, who, host, since, seen, pid FROM xuanzhi_lock").fetchone()
    if row is None or row[0] == token:
        return None
    other = Holder(*row[1:5])
    return None if _is_gone(other, int(row[5])) else other


def confirm(base: sqlite3.Connection, token: str) -> bool:
    """Give a sign of life; say whether the project still is ours."""
    found = base.execute("UPDATE xuanzhi_lock SET seen = ? WHERE token = ?", (now(), token))
    return found.rowcount > 0


def leave(base: sqlite3.Connection, token: str) -> None:
    """Let others write."""
    base.execute("DELETE FROM xuanzhi_lock WHERE token = ?", (token,))


def _is_gone(other: Holder, pid: int) -> bool:
    """Say whether a holder cannot come back: its process ended, or it was silent for too long."""
    if other.host == platform.node() and os.name == "posix" and not _lives(pid):
        return True
    return datetime.now(UTC) - datetime.fromisoformat(other.seen) > _SILENCE


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # asks only whether there is such a process
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
