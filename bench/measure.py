"""How benchmarks measure: cold and warm, with versions, equal answers first."""

import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path


def versions():
    """Say what was measured on what."""
    packages = ("numpy", "numba", "highspy", "geopandas", "pyarrow")
    listed = ", ".join(f"{p} {version(p)}" for p in packages)
    return f"Python {platform.python_version()}, {listed}; {os.cpu_count()} cores, load {load()}"


def load():
    """Return the load of the machine where it tells one; figures taken under load are not clean."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def timed(work, times=3, before=None):
    """Return the answer of ``work``, the seconds of its first run, and the median of the rest.

    ``times`` is how many more runs there are; with 0 the median is that of the only one. ``before``
    clears the place before each run, outside the clock.
    """
    seconds = []
    for _ in range(times + 1):
        if before is not None:
            before()
        began = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - began)
    return answer, seconds[0], sorted(seconds[1:] or seconds)[times // 2]


def out(name):
    """Return a path for what a benchmark writes, outside version control."""
    folder = Path(__file__).parent / "out"
    folder.mkdir(exist_ok=True)
    return folder / name


def alone(module, *arguments):
    """Run ``python -m module arguments`` in a process of its own; return the words it prints."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def peak_gb():
    """Return this process's largest resident memory; what its parent had does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1e6


def row(*cells):
    """Print a row of a table."""
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)
