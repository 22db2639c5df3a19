"""Thousands of local candidates (clustered family): the engine beside HiGHS, both collapsed."""

from bench.engine.peers import engine, highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

CASES = (
    (100_000, 100, 1.0, 10),
    (1_000_000, 1000, 1.5, 20),
    (1_000_000, 2000, 1.0, 50),
    (1_000_000, 5000, 1.0, 50),
)
LIMIT_S = 60


def run():
    compare(CASES, LIMIT_S)


def compare(cases, limit_s):
    """Print a row for each case: firms, sites, radius, sites to open."""
    row(
        "firms x sites",
        "R",
        "p",
        "faces",
        "pairs",
        "collapse s",
        "cold s",
        "engine s",
        "nodes",
        "HiGHS s",
        "ratio",
    )
    for n_firm, n_site, radius, new in cases:
        demand, sites = made("clustered", n_firm, n_site)
        reach = Straight().reach(demand, sites)
        faces, _cold, collapse_s = timed(lambda reach=reach, radius=radius: reach.faces(radius), 1)
        found, cold, warm = timed(lambda faces=faces, new=new: engine(faces, new), 1)
        assert found.status == "optimal"
        value, seconds, is_proven = highs(faces, new, limit_s)
        assert not is_proven or round(value) == found.value
        row(
            f"{n_firm:,} x {n_site}",
            radius,
            new,
            len(faces),
            len(faces.site_pos),
            f"{collapse_s:.3f}",
            f"{cold:.3f}",
            f"{warm:.3f}",
            found.n_node,
            f"{seconds:.1f}" if is_proven else f"> {limit_s} (not proven)",
            f"{seconds / warm:.0f}x",
        )
