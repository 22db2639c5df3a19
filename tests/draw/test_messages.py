"""The map's own modules run by Node: messages in any order, what a key means."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "static" / "map" / "gl"


def run(script, folder):
    """Run a script of this folder beside the map's modules; return what it prints."""
    if shutil.which("node") is None:
        pytest.skip("no Node to run the map's own script in")
    for path in FOLDER.glob("*.js"):
        shutil.copy(path, folder)
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    done = subprocess.run(
        ["node", Path(__file__).with_name(script), folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_map_never_waits_for_what_does_not_come(tmp_path):
    told = ["overtaken 1", "three 1 1 1", "words 2048", "soon true true true"]
    told += ["ahead 1 1 1", "ahead 1 2 1"]  # a second map where the first speaks otherwise
    assert run("messages.mjs", tmp_path) == told


def test_what_lies_under_the_cross_hair_comes_first_then_venues(tmp_path):
    told = ["site 209 9", "firm 204 4", "site 90 110", "firm 230 30", "area 0", "nothing"]
    assert run("nearest.mjs", tmp_path) == [*told, "firm 202 2"]


def test_what_is_carried_while_the_list_changes_is_never_taken_for_another(tmp_path):
    things = [
        {"kind": "site", "number": 3, "of": "old"},
        {"kind": "firm", "number": 5, "of": "old"},
        None,  # a sum of firms
    ]
    first, *told = run("carried.mjs", tmp_path)
    assert json.loads(first) == things
    assert told == ["carried true", "carried false", "old 3", "said ", "said deleted"]
