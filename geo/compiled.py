"""Compiled code of this program is kept apart for each state of its sources.

numba keeps what it compiled for the next start and asks only whether *that* file changed. What it
compiled together with a function of another file stays as it was when the other file changes: after
an update of this program it would go on answering by the old code. So each state of the sources has
a folder of its own, and a start never sees what another state left.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["keep_compiled"]

_NAME, _VARIABLE = "xuanzhi-kernels", "NUMBA_CACHE_DIR"
_NUMBA = re.compile(r"^\s*(?:import|from) numba\b", re.MULTILINE)
_IMPORTS = re.compile(r"^\s*from ([\w.]+) import|^\s*import ([\w.]+)", re.MULTILINE)
_MONTH_S = 30 * 86_400

Stamps = dict[str, tuple[int, int]]


def keep_compiled(package: Path) -> Path | None:
    """Choose the folder for what is compiled from these sources, and tell numba.

    It lies where ``NUMBA_CACHE_DIR`` says, else beside the sources, else in the user's cache.
    Nothing that goes wrong here stops a start: without a folder numba does as it always does.

    Parameters
    ----------
    package
        Folder of an importable package.
    """
    for base in _bases(package):
        with suppress(OSError, ValueError):
            base.mkdir(parents=True, exist_ok=True)
            folder = base / _digest(package, base / "sources.json")
            if not folder.is_dir():
                folder.mkdir()
                _tidy(base)
            os.utime(folder)
            os.environ[_VARIABLE] = str(folder)
            if "numba" in sys.modules:  # it has read its settings already
                sys.modules["numba"].config.CACHE_DIR = str(folder)
            return folder
    return None


def _bases(package: Path) -> Iterator[Path]:
    given = os.environ.get(_VARIABLE)
    if given:
        path = Path(given)  # of a process that started this one, it may be our own folder
        yield path.parent if path.parent.name == _NAME else path / _NAME
    yield package / "__pycache__" / _NAME
    with suppress(RuntimeError):  # a user without a home
        yield Path.home() / ".cache" / _NAME


def _tidy(base: Path) -> None:
    """Remove what no start has used for a month."""
    for old in base.iterdir():
        if old.is_dir() and old.stat().st_mtime < time.time() - _MONTH_S:
            shutil.rmtree(old, ignore_errors=True)


def _digest(package: Path, record: Path) -> str:
    """Name the state of the sources; it is read off their times and sizes where these are known."""
    stamps = dict(_stamps(package, ""))
    every = [str(package), *([name, *stamp] for name, stamp in sorted(stamps.items()))]
    with suppress(OSError, ValueError, KeyError, TypeError):
        said: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
        if said["every"] == every:
            return str(said["digest"])
    texts = {name: (package / name).read_bytes() for name in stamps}
    digest = sha256(f"{sys.version} {package}".encode())
    for name in sorted(_compiled_from(package.name, texts)):
        digest.update(f"\n{name} {len(texts[name])}\n".encode() + texts[name])
    part = record.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"every": every, "digest": digest.hexdigest()[:16]}), "utf-8")
    part.replace(record)
    return digest.hexdigest()[:16]


def _stamps(folder: Path, above: str) -> Iterator[tuple[str, tuple[int, int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                yield from _stamps(Path(entry.path), f"{above}{entry.name}/")
            elif entry.name.endswith(".py"):
                with suppress(OSError):  # a link that leads nowhere
                    stat = entry.stat()
                    yield above + entry.name, (stat.st_mtime_ns, stat.st_size)


def _compiled_from(package: str, texts: dict[str, bytes]) -> set[str]:
    """List the sources with compiled functions, and those whose constants these take."""
    words = {name: text.decode("utf-8", "replace") for name, text in texts.items()}
    found, ahead = set(), [name for name, text in words.items() if _NUMBA.search(text)]
    kernels = set(ahead)
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        # a package's own file passes on what its modules define
        if name in kernels or name.endswith("__init__.py"):
            beside = [other for other in _imported(package, words[name]) if other in words]
            ahead += beside if name in kernels else [n for n in beside if n in kernels]
    return found


def _imported(package: str, text: str) -> Iterator[str]:
    for one, other in _IMPORTS.findall(text):
        head, *tail = (one or other).split(".")
        if head == package:
            yield "/".join(tail) + ".py" if tail else "__init__.py"
            yield "/".join([*tail, "__init__.py"])
