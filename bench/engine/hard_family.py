"""Few candidates, huge overlap (uniform family): the engine beside HiGHS on the collapsed model."""

from bench.engine.clustered import compare

CASES = (
    ("uniform", 1_000_000, 100, 5.5, 10),
    ("uniform", 1_000_000, 100, 6.25, 10),
    ("uniform", 1_000_000, 100, 6.0, 12),
    ("uniform", 1_000_000, 100, 4.0, 20),
    ("uniform", 20_000_000, 100, 6.25, 10),
    ("uniform", 1_000_000, 200, 4.0, 18),
)
LIMIT_S = 40


def run():
    compare(CASES, LIMIT_S)
