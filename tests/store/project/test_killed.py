"""A writer that is killed at any moment loses at most the change it was writing."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

import geo

SCRIPT = Path(__file__).with_name("killed.py")


SIDE_BY_SIDE = (("50", "7"), ("50", "8"), ("30", "7", "pages"))
"""Times, seed, and whether a layer is laid out page by page: most of it is waiting for a kill."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_hundred_kills_lose_at_most_the_last_click(tmp_path):
    place = os.environ | {"PYTHONPATH": str(Path(geo.__file__).parents[1])}
    with ExitStack() as stack:
        begun = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, str(SCRIPT), str(tmp_path / f"killed {k}.gpkg"), *asked],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    env=place,
                )
            )
            for k, asked in enumerate(SIDE_BY_SIDE)
        ]
        in_the_middle = []
        for one, (times, *_more) in zip(begun, SIDE_BY_SIDE, strict=True):
            told, complaint = one.communicate()
            assert one.returncode == 0, complaint[-2000:]
            said = told.split()
            assert said[:2] == [times, "killed,"]
            in_the_middle.append(int(said[2]))
    assert sum(in_the_middle[:2]) > 5, "hardly a kill fell into a change: no teeth any more"
