"""What users wait for, in Chromium: a project is opened, a plan is asked for, another user comes.

Chromium draws by the processor (SwiftShader), so the browser's share is an upper bound.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import row
from geo.cli.app import command
from geo.store import project as projects

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
import browser
from served import _wait as wait
from served import free_port, settle

USERS, CLICKS, PATIENCE_S = 3, 7, 120
DRAWN = "box => new Promise(d => { const m = box.view.map; m.once('idle', d); m.triggerRepaint() })"


@contextlib.contextmanager
def server(folder):
    """Serve the planner with the projects of a folder; hand over its address and process."""
    port = free_port()
    process = subprocess.Popen(
        command(port, open_browser=False),
        env=os.environ | {"XUANZHI_HOME": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def memory_mb(pid):
    """Memory of the server that is its own or shared, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1e3


def waits(study, question):
    """Print seconds to the map of a project, to its plan, to further plans, and MB a user."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.gpkg"
        projects.create(file, projects.Project(study, question), "bench")
        with server(folder) as (address, pid), browser.opened(webgl=True) as chromium:
            visits = [Visit(chromium, address, pid) for _user in range(USERS + 1)]
    first, others = visits[0], visits[1:]
    for name, of in (
        ("project opened", "opened"),
        ("page Propose", "proposed"),
        ("another radius, to plan and map", "clicked"),
    ):
        for k, part in enumerate(("given to the map", "drawn by the processor")):
            again = statistics.median(getattr(one, of)[k] for one in others)
            row(f"{name}: {part}", f"{getattr(first, of)[k]:.2f} s", f"{again:.2f} s")
    more = (others[-1].memory_mb - first.memory_mb) / USERS
    row("server", f"{first.memory_mb:.0f} MB", f"{more:+.1f} MB a user")


class Visit:
    """A user with a browser profile of their own, who stays."""

    def __init__(self, chromium, address, pid):
        self.page = chromium.new_page(viewport={"width": 1280, "height": 720})
        self.page.set_default_timeout(PATIENCE_S * 1000)
        self.boxes = self.page.locator(".xz-gl[data-scene]")
        self.opened = self.until_drawn(lambda: self.page.goto(f"{address}/gaps?project=bench"))
        self.proposed = self.until_drawn(self.page.get_by_role("link", name="方案").first.click)
        clicks = [self.until_drawn(self.further) for _click in range(CLICKS)]
        self.clicked = [statistics.median(part) for part in zip(*clicks, strict=True)]
        self.memory_mb = memory_mb(pid)

    def further(self):
        """Ask for a longer way, which nobody asked for yet: all users share the project."""
        self.page.get_by_role("slider").nth(1).focus()
        self.page.keyboard.press("ArrowRight")

    def until_drawn(self, act):
        """Do something; return the seconds until the map is given all, and until all is drawn."""
        self.boxes.evaluate_all("boxes => boxes.forEach(b => { b.dataset.seen = b.dataset.scene })")
        began = time.perf_counter()
        act()
        while not self.boxes.evaluate_all(
            "boxes => boxes.some(b => b.dataset.seen !== b.dataset.scene)"
        ):
            assert time.perf_counter() - began < PATIENCE_S, "no new map"
            time.sleep(0.01)
        given = time.perf_counter() - began
        self.boxes.last.evaluate(DRAWN)
        took = given, time.perf_counter() - began
        settle(self.page)
        return took
