"""The frontier: 300 sites of huge overlap, root gap 1.5 %, where HiGHS proves nothing."""

from bench.engine.peers import HEADINGS, beside_highs, engine
from bench.families import made
from bench.measure import row
from geo.travel import Straight

N_FIRM, N_SITE, RADIUS, NEW = 1_000_000, 300, 4.0, 18
LIMIT_S = 60


def run():
    faces = Straight().reach(*made("uniform", N_FIRM, N_SITE)).faces(RADIUS)
    engine(Straight().reach(*made("uniform", 1000, 60)).faces(RADIUS), 5)  # compiles the kernels
    row("firms x sites", "R", "p", *HEADINGS)
    case = (f"{N_FIRM:,} x {N_SITE}", RADIUS, NEW)
    beside_highs(case, faces, new=NEW, limit_s=LIMIT_S, warm=0)
