"""The frontier: 300 sites of huge overlap, root gap 1.5 %, where HiGHS proves nothing."""

from bench.engine.peers import engine, highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

N_FIRM, N_SITE, RADIUS, NEW = 1_000_000, 300, 4.0, 18
LIMIT_S = 60


def run():
    faces = Straight().reach(*made("uniform", N_FIRM, N_SITE)).faces(RADIUS)
    engine(Straight().reach(*made("uniform", 1000, 60)).faces(RADIUS), 5)  # compiles the kernels
    found, seconds, _warm = timed(lambda: engine(faces, NEW), 0)
    assert found.status == "optimal"
    value, highs_s, is_proven = highs(faces, NEW, LIMIT_S)
    assert not is_proven or round(value) == found.value
    row("firms x sites", "R", "p", "faces", "engine s", "nodes", "HiGHS s")
    row(
        f"{N_FIRM:,} x {N_SITE}",
        RADIUS,
        NEW,
        len(faces),
        f"{seconds:.1f}",
        found.n_node,
        f"{highs_s:.1f}" if is_proven else f"> {LIMIT_S} (not proven)",
    )
