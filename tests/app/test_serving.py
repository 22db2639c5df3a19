"""A warm server: libraries are no garbage, and are not looked through again and again."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
import weakref

from geo.app import garbage

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


def test_a_visitor_who_has_gone_is_found_by_the_next_search():
    class Session:  # holds itself, as those of a server do
        def __init__(self):
            self.me = self

    session = Session()
    gone = weakref.ref(session)
    garbage.leave_out("a library, in a test")
    del session
    gc.collect()
    assert gone() is not None  # left out with all that stood
    end = threading.Event()  # else it would search all of this process ten times a second
    searching = garbage.search_now_and_again(0.1, end)
    for _time in range(100):
        if gone() is None:
            break
        time.sleep(0.1)
    end.set()
    searching.join(60)
    assert not searching.is_alive()
    assert gone() is None
