"""A package of two files, compiled, then changed: numba alone would go on by the old code."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.compiled import forget_outdated

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
ASK = "from town.outer import outer; from town.other import other; print(outer(1), other(1))"


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


def asked(town):
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=town.parent, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def compiled(town, name):
    return sorted((town / "__pycache__").glob(f"{name}.*.nb?"))


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [("inner", INNER.format(more=200), "500"), ("rules", "MOST = 1 ", "10")],
)
def test_what_was_compiled_with_a_changed_file_goes(town, name, text, answer):
    forget_outdated(town)
    assert asked(town) == ["20", "-1"]
    others = compiled(town, "other")
    (town / f"{name}.py").write_text(text)
    assert asked(town)[0] == "20"  # by the old code
    assert forget_outdated(town) > 0
    assert asked(town) == [answer, "-1"]
    assert compiled(town, "other") == others
    assert forget_outdated(town) == 0


def test_what_has_nothing_to_do_with_a_change_stays(town):
    forget_outdated(town)
    asked(town)
    (town / "words.py").write_text("ELSE = 1")
    assert forget_outdated(town) == 0


def test_of_a_folder_without_a_record_nothing_compiled_is_trusted(town):
    asked(town)
    assert forget_outdated(town) >= 6
    assert asked(town) == ["20", "-1"]


def test_where_nothing_can_be_written_nothing_is_said(town, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    assert forget_outdated(town) == 0
