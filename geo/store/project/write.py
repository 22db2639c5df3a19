"""A project into its file: whole at first, later only what differs, each change one transaction."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from geo.core import Areas, Demand, Study
from geo.errors import InputError
from geo.store import database, doubts, layers
from geo.store.project import few, lock, plans, schema, steps, streets, texts, used
from geo.store.project.schema import PROJECT
from geo.store.project.steps import Step
from geo.store.project.told import Said, tell
from geo.store.project.values import Project, Rows
from geo.words import N_, _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["create", "save", "take_back"]

_MOST_UNDO = 20_000  # rows; what changes more is a new list, and the old one is a file of its own
_ROOM, _DAY_S = ".xuanzhi-", 86_400.0
_CARRIED = (
    "xuanzhi_plans",
    "xuanzhi_plan_texts",
    "xuanzhi_plan_arrays",
    "xuanzhi_values",
    "xuanzhi_history",
    "xuanzhi_lock",
)


def create(path: Path, project: Project, who: str) -> None:
    """Write a new project; the file appears when it is complete.

    Raises
    ------
    InputError
        There is such a file already, or nothing can be written there.
    """
    if path.exists():
        raise InputError(_("There is a file {path} already; choose another name.", path=path.name))
    said = N_("Project begun: {name}"), {"name": path.stem}
    _put(path, project, None, (said, who))


def save(path: Path, old: Project, new: Project, *, who: str, token: str) -> bool:
    """Write what differs; say whether it was written: not if somebody else took the project.

    Parameters
    ----------
    path
        The project.
    old, new
        What the file holds, and what it shall hold.
    who
        Whose change it is.
    token
        Of the one who has the project open.
    """
    said = tell(old, new)
    with database.changing(path) as base:
        if not lock.confirm(base, token):
            return False
        done = None if said is None else _difference(base, old, new, who)
        if done is not None and said is not None:
            _note(base, said, who, steps.carry_out(base, done))
            streets.draw(base)
    if (
        said is not None and done is None
    ):  # the lists are others: a new file takes the old one's place
        _put(path, new, old, (said, who))
    return True


def take_back(path: Path, token: str, who: str) -> Said | None:
    """Take the last change back that was not taken back yet; say which, or None."""
    with database.changing(path) as base:
        if not lock.confirm(base, token):
            return None
        found = base.execute(
            "SELECT fid, what, fields, undo FROM xuanzhi_history WHERE NOT is_undone "
            "AND undo IS NOT NULL AND fid > (SELECT coalesce(max(fid), 0) FROM xuanzhi_history "
            "WHERE undo IS NULL AND NOT is_undone) ORDER BY fid DESC LIMIT 1"
        ).fetchone()
        if found is None:
            return None
        number, what, told, undo = found
        steps.carry_out(base, steps.from_text(undo))
        streets.draw(base)
        base.execute("UPDATE xuanzhi_history SET is_undone = 1 WHERE fid = ?", (number,))
        said = what, json.loads(told)
        base.execute(
            "INSERT INTO xuanzhi_history (at, who, what, fields, is_undone) VALUES (?, ?, ?, ?, 1)",
            (lock.now(), who, N_("Taken back: change {n}"), json.dumps({"n": number})),
        )
    return said


def _difference(
    base: sqlite3.Connection, old: Project, new: Project, who: str
) -> list[Step] | None:
    """List the steps from one to the other; None where the layers have to be written anew."""
    rows = _layer_steps(base, old.study, new.study)
    if rows is None:
        return None
    streets.keep(base, new.study.ways)
    used.keep(base, new.used_ids)
    told = texts.words(new)
    if old.study is not new.study:
        told |= texts.about(new.study)
    if old.study.doubtful is not new.study.doubtful:
        told |= doubts.keep(base, new.study.doubtful)
    return [
        *rows,
        *texts.steps_of(base, told),
        *steps.text_step(base, "xuanzhi_scenarios", "now", new.scenario.to_toml()),
        *texts.source_steps(base, new),
        *_plan_steps(base, old, new, who),
    ]


def _layer_steps(base: sqlite3.Connection, was: Study, now: Study) -> list[Step] | None:
    """Compare the layers; those that are the same object are not even looked at."""
    same_ground = _same(was.outline, now.outline) and _same(was.streets, now.streets)
    same_ground = same_ground and _same_areas(was.areas, now.areas)
    if not same_ground or was.demand.crs != now.demand.crs:
        return None
    found: list[Step] = []
    if was.demand is not now.demand:
        firms = _firm_steps(base, was.demand, now.demand)
        if firms is None or len(firms) > _MOST_UNDO:
            return None
        plans.preserve(base, was.demand)
        found += firms
    if was.sites is not now.sites:
        pair = (Rows(*layers.site_rows(was.sites)), Rows(*layers.site_rows(now.sites)))
        sites = _row_steps(base, "sites", pair, now.demand.crs)
        if sites is None:
            return None
        found += sites
    return found


def _firm_steps(base: sqlite3.Connection, was: Demand, now: Demand) -> list[Step] | None:
    """Compare the firms: the few that a hand changed at once, else row by row."""
    notes = json.loads(database.read_pairs(base, PROJECT)["firms_columns"])
    found = few.few_steps(base, was, now, notes)
    if found is not None:
        rows, noted = found
        return rows + texts.steps_of(base, texts.noted("firms", noted))
    pair = (Rows(*layers.firm_rows(was)), Rows(*layers.firm_rows(now)))
    return _row_steps(base, "firms", pair, now.crs)


def _same(was: BaseGeometry | None, now: BaseGeometry | None) -> bool:
    if was is None or now is None or was is now:
        return was is now
    return bool(was.equals_exact(now, 0.0))


def _same_areas(was: Areas | None, now: Areas | None) -> bool:
    return was is now or (was is not None and now is not None and was.is_same(now))


def _row_steps(
    base: sqlite3.Connection, layer: str, pair: tuple[Rows, Rows], crs: str | None
) -> list[Step] | None:
    """Compare the rows of one layer, and what is known about its columns."""
    rows = steps.differences(base, layer, old=pair[0], new=pair[1], crs=crs)
    return None if rows is None else rows + texts.steps_of(base, texts.columns(layer, pair[1]))


def _plan_steps(base: sqlite3.Connection, old: Project, new: Project, who: str) -> list[Step]:
    before, now = {one.name: one for one in old.kept}, {one.name: one for one in new.kept}
    found = []
    for name, one in before.items():
        if now.get(name) is not one:
            found += plans.drop(base, name)
    for name, one in now.items():
        if before.get(name) is not one:
            found += plans.keep(base, one, new.study, at=lock.now(), who=who)
    return found


def _put(path: Path, project: Project, old: Project | None, done: tuple[Said, str]) -> None:
    """Write a whole file beside ``path``, with the past of ``old``, and move it there."""
    try:
        _sweep(path.parent)
        with (
            tempfile.TemporaryDirectory(prefix=_ROOM, dir=path.parent) as room,
            layers.said_plainly(),
        ):
            part = Path(room) / path.name
            _write_layers(part, project.study, past=None if old is None else path)
            with database.changing(part) as base:
                _write_tables(base, project, old, done)
            part.replace(path)
    except OSError as error:
        raise InputError(
            _("{path} cannot be written: {why}.", path=path.name, why=error.strerror or error)
        ) from error


def _sweep(folder: Path) -> None:
    """Remove what writers that were killed left behind; a day old, it cannot be in use."""
    for left in folder.glob(f"{_ROOM}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _DAY_S:
            shutil.rmtree(left, ignore_errors=True)


def _write_layers(part: Path, study: Study, *, past: Path | None) -> None:
    """Write the layers and the tables, with what stood in the tables of the past."""
    crs = study.demand.crs
    of = {
        "firms": Rows(*layers.firm_rows(study.demand)),
        "sites": Rows(*layers.site_rows(study.sites)),
    }
    drawn = {
        "firms": layers.Points(of["firms"].table, crs, study.demand.degrees),
        "sites": layers.Points(of["sites"].table, crs),
    }
    layers.write_layers(part, drawn | layers.ground(study) | layers.areas(study))
    with closing(sqlite3.connect(part, uri=True)) as base:
        base.execute("PRAGMA synchronous = OFF")
        if past is not None:
            base.execute("ATTACH DATABASE ? AS past", (f"{past.resolve().as_uri()}?mode=ro",))
        with base:
            schema.create(base)
            for name in _CARRIED if past is not None else ():
                names = ", ".join(row[1] for row in base.execute(f"PRAGMA past.table_info({name})"))
                base.execute(f"INSERT INTO {name} ({names}) SELECT {names} FROM past.{name}")  # noqa: S608 - ours
            told = texts.about(study) | doubts.keep(base, study.doubtful)
            for name, rows in of.items():
                told |= texts.columns(name, rows)
            steps.carry_out(base, texts.steps_of(base, told))


def _write_tables(
    base: sqlite3.Connection, project: Project, old: Project | None, done: tuple[Said, str]
) -> None:
    """Write all that is no layer; what was kept of ``old`` is there already."""
    base.execute("UPDATE xuanzhi_history SET undo = NULL")  # rows of layers that are gone
    if old is not None:
        plans.preserve(base, old.study.demand)
        used.keep(base, old.used_ids)
    kept = () if old is None else old.kept
    blank = Project(project.study, project.scenario, kept=kept)
    steps.carry_out(base, _difference(base, blank, project, done[1]) or ())
    streets.draw(base)
    _note(base, *done, None)


def _note(base: sqlite3.Connection, said: Said, who: str, undo: list[Step] | None) -> None:
    """Add a line to the history."""
    base.execute(
        "INSERT INTO xuanzhi_history (at, who, what, fields, undo) VALUES (?, ?, ?, ?, ?)",
        (
            lock.now(),
            who,
            said[0],
            json.dumps(said[1], ensure_ascii=False, default=str),
            None if undo is None else steps.as_text(undo),
        ),
    )
