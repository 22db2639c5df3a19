"""What a project says in words: its keys and texts, and where its lists came from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import astuple, fields
from typing import Any

from geo.core import Source, Study
from geo.store import kinds, record
from geo.store.project import steps, streets
from geo.store.project.schema import PROJECT
from geo.store.project.steps import Step
from geo.store.project.values import Project, Rows

__all__ = ["about", "columns", "noted", "source_steps", "steps_of", "words"]


def columns(layer: str, rows: Rows) -> dict[str, str | None]:
    """Write what is to be noted of the columns of a layer."""
    return noted(layer, rows.notes | {"ids": kinds.short_note(rows.notes["ids"])})


def noted(layer: str, notes: dict[str, Any]) -> dict[str, str | None]:
    """Write notes on the columns of a layer."""
    return {f"{layer}_columns": json.dumps(notes, ensure_ascii=False, default=str)}


def about(study: Study) -> dict[str, str | None]:
    """Write what a study says about itself; where it came from has a table of its own."""
    told = record.study_record(study)
    texts = {k: None if v is None else str(v) for k, v in told.items() if k != "sources"}
    return texts | streets.text(study.ways)


def words(project: Project) -> dict[str, str | None]:
    """Write what the planner said."""
    return {
        "whom": project.whom,
        "remarks": project.remarks,
        "settings": json.dumps(dict(project.settings), ensure_ascii=False, sort_keys=True),
    }


def steps_of(base: sqlite3.Connection, texts: Mapping[str, str | None]) -> list[Step]:
    """List the steps that bring texts into the file; nothing for those that stand there."""
    return [s for key, text in texts.items() for s in steps.text_step(base, PROJECT, key, text)]


def source_steps(base: sqlite3.Connection, project: Project) -> list[Step]:
    """Write where the lists came from anew, if that differs."""
    names = [f.name for f in fields(Source)]
    held = base.execute(f"SELECT fid, {', '.join(names)} FROM xuanzhi_sources ORDER BY fid")  # noqa: S608 - ours
    rows = held.fetchall()
    wanted = [astuple(source) for source in project.study.sources]
    if [row[1:] for row in rows] == wanted:
        return []
    gone = [Step("remove", "xuanzhi_sources", row[0], {}) for row in rows]
    return gone + [
        Step("add", "xuanzhi_sources", 0, dict(zip(names, one, strict=True))) for one in wanted
    ]
