"""A warm server: libraries are no garbage, and are not looked through again and again."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import gc
from geo.app.serving import warm
warm()
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_what_is_loaded_for_good_is_never_looked_through_for_garbage():
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    frozen, left = map(int, done.stdout.split())
    assert frozen > 100_000 > 100 * left
