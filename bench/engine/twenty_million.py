"""Cordeau's uniform family: twenty million firms, 100 candidates, beside HiGHS."""

from bench.engine.peers import engine, highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

CASES = tuple((radius, new) for radius in (5.5, 6.25) for new in (10, 15, 20))
LIMIT_S = 40
WANTED, WHERE_S = 50, 2


def run():
    demand, sites = made("uniform", 20_000_000, 100)
    reach = Straight().reach(demand, sites)
    row(
        *("R", "p", "faces", "collapse s", "cold s", "engine s", "nodes", "HiGHS s", "ratio"),
        f">= {WANTED}x where HiGHS needs over {WHERE_S} s",
    )
    known = {}
    for radius, new in CASES:
        if radius not in known:
            known = {radius: timed(lambda radius=radius: reach.faces(radius), 1)}
        faces, _cold, collapse_s = known[radius]
        found, cold, warm = timed(lambda faces=faces, new=new: engine(faces, new), 1)
        assert found.status == "optimal"
        value, seconds, is_proven = highs(faces, new, LIMIT_S)
        assert not is_proven or round(value) == found.value, "the answers differ"
        row(
            *(radius, new, len(faces), f"{collapse_s:.2f}", f"{cold:.2f}", f"{warm:.3f}"),
            found.n_node,
            f"{seconds:.1f}" if is_proven else f"> {LIMIT_S} (not proven)",
            f"{seconds / warm:.0f}x",
            seconds / warm >= WANTED if seconds > WHERE_S else "easy",
        )
