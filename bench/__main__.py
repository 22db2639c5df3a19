"""Run all benchmarks, or those whose names hold a given word: ``python -m bench [word ...]``."""

import sys
from importlib import import_module

from bench import BENCHMARKS
from bench.measure import versions


def main() -> None:
    words = sys.argv[1:]
    print(versions())
    for name in BENCHMARKS:
        if not words or any(word in name for word in words):
            print(f"\n## {name.removeprefix('bench.')}")
            import_module(name).run()


main()
