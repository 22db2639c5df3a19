"""Thousands of local candidates (clustered family): the engine beside HiGHS, both collapsed."""

from bench.engine.peers import HEADINGS, beside_highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

CASES = (
    ("clustered", 100_000, 100, 1.0, 10),
    ("clustered", 1_000_000, 1000, 1.5, 20),
    ("clustered", 1_000_000, 2000, 1.0, 50),
    ("clustered", 1_000_000, 5000, 1.0, 50),
)
LIMIT_S = 60


def run():
    compare(CASES, LIMIT_S)


def compare(cases, limit_s):
    """Print a row for each case: family, firms, sites, radius, sites to open."""
    row("firms x sites", "R", "p", "collapse s", *HEADINGS)
    for family, n_firm, n_site, radius, new in cases:
        reach = Straight().reach(*made(family, n_firm, n_site))
        faces, _cold, collapse_s = timed(lambda reach=reach, radius=radius: reach.faces(radius), 1)
        case = (f"{n_firm:,} x {n_site}", radius, new, f"{collapse_s:.3f}")
        beside_highs(case, faces, new=new, limit_s=limit_s)
