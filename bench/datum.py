"""Exact inverse datum conversion of a million points beside a package that takes one at a time."""

import geocoordinates_ffi as scalar
import numpy as np

from bench.measure import row, timed
from geo.core.crs import to_wgs84

N, N_SCALAR = 1_000_000, 20_000
PEERS = {
    "gcj02": lambda lon, lat: scalar.gcj02_to_wgs84_refined(scalar.Gcj02(lat=lat, lon=lon)),
    "bd09": lambda lon, lat: scalar.bd09_to_wgs84_refined(scalar.Bd09(lat=lat, lon=lon)),
}


def run():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(100, 118, N), rng.uniform(28, 38, N)
    row("datum", "ours, 1M points, s", "scalar, per 1M points, s", "ratio", "apart m")
    for datum, convert in PEERS.items():
        (x, y), _cold, ours = timed(lambda datum=datum: to_wgs84(lon, lat, datum), 3)
        few = list(zip(lon[:N_SCALAR].tolist(), lat[:N_SCALAR].tolist(), strict=True))
        one_by_one, _cold, some = timed(
            lambda few=few, convert=convert: [convert(a, b) for a, b in few], 1
        )
        there = np.array([(p.lon, p.lat) for p in one_by_one])
        apart = np.abs(there - np.c_[x, y][:N_SCALAR]).max() * 111_320
        assert apart < 1.0  # what the package promises
        theirs = some * N / N_SCALAR
        row(datum, f"{ours:.2f}", f"{theirs:.1f}", f"{theirs / ours:.0f}x", f"{apart:.1e}")
