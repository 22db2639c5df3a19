"""Read, check, convert and write a million firms; peak memory in processes of their own.

``python -m bench reading``; ``python -m bench.reading.million ours FILE`` is one measured process.
"""

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measure import alone, out, peak_gb, row, timed
from bench.screen.city import QUESTION
from geo import read
from geo.store import project as projects

N = 1_000_000
STREETS, TRADES = ("朝阳街道", "海淀街道", "丰台街道", "通州镇"), ("制造业", "批发业", "信息技术")


def town(path):
    """Write the list as an office would: Chinese headings and names, Amap's coordinates."""
    rng = np.random.default_rng(1)
    lon, lat = 116.4 + rng.normal(0, 0.1, N), 39.9 + rng.normal(0, 0.1, N)
    workers = rng.integers(1, 300, N)
    street, trade = rng.integers(0, len(STREETS), N), rng.integers(0, len(TRADES), N)
    with path.open("w", encoding="gb18030") as file:
        file.write("企业编号,企业名称,经度,纬度,职工数,街道,行业\n")
        file.writelines(
            f"F{k:07d},北京市第{k}号有限公司,{lon[k]:.6f},{lat[k]:.6f},{workers[k]},"
            f"{STREETS[street[k]]},{TRADES[trade[k]]}\n"
            for k in range(N)
        )


def pandas_reads(path):
    return pd.read_csv(path, encoding="gb18030")


def ours_reads(path):
    return read.read_layer(path, "firms", datum="gcj02")


def ours_writes(layer, path):
    table = pa.Table.from_pandas(layer.table.assign(lon=layer.lon, lat=layer.lat))
    pq.write_table(table, path, compression=None, use_dictionary=["street", "industry"])


def ours_begins_a_project(layer, path):
    projects.create(path, projects.Project(read.build_study("million", firms=layer), QUESTION), "")


def run():
    path = out("million.csv")
    if not path.exists():
        town(path)
    frame, _cold, theirs = timed(lambda: pandas_reads(path))
    layer, _cold, read_s = timed(lambda: ours_reads(path))
    assert len(frame) == layer.source.n_read + layer.source.n_rejected
    assert frame["职工数"].sum() == layer.table["workers"].sum()  # equal answers first
    _none, _cold, write_s = timed(lambda: ours_writes(layer, out("million.parquet")))
    project = out("million.gpkg")
    _none, _cold, begin_s = timed(
        lambda: ours_begins_a_project(layer, project),
        before=lambda: project.unlink(missing_ok=True),
    )
    row("1M rows GB18030", "s", "times pandas", "peak bytes a row")
    for name, seconds in (
        ("pandas reads", theirs),
        ("ours reads, checks, converts", read_s),
        ("ours, written as Parquet too", read_s + write_s),
        ("ours, begun as a project too", read_s + begin_s),
    ):
        which = "pandas" if name.startswith("pandas") else "ours"
        gb = float(alone("bench.reading.million", which, path)[-1])
        row(name, f"{seconds:.2f}", f"{seconds / theirs:.2f}", f"{gb * 1e9 / N:,.0f}")


if __name__ == "__main__":
    before = peak_gb()
    kept = (pandas_reads if sys.argv[1] == "pandas" else ours_reads)(sys.argv[2])
    print(len(kept), peak_gb() - before)
