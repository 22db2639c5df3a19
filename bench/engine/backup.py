"""Backup cover (two sites for each firm): hulls of groups beside HiGHS on the plain program."""

from bench.families import made
from bench.measure import row, timed
from geo.solve import MaxCover, solve
from geo.solve.exact import highs
from geo.solve.exact.compact import compact
from geo.solve.exact.program import Program
from geo.travel import Straight

CASES = (
    ("clustered", 1_000, 50, 2.0, 10),
    ("uniform", 1_000, 50, 4.0, 10),
    ("clustered", 100_000, 300, 2.0, 20),
    ("uniform", 100_000, 300, 2.0, 20),
)
LIMIT_S = 60


def run():
    solve(_question(4.0, 10), _reach("uniform", 500, 40))  # kernels are compiled outside the clock
    row("family", "firms x sites", "R", "p", "here s", "gap", "HiGHS s", "its gap", "ratio")
    for family, n_firm, n_site, radius, new in CASES:
        reach, question = _reach(family, n_firm, n_site), _question(radius, new)
        plan, seconds, _warm = timed(lambda r=reach, q=question: solve(q, r, limit_s=LIMIT_S), 0)
        value, bound, plain_s = _plain(question, reach)
        assert value <= plan.bound
        assert plan.value <= bound
        row(
            family,
            f"{n_firm:,} x {n_site}",
            radius,
            new,
            f"{seconds:.2f}",
            f"{(plan.bound - plan.value) / plan.value:.2%}",
            f"{plain_s:.2f}",
            f"{(bound - value) / max(value, 1):.2%}",
            f"{plain_s / seconds:.1f}x",
        )


def _question(radius, new):
    return MaxCover(new=new, radius_m=radius, times=2)


def _reach(family, n_firm, n_site):
    return Straight().reach(*made(family, n_firm, n_site))


def _plain(question, reach):
    """Let HiGHS solve the collapsed program as it stands: value, bound, seconds."""
    model = question.model(reach)
    program = Program(model, compact(model))
    found, seconds, _warm = timed(lambda: highs.run(program.mip(), limit_s=LIMIT_S, seed=0), 0)
    value = 0 if found.x is None else model.value(program.sites(found.x))
    return value, program.bound(found.bound), seconds
