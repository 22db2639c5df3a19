"""Cordeau's uniform family: twenty million firms, 100 candidates, beside HiGHS."""

from bench.engine.peers import HEADINGS, beside_highs
from bench.families import made
from bench.measure import row, timed
from geo.travel import Straight

CASES = tuple((radius, new) for radius in (5.5, 6.25) for new in (10, 15, 20))
LIMIT_S = 40
WANTED, WHERE_S = 50, 2


def run():
    reach = Straight().reach(*made("uniform", 20_000_000, 100))
    row("R", "p", "collapse s", *HEADINGS)
    known, all_hold = {}, True
    for radius, new in CASES:
        if radius not in known:
            known = {radius: timed(lambda radius=radius: reach.faces(radius), 1)}
        faces, _cold, collapse_s = known[radius]
        case = (radius, new, f"{collapse_s:.2f}")
        here_s, highs_s = beside_highs(case, faces, new=new, limit_s=LIMIT_S)
        all_hold &= highs_s <= WHERE_S or highs_s >= WANTED * here_s
    print(f">= {WANTED}x wherever HiGHS needs over {WHERE_S} s: {'yes' if all_hold else 'no'}")
