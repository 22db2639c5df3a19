"""Compiled code that is out of date is thrown away before it can run.

numba keeps what it compiled beside the source and asks only whether *that* file changed. What it
compiled together with a function of another file stays as it was when the other file changes: after
an update of this program it would go on answering by the old code. So whoever was compiled with a
file that changed is compiled anew.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["forget_outdated"]

_COMPILED = re.compile(r"(\w+)\..+\.(?:nbi|nbc)$")
_NUMBA = re.compile(r"^\s*(?:import|from) numba\b", re.MULTILINE)
_IMPORTS = re.compile(r"^\s*from ([\w.]+) import|^\s*import ([\w.]+)", re.MULTILINE)


def forget_outdated(package: Path) -> int:
    """Delete what was compiled from sources that are no longer the same; return how many files.

    Where nothing can be written nothing is done: numba keeps such code elsewhere.

    Parameters
    ----------
    package
        Folder of an importable package.
    """
    record = package / "__pycache__" / "compiled.json"
    sources = {path: _stamp(path) for path in package.rglob("*.py")}
    every = sorted([str(path.relative_to(package)), *stamp] for path, stamp in sources.items())
    try:
        said = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {}
    if said.get("every") == every:
        return 0
    now = _stamps_of_kernels(package, sources)
    before, n = said.get("kernels", {}), 0
    for source, paths in _compiled(package).items():
        name = str(source.relative_to(package))
        if name not in now or before.get(name) != now[name]:
            for path in paths:
                with suppress(OSError):
                    path.unlink()
                    n += 1
    with suppress(OSError):
        record.parent.mkdir(exist_ok=True)
        record.write_text(json.dumps({"every": every, "kernels": now}), encoding="utf-8")
    return n


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_mtime_ns, stat.st_size]


def _compiled(package: Path) -> dict[Path, list[Path]]:
    """Group numba's files by the source they belong to."""
    found: dict[Path, list[Path]] = defaultdict(list)
    for path in package.rglob("__pycache__/*.nb[ic]"):
        named = _COMPILED.match(path.name)
        if named:
            found[path.parent.parent / f"{named[1]}.py"].append(path)
    return found


def _stamps_of_kernels(package: Path, sources: dict[Path, list[int]]) -> dict[str, list[list[int]]]:
    """Say of each source with compiled functions what it and all it was compiled with look like."""
    texts = {path: path.read_text(encoding="utf-8") for path in sources}
    kernels = {path for path, text in texts.items() if _NUMBA.search(text)}
    # a package's own file passes the kernels of its modules on; of others constants are taken
    passes_on = kernels | {path for path in sources if path.name == "__init__.py"}
    beside: dict[Path, list[Path]] = {path: [] for path in sources}
    for path in passes_on:
        there = [other for other in _imported(package, texts[path]) if other in sources]
        beside[path] = there if path in kernels else [p for p in there if p in passes_on]
    return {
        str(path.relative_to(package)): [sources[p] for p in sorted(_reached(path, beside))]
        for path in kernels
    }


def _imported(package: Path, text: str) -> Iterator[Path]:
    for one, other in _IMPORTS.findall(text):
        head, *tail = (one or other).split(".")
        if head == package.name:
            yield package.joinpath(*tail).with_suffix(".py") if tail else package / "__init__.py"
            yield package.joinpath(*tail, "__init__.py")


def _reached(path: Path, beside: dict[Path, list[Path]]) -> set[Path]:
    seen, ahead = {path}, [path]
    while ahead:
        for other in beside[ahead.pop()]:
            if other not in seen:
                seen.add(other)
                ahead.append(other)
    return seen
