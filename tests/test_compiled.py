"""A package of two files, compiled, then changed: numba alone would go on by the old code."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from geo import compiled
from geo.compiled import keep_compiled

INNER = """
import numba as nb
from town.rules import MOST

@nb.njit(cache=True)
def inner(x):
    return min(x + {more}, MOST)
"""
OUTER = """
import numba as nb
from town import inner

@nb.njit(cache=True)
def outer(x):
    return 10 * inner(x)
"""
OTHER = """
import numba as nb

@nb.njit(cache=True)
def other(x):
    return -x
"""
ASK = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("compiled", sys.argv[1])
compiled = importlib.util.module_from_spec(spec)
spec.loader.exec_module(compiled)
folder = compiled.keep_compiled(Path("town").resolve())
from town.outer import outer
from town.other import other
print(outer(1), other(1), sum(outer.stats.cache_hits.values()), folder)
"""

KEPT = """
import os, sys
import geo, geo.cli, geo.store
from numba.core.registry import CPUDispatcher
seen = {
    id(one): one._cache.cache_path
    for module in list(sys.modules.values())
    for one in vars(module).values()
    if isinstance(one, CPUDispatcher) and one.py_func.__module__.startswith("geo.")
}
print(len(seen))
for path in seen.values():
    if not path.startswith(os.environ["NUMBA_CACHE_DIR"]):
        print(path)
"""


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    """Give this process its own folder back, whatever a test has chosen."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", os.environ.get("NUMBA_CACHE_DIR", ""))
    if numba := sys.modules.get("numba"):
        monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)


@pytest.fixture
def town(tmp_path):
    package = tmp_path / "town"
    package.mkdir()
    texts = {
        "__init__": "from town.inner import inner",
        "inner": INNER.format(more=1),
        "outer": OUTER,
        "other": OTHER,
        "rules": "MOST = 50",
        "words": "",
    }
    for name, text in texts.items():
        (package / f"{name}.py").write_text(text)
    return package


def asked(town, **variables):
    """Ask a fresh process; return both answers, whether one was compiled before, the folder."""
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"} | variables
    done = subprocess.run(
        [sys.executable, "-c", ASK, compiled.__file__],
        cwd=town.parent,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.split()


@pytest.mark.parametrize("kept", ["beside", "given", "home"])
def test_what_was_compiled_with_a_changed_file_is_not_used(town, tmp_path, kept):
    more = {"HOME": str(tmp_path / "home")}
    if kept == "given":
        more["NUMBA_CACHE_DIR"] = str(tmp_path / "given")
    if kept == "home":  # nothing can be made beside the sources
        (town / "__pycache__").write_text("")
    first = asked(town, **more)
    assert first[:3] == ["20", "-1", "0"]
    assert asked(town, **more) == [*first[:2], "1", first[3]]
    folders = {first[3]}
    changes = ("inner", INNER.format(more=200), "500"), ("rules", "MOST = 1", "10")
    for name, text, answer in changes:
        (town / f"{name}.py").write_text(text)
        after = asked(town, **more)
        assert after[:3] == [answer, "-1", "0"]
        assert after[3] not in folders
        folders.add(after[3])
    where = {"beside": "town", "given": "given", "home": "home"}[kept]
    assert all(where in folder.split("/") for folder in folders)


def test_all_that_this_program_compiles_is_kept_in_its_folder():
    """A fresh process: one that another started is told the folder before it begins."""
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", KEPT], capture_output=True, text=True, check=True, env=environment
    )
    n, elsewhere = done.stdout.split("\n", 1)
    assert int(n) > 100
    assert not elsewhere.strip()


def test_what_has_nothing_to_do_with_a_change_stays(town):
    before = keep_compiled(town)
    (town / "words.py").write_text("ELSE = 1")
    assert keep_compiled(town) == before


def test_a_process_that_another_one_starts_has_the_same_folder(town, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    before = keep_compiled(town)
    assert os.environ["NUMBA_CACHE_DIR"] == str(before)
    assert keep_compiled(town) == before


def test_what_nobody_used_for_a_month_goes(town, monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    before = keep_compiled(town)
    os.utime(before, (0, 0))
    (town / "rules.py").write_text("MOST = 2")
    after = keep_compiled(town)
    assert after.is_dir()
    assert not before.exists()


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"every": 1}'])
def test_nothing_strange_stops_a_start(town, said):
    (town / ".#inner.py").symlink_to("nobody@nowhere:1")
    (town / "._inner.py").write_bytes(b"\xff\xfe")
    (town / "latin.py").write_bytes(b"# \xe9\n")
    folder = keep_compiled(town)
    (folder.parent / "sources.json").write_text(said)
    assert keep_compiled(town) == folder
    (town / "gone.py").symlink_to("nowhere.py")
    assert keep_compiled(town) == folder
