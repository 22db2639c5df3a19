"""Benchmarks: each compares with peers on the same instance, equal answers first.

A new benchmark is one file with a function ``run`` and one line in ``BENCHMARKS``, or in ``LARGE``
where it takes minutes or gigabytes; those run only where a word names them.
"""

BENCHMARKS = (
    "bench.planner",
    "bench.datum",
    "bench.explain",
    "bench.asked",
    "bench.document",
    "bench.engine.clustered",
    "bench.engine.hard_family",
    "bench.engine.backup",
    "bench.engine.ten_million",
)
LARGE = (
    "bench.engine.cold",
    "bench.engine.beside_spopt",
    "bench.engine.local_candidates",
    "bench.engine.from_disk",
    "bench.engine.memory",
    "bench.engine.twenty_million",
    "bench.engine.hundred_million",
    "bench.engine.frontier",
    "bench.engine.country",
    "bench.doctor",
    "bench.reading",
    "bench.corrections",
    "bench.norms",
)
