"""Cold starts: the first answer of a fresh process, beside the second one of the same process.

``python -m bench.engine.cold FAMILY FIRMS SITES RADIUS NEW`` is the process that is measured.
"""

import os
import subprocess
import sys
import tempfile
import time

from bench.measure import row

CASES = (
    ("clustered", 100_000, 100, 1.0, 10),
    ("clustered", 1_000_000, 2000, 1.0, 50),
    ("clustered", 1_000_000, 5000, 1.0, 50),
    ("clustered", 10_000_000, 1000, 1.0, 30),
    ("uniform", 20_000_000, 100, 5.5, 10),
    ("uniform", 1_000_000, 200, 4.0, 18),
)


def run():
    row("firms x sites", "R", "p", "imports s", "first answer s", "second answer s")
    for case in CASES:
        family, n_firm, n_site, radius, new = case
        row(f"{family} {n_firm:,} x {n_site}", radius, new, *_alone(case, {}))
    with tempfile.TemporaryDirectory() as nothing:
        told = _alone(CASES[0], {"NUMBA_CACHE_DIR": nothing})
        row("the first, kernels never compiled before", *CASES[0][3:], *told)


def _alone(case, environment):
    command = [sys.executable, "-m", "bench.engine.cold", *map(str, case)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | environment
    )
    return done.stdout.split()


def one(family, n_firm, n_site, radius, new):
    """Print the seconds of the imports, of the first answer from arrays to proof, and the next."""
    began = time.perf_counter()
    import geo  # noqa: PLC0415 - its import is measured
    import geo.solve  # noqa: PLC0415 - the same

    imports = time.perf_counter() - began
    from bench.families import made  # noqa: PLC0415 - it imports geo

    demand, sites = made(family, n_firm, n_site)
    seconds = []
    for _turn in range(2):
        began = time.perf_counter()
        plan = geo.solve(
            geo.MaxCover(new=new, radius_m=radius), geo.Straight().reach(demand, sites)
        )
        seconds.append(time.perf_counter() - began)
        assert plan.status == "optimal"
    print(*(f"{s:.3f}" for s in (imports, *seconds)))


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    firms, candidates, metres, opened = (float(number) for number in numbers)
    one(name, int(firms), int(candidates), metres, int(opened))
