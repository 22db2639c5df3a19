"""Run the benchmarks, or those whose names hold a given word: ``python -m bench [word ...]``.

The large ones run only where a word names them.
"""

import sys
from importlib import import_module

from bench import BENCHMARKS, LARGE
from bench.measure import versions


def main() -> None:
    words = sys.argv[1:]
    print(versions())
    for name in (*BENCHMARKS, *LARGE):
        if any(word in name for word in words) or (not words and name in BENCHMARKS):
            print(f"\n## {name.removeprefix('bench.')}")
            import_module(name).run()
    if not words:
        print("\nOnly by name:", ", ".join(name.rpartition(".")[2] for name in LARGE))


main()
