"""Ids that were given out: they are only ever added to, so that no change takes one back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from geo.store import database
from geo.store.project.schema import PROJECT

__all__ = ["keep", "read"]

_KEY = "used_ids"


def keep(base: sqlite3.Connection, ids: frozenset[str]) -> None:
    """Add ids to those of the file; it is no step, because taking back must not free them."""
    held = read(database.read_pairs(base, PROJECT))
    if ids <= held:
        return
    base.execute(
        f"INSERT INTO {PROJECT} (key, value) VALUES (?, ?) "  # noqa: S608 - ours
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY, json.dumps(sorted(held | ids), ensure_ascii=False)),
    )


def read(texts: Mapping[str, str]) -> frozenset[str]:
    """Return the ids that the texts of a project name; an older one names none."""
    return frozenset(json.loads(texts.get(_KEY) or "[]"))
