"""A country from parts on disk to a proven gap: 10 %, 30 % and 100 % of 50 million firms."""

import json
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq

import geo
from bench.countries import Country, joined
from bench.measure import peak_gb, row
from geo.core import Demand, Sites
from geo.scale.country import solve_country
from geo.solve import MaxCover
from geo.travel import Straight
from geo.verify import Claim, Data, Question, verify_max_cover

N_FIRM, N_CITY, N_SITE, NEW = 50_000_000, 300, 30_000, 3_000
RADIUS_M = 1000
LIMIT_S = 1500
PART = 1_000_000
OUT = Path(__file__).parents[1] / "out"


def run(shares=(10, 30, 100)):
    _check_equal_answers()
    row(
        "share %", "firms", "sites", "p", "faces",
        "greedy gap %", "proven gap %", "certificate MB", "checking s", "checking GB",
        "seconds", "geopandas reading s", "times geopandas", "pyarrow's columns s",
        "times columns", "peak GB",
    )  # fmt: skip
    for share in shares:
        folder = _written(share)
        found = _alone("solve", folder, NEW * share // 100)
        checked = _alone("check", folder, NEW * share // 100)
        assert checked["said"] == found["claims"], checked["said"]
        geopandas_s = _alone("read", folder, 0)["seconds"]
        row(
            share,
            *(found[name] for name in ("firms", "sites", "p", "faces")),
            *(f"{100 * found[name]:.2f}" for name in ("greedy", "gap")),
            f"{found['bytes'] / 1e6:.1f}",
            f"{checked['seconds']:.0f}",
            f"{checked['peak']:.1f}",
            f"{found['seconds']:.0f}",
            f"{geopandas_s:.1f}",
            f"{found['seconds'] / geopandas_s:.1f}",
            f"{found['reading']:.1f}",
            f"{found['seconds'] / found['reading']:.0f}",
            f"{found['peak']:.2f}",
        )


def _check_equal_answers():
    """One city, small: the plain solver proves what the country's bounds must hold between."""
    demand, sites = Country(200_000, 1, 200).city(0)
    question = MaxCover(new=20, radius_m=RADIUS_M)
    plan = solve_country(question, [demand], sites)
    plain = geo.solve(question, Straight().reach(demand, sites))
    assert plain.status == "optimal"
    assert plan.value <= plain.value <= plan.bound
    print(f"one city: plain {plain.value}, as a country {plan.value}..{plan.bound}")


def _written(share):
    """Write the cities of a share of the country, once: points as GeoParquet, and as columns."""
    folder = OUT / f"country_{share}"
    made = Country(N_FIRM * share // 100, N_CITY, N_SITE * share // 100)
    if not (folder / "sites.npy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        sites = []
        for c in range(N_CITY):
            demand, at = made.city(c)
            sites.append(at)
            columns = {"x": demand.x, "y": demand.y, "weight": demand.weight}
            points = gpd.points_from_xy(demand.x, demand.y)
            gpd.GeoDataFrame(columns, geometry=points).to_parquet(folder / f"{c:03}.parquet")
        every = joined(sites)
        np.save(folder / "sites.npy", np.stack([every.x, every.y]))
    return folder


def _alone(task, folder, p):
    """Run one task in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", "bench.engine.country", task, str(folder), str(p)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _parts(folder):
    """Read the cities a million firms at a time: the largest has eight million."""
    names = ["x", "y", "weight"]
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches(PART, columns=names):
            yield Demand.from_arrays(*(batch[name].to_numpy() for name in names))


def _solve(folder, p):
    """Read the points alone, then solve from the files again."""
    sites = Sites.from_arrays(*np.load(folder / "sites.npy"))
    warm_demand, warm_sites = Country(50_000, 3, 300).city(0)
    solve_country(MaxCover(new=20, radius_m=RADIUS_M), [warm_demand], warm_sites)
    began = time.perf_counter()
    firms = sum(len(part) for part in _parts(folder))
    reading = time.perf_counter() - began
    values = []
    plan = solve_country(
        MaxCover(new=p, radius_m=RADIUS_M),
        _parts(folder),
        sites,
        limit_s=LIMIT_S,
        progress=lambda so_far: values.append(so_far.value),
    )
    assert plan.n_firm == firms
    greedy = next(value for value in values if value)  # the first plan is greedy's
    claim = {"opened": plan.open_ids, "value": plan.value, "bound": plan.bound}
    np.savez(folder / "claim.npz", **claim)
    np.savez(folder / "certificate.npz", **plan.certificate.arrays)
    return {
        "firms": firms,
        "sites": len(sites),
        "p": p,
        "faces": plan.n_face,
        "greedy": (plan.bound - greedy) / greedy,
        "gap": plan.gap,
        "bytes": plan.certificate.nbytes,
        "claims": f"GAP {plan.value} < {plan.bound}",
        "seconds": plan.seconds,
        "reading": reading,
        "peak": peak_gb(),
    }


def _check(folder, p):
    """Let `geo.verify` check the plan from all points; the ids of the sites are positions."""
    points = [(part.x, part.y, part.weight) for part in _parts(folder)]
    x, y, weight = (np.concatenate(column) for column in zip(*points, strict=True))
    del points
    sites, claim = np.load(folder / "sites.npy"), np.load(folder / "claim.npz")
    arrays = dict(np.load(folder / "certificate.npz"))
    began = time.perf_counter()
    data = Data(x, y, weight, *sites, np.full(sites.shape[1], "candidate"))
    verdict = verify_max_cover(
        data,
        Question(p, RADIUS_M),
        Claim(claim["opened"], int(claim["value"]), int(claim["bound"]), arrays),
    )
    return {
        "seconds": time.perf_counter() - began,
        "said": str(verdict),
        "peak": peak_gb(),
    }


def _read(folder, _p):
    began = time.perf_counter()
    for path in sorted(folder.glob("*.parquet")):
        gpd.read_parquet(path, columns=["weight", "geometry"])
    return {"seconds": time.perf_counter() - began}


if __name__ == "__main__":
    task, folder, p = sys.argv[1:]
    print(json.dumps({"solve": _solve, "check": _check, "read": _read}[task](Path(folder), int(p))))
