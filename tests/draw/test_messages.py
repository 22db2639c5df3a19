"""Messages to the map in the browser, in orders that a busy page brings them in."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "static" / "map" / "gl"


def test_a_map_never_waits_for_what_does_not_come(tmp_path):
    if shutil.which("node") is None:
        pytest.skip("no Node to run the map's own script in")
    for path in FOLDER.glob("*.js"):
        shutil.copy(path, tmp_path)
    (tmp_path / "package.json").write_text(json.dumps({"type": "module"}))
    done = subprocess.run(
        ["node", Path(__file__).with_name("messages.mjs"), tmp_path],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = ["overtaken 1", "three 1 1 1", "words 2048", "soon true true true"]
    told += ["ahead 1 1 1", "ahead 1 2 1"]  # a second map where the first speaks otherwise
    assert done.stdout.split("\n")[:6] == told, done.stderr
