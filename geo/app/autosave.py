"""Where projects are kept on this machine, and which of them are open."""

from __future__ import annotations

import getpass
import os
import re
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakValueDictionary

from geo.errors import InputError
from geo.kept import project_of
from geo.opening import open_project
from geo.store import project as store
from geo.words import _

__all__ = ["Recent", "adopt", "begin", "belong_to", "home", "machine_user", "opened", "recent"]

_MOST_NAME = 60  # characters of a name; a path has room for some 250 bytes
_MOST_RECENT = 12  # projects listed
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{k}" for d in ("com", "lpt") for k in range(1, 10))}

_open: WeakValueDictionary[Path, store.ProjectFile] = WeakValueDictionary()
"""What is open in this process, as long as some visitor has it open: they share one object."""
_guard = threading.Lock()
_owner: ContextVar[str | None] = ContextVar("xuanzhi_owner", default=None)


@dataclass(frozen=True)
class Recent:
    """A project on this machine.

    Attributes
    ----------
    name
        What it is called.
    saved_at
        When it was last written, in UTC.
    n_bytes
        Size of its file.
    """

    name: str
    saved_at: datetime
    n_bytes: int


def home() -> Path:
    """Return the folder of the projects: ``XUANZHI_HOME``, or one among the user's documents."""
    if given := os.environ.get("XUANZHI_HOME"):
        whole = Path(given)
    else:
        documents = Path.home() / "Documents"
        whole = (documents if documents.is_dir() else Path.home()) / "xuanzhi"
    owner = _owner.get()
    return whole if owner is None else whole / "users" / owner


def belong_to(owner: str | None) -> None:
    """Keep to the projects of one user from here on, in this thread of control; None: all."""
    _owner.set(owner)


def recent() -> tuple[Recent, ...]:
    """List the projects, the one saved last first; a folder that is not there holds none."""
    found = []
    for path in home().glob("*.gpkg"):
        told = path.stat()
        found.append(
            Recent(path.stem, datetime.fromtimestamp(told.st_mtime, UTC), told.st_size),
        )
    return tuple(sorted(found, key=lambda one: one.saved_at, reverse=True)[:_MOST_RECENT])


def opened(name: str, who: str) -> store.ProjectFile:
    """Open a project of this machine by its name.

    Raises
    ------
    InputError
        There is none of that name, or it cannot be read.
    """
    known = {path.stem: path for path in home().glob("*.gpkg")}
    if name not in known:  # a name comes from an address: it may name nothing but a file in there
        raise InputError(_("There is no project “{name}” on this machine.", name=name))
    return _shared(known[name], who)


def begin(name: str, project: store.Project, who: str) -> store.ProjectFile:
    """Save a project under a name; where it is taken, a number is added.

    Raises
    ------
    InputError
        The name is empty, or nothing can be written there.
    """
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            _("The folder {path} cannot be made: {why}.", path=folder, why=error.strerror)
        ) from None
    path = _free(folder, _safe(name))
    store.create(path, project, who)
    return _shared(path, who, project)


def adopt(file: Path, who: str) -> store.ProjectFile:
    """Take a project, or a plan, that was handed over into the folder, and open it.

    Raises
    ------
    InputError
        The file is neither of the two, or it is damaged.
    """
    return begin(file.stem, project_of(file), who)


def machine_user() -> str:
    """Return who sits at this machine, as far as it knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "?"


def _shared(path: Path, who: str, project: store.Project | None = None) -> store.ProjectFile:
    with _guard:
        found = _open.get(path.resolve())
        if found is None:
            found = open_project(path, who, project=project)
            _open[path.resolve()] = found
        return found


def _safe(name: str) -> str:
    """Turn what somebody typed into a file's name that every system allows."""
    plain = re.sub(r'[<>:"/\\|?*;!\x00-\x1f]', "_", name).strip(" .")[:_MOST_NAME].strip(" .")
    if not plain:
        raise InputError(_("Give the project a name first."))
    return f"{plain}_" if plain.casefold() in _RESERVED else plain


def _free(folder: Path, name: str) -> Path:
    taken = {path.stem.casefold() for path in folder.glob("*.gpkg")}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return folder / f"{free}.gpkg"
