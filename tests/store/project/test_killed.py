"""A writer that is killed at any moment loses at most the change it was writing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import geo

SCRIPT = Path(__file__).with_name("killed.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("times", "way"), [(100, ()), (30, ("pages",))])
def test_a_hundred_kills_lose_at_most_the_last_click(tmp_path, times, way):
    place = os.environ | {"PYTHONPATH": str(Path(geo.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "killed.gpkg"), str(times), *way],
        capture_output=True,
        text=True,
        env=place,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.split()
    assert said[:2] == [str(times), "killed,"]
    assert int(said[2]) > 5 or way, "hardly a kill fell into a change: the test has lost its teeth"
