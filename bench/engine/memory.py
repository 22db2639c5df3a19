"""Peak memory and cold start of ten million firms, arrays to proof, in a process of its own.

``python -m bench.engine.memory 300 20`` is that process: it loads the arrays that ``run`` wrote.
"""

import sys
import time

import numpy as np

from bench.measure import alone, out, peak_gb, row

N, CASES, TARGET_GB = 10_000_000, ((300, 20), (1000, 30)), 1.5


def run():
    from bench.families import made  # noqa: PLC0415 - it would import geo in the measured process

    demand, sites = made("clustered", N, 1000)
    for name in ("x", "y", "weight"):
        np.save(out(f"memory_{name}.npy"), getattr(demand, name))
    np.save(out("memory_sites.npy"), np.stack([sites.x, sites.y]))
    del demand
    row("sites", "p", "value", "import s", "first run s", "arrays GB", "peak GB", f"<= {TARGET_GB}")
    for n_site, new in CASES:
        value, import_s, seconds, before, peak = alone("bench.engine.memory", n_site, new)
        row(n_site, new, value, import_s, seconds, before, peak, float(peak) <= TARGET_GB)
    for path in out("").glob("memory_*.npy"):
        path.unlink()


def one(n_site, new):
    """Solve once, as after a fresh start, and print what it took."""
    began = time.perf_counter()
    import geo  # noqa: PLC0415 - its time is measured

    import_s = time.perf_counter() - began
    given = [np.load(out(f"memory_{name}.npy")) for name in ("x", "y", "weight")]
    site = np.load(out("memory_sites.npy"))[:, :n_site]
    before = peak_gb()
    began = time.perf_counter()
    demand, sites = geo.Demand.from_arrays(*given), geo.Sites.from_arrays(*site)
    plan = geo.solve(geo.MaxCover(new=new, radius_m=1.0), geo.Straight().reach(demand, sites))
    seconds = time.perf_counter() - began
    assert plan.status == "optimal"
    assert plan.certificate is not None
    figures = (import_s, seconds, before, peak_gb())
    print(plan.value, *(f"{figure:.2f}" for figure in figures))


if __name__ == "__main__":
    one(*map(int, sys.argv[1:]))
