"""The planner's own waits: importing, 10,000 firms beside spopt, from a slider to the new map."""

import statistics
import subprocess
import sys
import time
from dataclasses import replace

import geo
from bench.engine.peers import spopt
from bench.families import made
from bench.measure import row, timed
from geo.draw import proposal_map

RADIUS, NEW = 1.0, 10


def run():
    row("what", "cold s", "warm s (median)", "beside", "ratio")
    _importing()
    _beside_spopt(10_000, 100)
    for name in ("yongshun", "helsinki"):
        _slider(name)


def _importing():
    code = "import time; t = time.perf_counter(); import geo; print(time.perf_counter() - t)"
    seconds = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _run in range(6)
    ]
    row(
        "import geo", f"{seconds[0]:.2f}", f"{statistics.median(seconds[1:]):.2f}", "target 1.5", ""
    )


def _ours(x, y, weight, site_x, site_y):
    demand = geo.Demand.from_arrays(x, y, weight)
    reach = geo.Straight().reach(demand, geo.Sites.from_arrays(site_x, site_y))
    return geo.solve(geo.MaxCover(new=NEW, radius_m=RADIUS), reach)


def _beside_spopt(n_firm, n_site):
    """Time both from arrays to the proven plan; spopt wants a dense matrix of distances."""
    demand, sites = made("clustered", n_firm, n_site)
    given = (demand.x, demand.y, demand.weight, sites.x, sites.y)
    plan, cold, warm = timed(lambda: _ours(*given), 5)
    peer = spopt(demand, sites, RADIUS, NEW)
    if peer is None:
        row(f"{n_firm:,} x {n_site}", "", "", "spopt is not installed here", "")
        return
    name, value, peer_s = peer
    assert plan.status == "optimal"
    assert value == plan.value, "the answers differ"
    name = f"{name}: {peer_s:.1f} s"
    row(f"{n_firm:,} x {n_site}", f"{cold:.3f}", f"{warm:.4f}", name, f"{peer_s / warm:,.0f}x")


def _slider(name):
    """Time what happens after a slider is let go: solve, propose, draw, render."""
    study = geo.demo(name)
    scenario = geo.Scenario(geo.MaxCover(new=3, radius_m=500), geo.Straight(1.3))
    waits = []
    for new in (3, 4, 5, 6, 7, 8):
        asked = replace(scenario, problem=geo.MaxCover(new=new, radius_m=500))
        began = time.perf_counter()
        found = geo.run(study, asked, with_regret=False)
        proposal_map(found).get_root().render()
        waits.append(time.perf_counter() - began)
    warm = statistics.median(waits[1:])
    row(f"slider to map, {name}", f"{waits[0]:.2f}", f"{warm:.2f}", "target 1.0", "")
