"""Ten million firms from GeoParquet on disk to the certificate, beside geopandas reading them."""

import geopandas as gpd

from bench.engine.peers import engine
from bench.families import made
from bench.measure import out, row, timed
from geo.core import Sites
from geo.read import read_points
from geo.travel import Straight

N, CRS = 10_000_000, "EPSG:32650"
CASES = ((300, 20), (1000, 30))


def run():
    demand, sites = made("clustered", N, 1000)
    row(
        "encoding", "sites", "p", "cold s", "warm s", "geopandas s", "share of it", "certificate kB"
    )
    for encoding in ("WKB", "geoarrow"):
        path = _written(demand, encoding)
        _frame, _cold, read_s = timed(lambda path=path: len(gpd.read_parquet(path)), 1)
        for n_site, new in CASES:
            some = Sites.from_arrays(sites.x[:n_site], sites.y[:n_site], crs=CRS)
            expected = engine(_faces(demand, sites.take(sites.ids.to_numpy() < n_site)), new)

            def ours(path=path, some=some, new=new):
                return engine(_faces(read_points(path).demand, some), new)

            found, cold, warm = timed(ours, 3)
            assert found.status == "optimal"
            assert found.value == expected.value, "the answers differ"
            kb = f"{found.certificate.nbytes / 1e3:.0f}"
            seconds = (f"{cold:.2f}", f"{warm:.2f}", f"{read_s:.2f}", f"{warm / read_s:.3f}")
            row(encoding, n_site, new, *seconds, kb)
        path.unlink()


def _faces(demand, sites):
    return Straight().reach(demand, sites).faces(1.0)


def _written(demand, encoding):
    path = out(f"from_disk_{encoding}.parquet")
    points = gpd.points_from_xy(demand.x, demand.y)
    frame = gpd.GeoDataFrame({"weight": demand.weight}, geometry=points, crs=CRS)
    frame.to_parquet(path, geometry_encoding=encoding)
    return path
