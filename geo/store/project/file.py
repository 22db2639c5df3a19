"""An open project: what its file holds, who may write, and each change on its way into it."""

from __future__ import annotations

import secrets
import threading
import weakref
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from geo.errors import InputError
from geo.store import database, record
from geo.store.project import load, lock, schema, streets, write
from geo.store.project.joined import Joined, join
from geo.store.project.values import Change, Holder, Project
from geo.words import _

__all__ = ["ProjectFile", "open_file"]


@dataclass(eq=False)
class ProjectFile:
    """A project that is open.

    One object is shared by all who look at the same file in one process: they see one another's
    changes. Another process that has the file open is told of by `holder`, and nothing is written.

    Attributes
    ----------
    path
        The file.
    families
        The questions and rules of distance that can be read.
    project
        What the file holds.
    version
        Counts the changes since it was opened: whoever remembers another number looks again.
    holder
        Who else has it open for writing; None where we may write.
    is_sealed
        Whether nobody can write here: no permission, or a disk that takes nothing.
    saved_at
        When it was last written, in UTC.
    """

    path: Path
    families: record.Families
    project: Project
    version: int = 0
    holder: Holder | None = None
    is_sealed: bool = False
    saved_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _token: str = field(default_factory=lambda: secrets.token_hex(8), repr=False)
    _guard: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.path.stem

    @property
    def may_write(self) -> bool:
        """Whether changes are saved."""
        return self.holder is None and not self.is_sealed

    def take(self, who: str, *, by_force: bool = False) -> bool:
        """Ask to write; say whether we may. An older file becomes one of today first."""
        with self._guard:
            with database.changing(self.path) as base:
                schema.migrate(base, self.path.name)
                ours = lock.take(base, self._token, who, by_force=by_force)
                self.holder = lock.holder(base, self._token)
                if ours:
                    streets.draw(base)
            if ours and by_force:
                self._look()
            return ours

    def see_holder(self) -> Holder | None:
        """Return who else has it; where somebody has, look whether it went on to a third.

        Raises
        ------
        InputError
            The file cannot be read: gone, damaged.
        """
        with self._guard:
            if self.holder is not None:
                with database.opened(self.path) as base:  # free by now: still not ours to write
                    self.holder = lock.holder(base, self._token) or self.holder
            return self.holder

    def save(self, new: Project, who: str) -> bool:
        """Write what differs from what the file holds; say whether it could be written.

        Raises
        ------
        InputError
            The file cannot be written: no room, no permission, gone.
        """
        with self._guard:
            if not self.may_write:
                return False
            new = replace(new, used_ids=self.project.used_ids | new.used_ids)
            if not write.save(self.path, self.project, new, who=who, token=self._token):
                self._look()
                return False
            self.project, self.version = new, self.version + 1
            self.saved_at = datetime.now(UTC)
            return True

    def save_from(self, new: Project, who: str, *, since: Project, seen: int) -> tuple[Joined, int]:
        """Write what was changed on a screen that showed ``since``, whoever wrote meanwhile.

        Parameters
        ----------
        new
            What the screen shows now.
        who
            Who changed it.
        since, seen
            The project, and its `version`, as the screen showed it before.

        Returns
        -------
        joined
            What was to be written: ``new``, with the work of others where they wrote meanwhile.
        version
            The version that this makes, or made before where nothing can be written.
        """
        with self._guard:
            joined = Joined(new) if seen == self.version else join(since, new, self.project)
            if not self.save(joined.project, who):
                joined = Joined(new)  # nothing is saved here: what was tried out stays to be seen
            return joined, self.version

    def undo(self, who: str) -> bool:
        """Take the last change back; say whether there was one."""
        with self._guard:
            if not self.may_write or not write.take_back(self.path, self._token, who):
                return False
            self._look()
            self.saved_at = datetime.now(UTC)
            return True

    def latest(self) -> tuple[Project, int]:
        """Return what the file holds and its version, which belong together."""
        with self._guard:
            return self.project, self.version

    def history(self, n: int = 50) -> tuple[Change, ...]:
        """List the last changes, the newest first."""
        return load.history(self.path, n)

    def contents(self) -> bytes:
        """Return the file as it stands, between two changes."""
        with self._guard, database.opened(self.path) as base:
            base.execute("BEGIN")
            base.execute(
                "SELECT 1 FROM sqlite_master"
            ).fetchone()  # holds writers off while copying
            return self.path.read_bytes()

    def _look(self) -> None:
        """Read the file again, and who has it."""
        with database.opened(self.path) as base:
            self.holder = lock.holder(base, self._token)
        self.project, self.version = load.load(self.path, self.families), self.version + 1


def open_file(
    path: Path, families: record.Families, *, who: str, project: Project | None = None
) -> ProjectFile:
    """Open a project for writing, or to look on where somebody else writes.

    Parameters
    ----------
    path
        The project.
    families
        The questions and rules of distance that can be read.
    who
        Who opens it.
    project
        What was just written there: it need not be read then.

    Raises
    ------
    InputError
        The file does not exist, is no project, is damaged, or comes from a newer version.
    """
    if not path.is_file():
        raise InputError(_("There is no file {path}.", path=path))
    with database.opened(path) as base:
        schema.version_of(base, path.name)
    saved_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    held = load.load(path, families) if project is None else project
    opened = ProjectFile(path, families, held, saved_at=saved_at)
    try:
        opened.take(who)
    except InputError:
        opened.is_sealed = True
        return opened
    weakref.finalize(opened, _leave, path, opened._token)  # noqa: SLF001 - our own module
    return opened


def _leave(path: Path, token: str) -> None:
    """Let others write, once nobody here has it open any more; the file may be gone by then."""
    try:
        with database.changing(path) as base:
            lock.leave(base, token)
    except InputError:
        return
