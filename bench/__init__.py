"""Benchmarks: each compares with peers on the same instance, equal answers first.

A new benchmark is one file with a function ``run`` and one line in ``BENCHMARKS``.
"""

BENCHMARKS = (
    "bench.planner",
    "bench.explain",
    "bench.engine.clustered",
    "bench.engine.hard_family",
    "bench.engine.ten_million",
)
