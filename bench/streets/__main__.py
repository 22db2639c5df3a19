"""Print the ratios; equal answers are checked first."""

from __future__ import annotations

import argparse
import os
import platform
import threading
import time
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from bench.streets import rivals
from bench.streets.town import city, crowd
from geo.core import Demand, Sites
from geo.travel import Street
from geo.travel.paths import attach, own_arcs, reached
from geo.travel.paths.search import own_arcs as cached_arcs
from geo.travel.paths.segments import segments

LIMIT_M = 1200.0
SMALL = 10_000
ROUNDED_M = 0.1  # streets on a way of 1,200 m, each rounded to a millimetre by pandana


def clock(work, times=5):
    """Return the median seconds of some runs, and the last result."""
    took = []
    for _run in range(times):
        begin = time.perf_counter()
        result = work()
        took.append(time.perf_counter() - begin)
    return float(np.median(took)), result


def row(what, ours, theirs=None, note=""):
    ratio = "" if theirs is None else f"{theirs / ours:8.1f} x"
    other = "" if theirs is None else f"{theirs:9.2f} s"
    print(f"{what:58}{ours:9.3f} s {other:>12}{ratio:>12}  {note}")


def paths(graph, sources):
    def cold():
        cached_arcs.cache_clear()
        return reached(own_arcs(graph), sources, LIMIT_M)

    reached(own_arcs(graph), sources[:1], LIMIT_M)  # compiled or loaded from numba's cache
    built, (start, node, metres) = clock(cold)
    warm, _same = clock(lambda: reached(own_arcs(graph), sources, LIMIT_M))
    seconds, (row_, there, far) = rivals.scipy_paths(graph, sources, LIMIT_M)
    mine = np.lexsort((node, np.repeat(np.arange(len(sources)), np.diff(start))))
    theirs = np.lexsort((there, row_))
    assert np.array_equal(node[mine], there[theirs])
    assert np.abs(metres[mine] - far[theirs]).max() < 1e-6
    note = f"{len(node):,} pairs, equal"
    row(
        f"{len(sources):,} searches to {LIMIT_M:g} m beside scipy's dijkstra(limit=)",
        warm,
        seconds,
        note,
    )
    row("   with sorting the arcs", built, seconds)
    return (np.repeat(sources, np.diff(start)), node, metres), warm, built


def beside_pandana(graph, sources, ours, python, patience_s):
    """Compare with pandana, its building included; where that does not end, say how long it had."""
    pairs, warm, built = ours
    told = rivals.pandana_paths(graph, sources, LIMIT_M, python, patience_s)
    if told is None:
        note = f"stopped: its building had not ended after {patience_s:g} s"
        row("   beside pandana, at least", built, patience_s, note)
        return
    made, asked, theirs, number = told
    far_off = disagreement(pairs, theirs)
    note = f"built in {made:.1f} s; {len(theirs[0]):,} pairs, equal to {far_off:.0e} m"
    row(f"   beside pandana {number}, its building included", built, made + asked, note)
    row(f"   beside pandana {number}, building not counted", warm, asked)


def disagreement(ours, theirs):
    """Compare pairs; return the widest difference in metres.

    pandana counts in millimetres, each street rounded: pairs that stand so near to the limit that
    rounding decides may be in one list and not in the other, and no others.
    """
    one, two = ({(i, j): m for i, j, m in zip(*p, strict=True)} for p in map(plain, (ours, theirs)))
    alone = [m for a, b in ((one, two), (two, one)) for key, m in a.items() if key not in b]
    assert all(abs(m - LIMIT_M) < ROUNDED_M for m in alone), max(alone)
    widest = max(abs(m - two[key]) for key, m in one.items() if key in two)
    assert widest < ROUNDED_M, widest
    return widest


def plain(pairs):
    return [values.tolist() for values in pairs]


def feet(graph, n):
    x, y = crowd(graph, n, 2)
    attach(graph, x[:10], y[:10])

    def cold():
        segments.cache_clear()
        return attach(graph, x, y)

    ours, mine = clock(cold, 3)
    for what, rival in (("lines", rivals.strtree_lines), ("segments", rivals.strtree_segments)):
        seconds, metres = rival(graph, x, y)
        assert np.abs(mine.leg_m - metres).max() < 2e-6
        note = f"index included, equal to {np.abs(mine.leg_m - metres).max():.0e} m"
        row(f"{n:,} firms to the nearest street, STRtree of {what}", ours, seconds, note)


def reach(graph, n, m):
    x, y = crowd(graph, n, 3)
    demand = Demand.from_arrays(x, y, np.ones(n, np.int64))
    sites = Sites.from_arrays(*crowd(graph, m, 4))
    peak = Peak()
    with peak:
        ours, faces = clock(
            lambda: Street(graph=graph).reach(demand, sites, LIMIT_M).faces(LIMIT_M), 1
        )
    row(
        f"{n:,} firms x {m:,} sites, {LIMIT_M:g} m, to faces",
        ours,
        note=f"{len(faces):,} faces, peak {peak.gb:.2f} GB",
    )


class Peak:
    """The most memory this process held at once inside a ``with`` block, looked up every 5 ms."""

    gb = 0.0

    def __enter__(self):
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def __exit__(self, *_error):
        self.is_over.set()
        self.thread.join()

    def watch(self):
        while not self.is_over.wait(0.005):
            with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - Linux only
                self.gb = max(self.gb, int(file.read().split()[1]) * 4096 / 1e9)


def packages():
    for name in ("numpy", "numba", "scipy", "shapely"):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} absent"


def searches(graph, given):
    print(
        f"{graph.n_node:,} nodes, {graph.n_edge:,} streets, {graph.length_m.sum() / 1000:,.0f} km"
    )
    chosen = np.random.default_rng(1).choice(graph.n_node, given.sources, replace=False)
    ours = paths(graph, chosen)
    if given.pandana:
        beside_pandana(graph, chosen, ours, given.pandana, given.patience_s)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=300_000)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--firms", type=int, default=1_000_000)
    parser.add_argument(
        "--pandana",
        metavar="PYTHON",
        default=os.environ.get("XUANZHI_PANDANA", ""),
        help="an interpreter that has pandana (python -m venv V; V/bin/pip install pandana)",
    )
    parser.add_argument(
        "--patience-s", type=float, default=300.0, help="pandana is stopped after so many seconds"
    )
    given = parser.parse_args()
    print(platform.platform(), platform.python_version(), *packages(), sep=", ")
    print(f"{'':58}{'ours':>9}   {'theirs':>10}{'ratio':>12}")
    if given.pandana:  # a town in which pandana's building ends, so that answers can be compared
        searches(city(SMALL), given)
    else:
        print("   pandana: name an interpreter that has it, --pandana PYTHON or XUANZHI_PANDANA")
    graph = city(given.nodes)
    searches(graph, given)
    feet(graph, given.firms)
    reach(graph, given.firms, given.sources)


if __name__ == "__main__":
    main()
