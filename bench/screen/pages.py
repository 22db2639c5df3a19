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
from bench.screen.tab import Tab
from geo.cli.app import command
from geo.store import project as projects

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
import browser
from served import _wait as wait
from served import free_port

CLICKS, PATIENCE_S = 7, 120
READING_S = 2  # page Start is looked at before a project is opened
OPEN = "document.querySelector('.st-key-open-project-bench button').click()"
PROPOSE = "[...document.querySelectorAll('a')].find((a) => a.innerText.includes('方案')).click()"
SLIDER = "document.querySelectorAll('input[type=range]')[1]"
WATCH = """(() => {
  const seen = new WeakMap();
  const clock = window.xzClock = {
    began: 0,  // a page that is opened: since its address was asked for
    begin() { this.given = this.drawn = 0; this.began = performance.now(); },
    seconds() { return [this.given, this.drawn].map((t) => (t - this.began) / 1e3); }
  };
  const look = (root) => root.querySelectorAll(".xz-gl[data-scene]").forEach((box) => {
    if (seen.get(box) === box.dataset.scene) { return; }
    seen.set(box, box.dataset.scene);
    clock.given = clock.given || performance.now();
    box.view.map.once("idle", () => { clock.drawn = performance.now(); });
    box.view.map.triggerRepaint();
  });
  const attach = Element.prototype.attachShadow;  // a map stands in a shadow root of its own
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how), wanted = { subtree: true, childList: true };
    new MutationObserver(() => look(root)).observe(root, {
      ...wanted, attributeFilter: ["data-scene"]
    });
    return root;
  };
})()"""
"""Put into each page: notes when a map was given its scene, and when all of it was drawn."""


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


def waits(study, question, users):
    """Print seconds to the map of a project, to its plan, to further plans, and MB a user."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.gpkg"
        projects.create(file, projects.Project(study, question), "bench")
        with server(folder) as (address, pid), browser.opened(webgl=True) as chromium:
            visits = [Visit(chromium, address, pid) for _user in range(users + 1)]
            for visit in visits:  # afterwards: answers are kept for all, and are no user's memory
                visit.click()
    first, others = visits[0], visits[1:]
    for name, of in (
        ("project opened from page Start", "opened"),
        ("page Gaps loaded from its address", "loaded"),
        ("page Propose", "proposed"),
        ("another radius, to plan and map", "clicked"),
    ):
        for k, part in enumerate(("given to the map", "drawn by the processor")):
            again = statistics.median(getattr(one, of)[k] for one in others)
            row(f"{name}: {part}", f"{getattr(first, of)[k]:.2f} s", f"{again:.2f} s")
    more = (others[-1].memory_mb - first.memory_mb) / users
    row("server", f"{first.memory_mb:.0f} MB", f"{more:+.1f} MB a user")


class Visit:
    """A user with a browser profile of their own, who stays."""

    def __init__(self, chromium, address, pid):
        self.tab = Tab(chromium)
        self.tab.before_all(WATCH)
        self.tab.go(address)
        self.tab.settle(PATIENCE_S)
        time.sleep(READING_S)
        self.opened = self.until_drawn(lambda: self.clicked_on(OPEN))
        self.loaded = self.until_drawn(lambda: self.tab.go(f"{address}/gaps?project=bench"))
        self.proposed = self.until_drawn(lambda: self.clicked_on(PROPOSE))
        self.memory_mb = memory_mb(pid)
        self.clicked = []

    def click(self):
        """Ask for longer and longer ways, from where the visitor before left the question."""
        self.until_drawn(lambda: self.tab.go(self.tab.tell("location.href")))
        clicks = [self.until_drawn(self.further) for _click in range(CLICKS)]
        self.clicked = [statistics.median(part) for part in zip(*clicks, strict=True)]

    def further(self):
        """Ask for a longer way, which nobody asked for yet: all users share the project."""
        self.tab.until(SLIDER, PATIENCE_S)
        self.clicked_on(SLIDER + ".focus()")
        self.tab.press("ArrowRight")

    def until_drawn(self, act):
        """Do something; return the seconds until the map is given all, and until all is drawn.

        Told by the page's own clock, which a page that is loaded starts with its address.
        """
        act()
        self.tab.until("window.xzClock?.drawn", PATIENCE_S)
        self.tab.settle(PATIENCE_S)
        return self.tab.tell("window.xzClock.seconds()")

    def clicked_on(self, act):
        """Start the page's clock, then do something, in one turn of the page."""
        self.tab.tell(f"window.xzClock.begin(); {act}; 0")
