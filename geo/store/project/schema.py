"""The tables of a project beside its layers, and how an older project becomes one of today.

Layers (WGS-84): ``firms, sites`` and, where known, ``outline, streets`` (of the map below),
``boundaries`` (streets or townships that were given) and ``walking_streets`` (those that people
walk on, where some were given).

``xuanzhi_project``
    Keys and texts: ``schema``, ``study_name``, ``crs``, ``small_firm_line``, ``rejected``,
    ``columns`` (what each column of the layers was), ``whom``, ``remarks``, ``settings``,
    ``used_ids`` (JSON; absent in older files), ``ways`` and ``ways_drawn`` (digests of the streets
    that people walk on, and of those in the layer), ``doubtful`` (which list of doubtful rows).
``xuanzhi_doubtful``
    Rows that are used and that somebody should look at, a doubt a row.
``xuanzhi_sources``
    Where each list came from, with the fingerprint of its file.
``xuanzhi_scenarios``
    Questions as TOML; ``now`` is the one asked last.
``xuanzhi_plans``, ``xuanzhi_plan_texts``, ``xuanzhi_plan_arrays``
    Kept plans: name and question; keys and texts; certificate, allocation and distances.
``xuanzhi_values``
    Data of kept plans that the layers do not hold any more, by content digest.
``xuanzhi_history``
    When, who, what; and how it is taken back.
``xuanzhi_lock``
    Who has the project open for writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from geo.errors import InputError
from geo.store import database, doubts
from geo.words import _

__all__ = ["ARRAYS", "PROJECT", "VERSION", "create", "migrate", "version_of"]

VERSION = 4
PROJECT, ARRAYS = "xuanzhi_project", "xuanzhi_plan_arrays"

_TABLES = {
    "xuanzhi_project": "key TEXT NOT NULL UNIQUE, value TEXT",
    "xuanzhi_sources": "layer TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "licence TEXT NOT NULL, datum TEXT NOT NULL, datum_known BOOLEAN NOT NULL, "
    "is_synthetic BOOLEAN NOT NULL, n_read INTEGER NOT NULL, n_rejected INTEGER NOT NULL, "
    "n_doubtful INTEGER NOT NULL",
    doubts.TABLE: doubts.HELD,
    "xuanzhi_scenarios": "name TEXT NOT NULL UNIQUE, toml TEXT NOT NULL",
    "xuanzhi_plans": "name TEXT NOT NULL, scenario TEXT NOT NULL, kept_at TEXT NOT NULL, "
    "kept_by TEXT NOT NULL, firms TEXT NOT NULL, sites TEXT NOT NULL, "
    "is_dropped BOOLEAN NOT NULL DEFAULT 0",
    "xuanzhi_plan_texts": "plan INTEGER NOT NULL, key TEXT NOT NULL, value TEXT, "
    "UNIQUE (plan, key)",
    "xuanzhi_plan_arrays": "plan INTEGER NOT NULL, part TEXT NOT NULL, name TEXT NOT NULL, "
    "dtype TEXT NOT NULL, shape TEXT NOT NULL, data BLOB NOT NULL, UNIQUE (plan, part, name)",
    "xuanzhi_values": "digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, meta TEXT NOT NULL, "
    "data BLOB NOT NULL",
    "xuanzhi_history": "at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, "
    "fields TEXT NOT NULL, undo TEXT, is_undone BOOLEAN NOT NULL DEFAULT 0",
    "xuanzhi_lock": "token TEXT NOT NULL, who TEXT NOT NULL, host TEXT NOT NULL, "
    "pid INTEGER NOT NULL, since TEXT NOT NULL, seen TEXT NOT NULL",
}


def create(base: sqlite3.Connection) -> None:
    """Add the tables of a project to a file of layers."""
    for name, columns in _TABLES.items():
        database.add_table(base, name, columns)
    base.execute(f"INSERT INTO {PROJECT} (key, value) VALUES ('schema', ?)", (str(VERSION),))  # noqa: S608 - ours


def version_of(base: sqlite3.Connection, path_name: str) -> int:
    """Return the version of the project's tables.

    Raises
    ------
    InputError
        It was written by a newer version of xuanzhi, or is no project.
    """
    if not database.has_table(base, PROJECT):
        raise InputError(_("{path} is no project of xuanzhi.", path=path_name))
    written = database.read_pairs(base, PROJECT).get("schema", "")
    if not written.isdecimal() or int(written) < 1:
        raise InputError(_("{path} is damaged: it does not say its version.", path=path_name))
    if int(written) > VERSION:
        raise InputError(
            _(
                "{path} was saved by a newer xuanzhi (form {theirs}; this one knows {ours}). "
                "Update xuanzhi and open it again; nothing was changed.",
                path=path_name,
                theirs=written,
                ours=VERSION,
            )
        )
    return int(written)


def migrate(base: sqlite3.Connection, path_name: str) -> None:
    """Bring the tables to today's version, step by step."""
    for version in range(version_of(base, path_name), VERSION):
        _STEPS[version](base)
        base.execute(
            f"UPDATE {PROJECT} SET value = ? WHERE key = 'schema'",  # noqa: S608 - ours
            (str(version + 1),),
        )


def _undo_and_lock(base: sqlite3.Connection) -> None:
    """From 1 to 2: changes can be taken back, and the file says who has it open.

    In version 1 the last question stood among the keys, and a plan let go was gone.
    """
    base.execute("ALTER TABLE xuanzhi_history ADD COLUMN undo TEXT")
    base.execute(
        "ALTER TABLE xuanzhi_history ADD COLUMN is_undone BOOLEAN NOT NULL DEFAULT 0",
    )
    base.execute("ALTER TABLE xuanzhi_plans ADD COLUMN is_dropped BOOLEAN NOT NULL DEFAULT 0")
    for name in ("xuanzhi_scenarios", "xuanzhi_lock"):
        database.add_table(base, name, _TABLES[name])
    base.execute(
        "INSERT INTO xuanzhi_scenarios (name, toml) "
        "SELECT 'now', value FROM xuanzhi_project WHERE key = 'scenario'"
    )
    base.execute("DELETE FROM xuanzhi_project WHERE key = 'scenario'")


def _nothing(_base: sqlite3.Connection) -> None:
    """From 2 to 3: whole numbers with gaps are numbers in the file, and few ids among others noted.

    What is there is read as it was; only what is written from now on would puzzle an older version.
    """


def _doubts(base: sqlite3.Connection) -> None:
    """From 3 to 4: doubtful rows are kept; streets and boundaries that were given are layers.

    The layer of the streets is drawn when somebody opens the project to work on it.
    """
    database.add_table(base, "xuanzhi_doubtful", _TABLES["xuanzhi_doubtful"])


_STEPS: dict[int, Callable[[Any], None]] = {1: _undo_and_lock, 2: _nothing, 3: _doubts}
"""Version -> the step to the next one; a new version is one step more."""
