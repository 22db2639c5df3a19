"""A hundred million firms, 1,000 candidates, streamed from ten files on disk.

``python -m bench.engine.hundred_million FOLDER 10`` is the process that is measured: it streams
the first ten files of the folder that ``run`` wrote, and solves.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.families import parts
from bench.measure import alone, out, peak_gb, row

N_PART, N_FIRM, N_SITE, RADIUS, NEW = 10, 10_000_000, 1000, 1.0, 30
CRS = "EPSG:32650"


def run():
    with tempfile.TemporaryDirectory(dir=out("")) as folder:
        began = time.perf_counter()
        sites, made = parts(N_PART, N_FIRM, N_SITE)
        np.save(Path(folder) / "sites.npy", np.stack([sites.x, sites.y]))
        for k, part in enumerate(made):
            demand = part()
            table = pa.table({"x": demand.x, "y": demand.y, "workers": demand.weight})
            path = Path(folder) / f"part_{k:02}.parquet"
            pq.write_table(table, path, row_group_size=1 << 20, use_dictionary=["workers"])
            del demand, table
        size = sum(p.stat().st_size for p in Path(folder).iterdir()) / 1e9
        print(f"{N_PART} files, {size:.1f} GB, written in {time.perf_counter() - began:.0f} s")
        row("firms", "value", "faces", "stream s", "solve s", "us a firm", "peak GB", "recount s")
        seconds = {}
        for n_part in (1, N_PART, 1):
            told = alone("bench.engine.hundred_million", folder, n_part)
            n, spent = n_part * N_FIRM, float(told[2]) + float(told[3])
            seconds[n_part] = min(spent, seconds.get(n_part, np.inf)) if n_part == 1 else spent
            row(f"{n:,}", *told[:4], f"{spent / n * 1e6:.3f}", *told[4:])
        ratio = seconds[N_PART] / N_PART / seconds[1]
        print(f"time per firm: {ratio:.2f} of that at {N_FIRM:,} (target 1.3)")


def one(folder, n_part):
    """Stream and solve once, with the kernels loaded; print what it took."""
    import geo  # noqa: PLC0415 - not in the process that writes the parts
    from geo.read import point_batches  # noqa: PLC0415
    from geo.scale import recount, stream  # noqa: PLC0415

    sites = geo.Sites.from_arrays(*np.load(Path(folder) / "sites.npy"), crs=CRS)
    paths = sorted(Path(folder).glob("*.parquet"))[:n_part]
    asked = geo.MaxCover(new=NEW, radius_m=RADIUS)
    _loaded(geo, stream, sites, asked)
    began = time.perf_counter()
    reach = stream(point_batches(paths, crs=CRS), sites, mode=geo.Straight(), radius_m=RADIUS)
    stream_s = time.perf_counter() - began
    plan = geo.solve(asked, reach)
    solve_s = time.perf_counter() - began - stream_s
    peak = peak_gb()
    assert plan.status == "optimal"
    assert plan.certificate is not None
    assert reach.n_point == n_part * N_FIRM
    began = time.perf_counter()
    assert recount(plan, point_batches(paths, crs=CRS), sites) == plan.value, "not what it covers"
    recount_s = time.perf_counter() - began
    times = (f"{stream_s:.1f}", f"{solve_s:.1f}", f"{peak:.2f}", f"{recount_s:.1f}")
    print(plan.value, len(reach.collapsed), *times)


def _loaded(geo, stream, sites, asked):
    """Load every kernel once on a few firms; a start that is cold is measured elsewhere."""
    firm = np.random.default_rng(1).random((2, 50_000)) * 30
    few = geo.Demand.from_arrays(*firm, np.ones(50_000, np.int64), crs=CRS)
    geo.solve(asked, stream([few, few], sites, mode=geo.Straight(), radius_m=RADIUS))


if __name__ == "__main__":
    one(sys.argv[1], int(sys.argv[2]))
