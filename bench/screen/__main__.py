"""``python -m bench.screen``: seconds to the first map, to a plan, and memory of a further user.

Chromium draws by the processor (SwiftShader), so the browser's share is an upper bound.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from bench.measure import row, timed, versions
from bench.screen.city import QUESTION, city
from geo.draw import block, proposal_tiles, study_tiles
from geo.draw.vendor import folder
from geo.study import run

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
import browser
from served import _wait as wait
from served import free_port

USERS = 3
DRAWN = "box => new Promise(d => { const m = box.view.map; m.once('idle', d); m.triggerRepaint() })"


@contextlib.contextmanager
def server():
    port, clone = free_port(), Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "page.py"
        script.write_text((Path(__file__).parent / "page.py").read_text("utf-8"), "utf-8")
        (Path(place) / "static").symlink_to(folder())
        options = {
            "server.port": port, "server.address": "127.0.0.1", "server.headless": "true",
            "server.enableStaticServing": "true", "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }  # fmt: skip
        flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *flags],
            env=os.environ | {"PYTHONPATH": str(clone)},
            stdout=subprocess.DEVNULL,
        )
        try:
            wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def memory_mb(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1e3


def parts():
    """What the server computes, without any browser."""
    study = city()
    made, first, again = timed(lambda: block(study), 2)
    row("block of firms (once for all users)", f"{first:.2f} s", f"{again:.2f} s")
    row("its bytes", f"{len(made.payload) / 1e6:.1f} MB", "")
    found, first, again = timed(lambda: run(study, QUESTION, with_regret=False), 2)
    row(f"solve: {found.plan.status}, 20 of 960", f"{first:.2f} s", f"{again:.2f} s")
    _made, first, again = timed(lambda: study_tiles(study, made), 2)
    row("map of today, without the firms", f"{first:.2f} s", f"{again:.2f} s")
    _made, first, again = timed(lambda: proposal_tiles(found, made), 2)
    row("map of the plan, without the firms", f"{first:.2f} s", f"{again:.2f} s")


def pages():
    """What users see: each opens the page in a profile of their own and stays."""
    opened, solved, memory = [], [], []
    with server() as (address, pid), browser.opened(webgl=True) as chromium:
        for _user in range(USERS + 1):
            page = chromium.new_page(viewport={"width": 1280, "height": 720})
            page.set_default_timeout(300_000)
            began = time.perf_counter()
            page.goto(address)
            drawn(page)
            opened.append(time.perf_counter() - began)
            began = time.perf_counter()
            page.get_by_role("button", name="solve").click()
            page.locator(".xz-legend", has_text="拟建").wait_for()
            drawn(page)
            solved.append(time.perf_counter() - began)
            memory.append(memory_mb(pid))
    for name, took in (("page load to map", opened), ("click to plan on the map", solved)):
        row(name, f"{took[0]:.2f} s", f"{statistics.median(took[1:]):.2f} s")
    row("server", f"{memory[0]:.0f} MB", f"{(memory[-1] - memory[0]) / USERS:+.1f} MB a user")


def drawn(page):
    box = page.locator(".xz-gl[data-scene]").first
    box.wait_for()
    box.evaluate(DRAWN)


print(versions(), "streamlit", version("streamlit"), "maplibre-gl 5.24.1")
row("1,000,000 firms, 1,000 venues", "first", "median of the others")
row("---", "---", "---")
parts()
pages()
