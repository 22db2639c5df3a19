"""Few candidates, huge overlap (uniform family): the engine beside HiGHS on the collapsed model."""

from bench.engine.peers import engine, highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

CASES = (
    (1_000_000, 100, 5.5, 10),
    (1_000_000, 100, 6.25, 10),
    (1_000_000, 100, 6.0, 12),
    (1_000_000, 100, 4.0, 20),
    (20_000_000, 100, 6.25, 10),
    (1_000_000, 200, 4.0, 18),
)
LIMIT_S = 40


def run():
    row(
        "firms x sites",
        "R",
        "p",
        "faces",
        "collapse s",
        "cold s",
        "engine s",
        "nodes",
        "HiGHS s",
        "ratio",
    )
    for n_firm, n_site, radius, new in CASES:
        demand, sites = made("uniform", n_firm, n_site)
        reach = Straight().reach(demand, sites)
        faces, _cold, collapse_s = timed(lambda reach=reach, radius=radius: reach.faces(radius), 1)
        found, cold, warm = timed(lambda faces=faces, new=new: engine(faces, new), 1)
        assert found.status == "optimal"
        value, seconds, is_proven = highs(faces, new, LIMIT_S)
        assert not is_proven or round(value) == found.value
        row(
            f"{n_firm:,} x {n_site}",
            radius,
            new,
            len(faces),
            f"{collapse_s:.2f}",
            f"{cold:.2f}",
            f"{warm:.2f}",
            found.n_node,
            f"{seconds:.1f}" if is_proven else f"> {LIMIT_S} (not proven)",
            f"{seconds / warm:.0f}x",
        )
