"""Ten million firms from arrays to proof, beside the time geopandas needs to read the points."""

import time
from pathlib import Path

import geopandas as gpd

from bench.engine.peers import engine, stored_kb
from bench.families import made
from bench.measure import peak_gb, row, timed
from geo.travel import Straight
from geo.verify import Claim, Data, Question, verify_max_cover

N = 10_000_000


def run():
    demand, sites = made("clustered", N, 1000)
    read_s = _reading(demand)
    print(f"geopandas.read_parquet of the same points: {read_s:.2f} s")
    row(
        "sites",
        "p",
        "collapse s",
        "solve s",
        "share of reading",
        "certificate kB",
        "check s",
        "peak GB",
    )
    for n_site, new in ((300, 20), (1000, 30)):
        some = sites.take(sites.ids.to_numpy() < n_site)
        reach = Straight().reach(demand, some)
        faces, _cold, collapse_s = timed(lambda reach=reach: reach.faces(1.0), 3)
        found, _cold, solve_s = timed(lambda faces=faces, new=new: engine(faces, new), 3)
        assert found.status == "optimal"
        began = time.perf_counter()
        verdict = verify_max_cover(
            Data(demand.x, demand.y, demand.weight, some.x, some.y, some.status),
            Question(new, 1.0),
            Claim(found.open_pos, found.value, found.bound, found.certificate.arrays),
        )
        check_s = time.perf_counter() - began
        assert verdict.kind == "proven"
        row(
            n_site,
            new,
            f"{collapse_s:.2f}",
            f"{solve_s:.2f}",
            f"{(collapse_s + solve_s) / read_s:.3f}",
            f"{stored_kb(found.certificate):.0f}",
            f"{check_s:.1f}",
            f"{peak_gb():.1f}",
        )


def _reading(demand):
    """Write the points once, and time reading them."""
    path = Path(__file__).parents[1] / "out" / "ten_million.parquet"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        points = gpd.points_from_xy(demand.x, demand.y)
        gpd.GeoDataFrame({"weight": demand.weight}, geometry=points).to_parquet(path)
    began = time.perf_counter()
    gpd.read_parquet(path)
    return time.perf_counter() - began
