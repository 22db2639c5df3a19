"""What a visitor waits for: every explanation of the screen on the demo towns, as its page asks it.

The plan is checked first: what it covers is counted by plain loops on the straight line.
"""

from dataclasses import replace
from itertools import cycle

import numpy as np

import geo
from bench.measure import row, timed
from geo.core import Scenario
from geo.explain import Errors, LevelWish, levels, open_hours, size_classes
from geo.norms import norm
from geo.study import reach_of, site_curve
from geo.study import run as solved

PATIENCE_S = 2.0
PLACES = 60


def checked(found):
    """Count by hand who is within the radius of the plan's sites, where lines are straight."""
    study, plan = found.study, found.plan
    at = study.sites.ids.get_indexer(list(plan.open_ids))
    dx = study.demand.x[:, None] - study.sites.x[None, at]
    dy = study.demand.y[:, None] - study.sites.y[None, at]
    near = (plan.mode.detour * np.sqrt(dx**2 + dy**2)).min(axis=1) <= plan.problem.radius_m
    assert int(study.demand.weight[near].sum()) == plan.value == plan.bound


def works(found):
    """Name each explanation and what its page calls."""
    study, plan = found.study, found.plan
    problem, three, six = plan.problem, geo.MaxCover(3, 1000), geo.MaxCover(6, 1000)
    halls = cycle([i for i in study.sites.ids if i not in plan.open_ids][:3])
    roomy = study.with_sites(
        replace(study.sites, capacity=np.full(len(study.sites), PLACES))
    )  # fmt: skip
    full = reach_of(roomy, problem, plan.mode)
    seats = geo.solve(problem, full)
    classed = study.with_demand(size_classes(study.demand))
    wrong = Errors(0.2, 0.1, 0.05)
    slow = Errors(0.2, 0.1, 0.05, 0.1)

    def reach(question=problem, of=study):
        return reach_of(of, question, plan.mode)

    return {
        "site cards": lambda: geo.explain(plan, reach()),
        "why not": lambda: geo.why_not(plan, reach(), next(halls)),
        "why not, with places": lambda: geo.why_not(seats, full, next(halls), come_share=0.05),
        "menu of 10 within 2 %": lambda: geo.menu(plan, reach(), within_share=0.02),
        "regret line": lambda: geo.regret_line(plan, study),
        "regret line, 200 draws": lambda: geo.regret_line(plan, study, errors=wrong),
        "doubt, 200 draws": lambda: geo.doubt(plan, reach(), wrong),
        "doubt, 200 draws with speed": lambda: geo.doubt(plan, reach(), slow),
        "three years": lambda: geo.phases(three, reach(three), [1, 1, 1]),
        "norm: double 15": lambda: geo.compliance(norm("double-15"), reach()),
        "norm: shared home": lambda: geo.compliance(norm("shared-home"), reach()),
        "fairness by street": lambda: geo.fairness(six, reach(six)),
        "fairness by size": lambda: geo.fairness(six, reach(six, classed), by="size_class"),
        "hours": lambda: open_hours(reach(), 1000),
        "homes and stations": lambda: levels(reach(), LevelWish(2, 1000), LevelWish(4, 500)),
        "curve of the number of homes": lambda: site_curve(found),
    }


def run():
    """Print each explanation's seconds, and which take longer than a visitor waits."""
    row("town, distance", "explanation", "first, s", "then, s", f"more than {PATIENCE_S:g} s")
    for name in ("yongshun", "helsinki"):
        for mode in (geo.Straight(1.3), geo.Street("walk")):
            scenario = Scenario(geo.MaxCover(3, 1000), mode)
            found = solved(geo.demo(name), scenario, with_regret=False)
            if mode.name == "straight":
                checked(found)
            for asked, work in works(found).items():
                _answer, first, then = timed(work, 3)
                row(f"{name}, {mode.name}", asked, f"{first:.2f}", f"{then:.2f}",
                    "first" * (first > PATIENCE_S) + " then" * (then > PATIENCE_S))  # fmt: skip
