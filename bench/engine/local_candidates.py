"""A million firms, 5,000 candidates: HiGHS is given time enough for a ratio of 50 to show."""

from bench.engine.clustered import compare

LIMIT_S = 180


def run():
    compare((("clustered", 1_000_000, 5000, 1.0, 50),), LIMIT_S)
