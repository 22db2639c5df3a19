"""Countries made up, plans counted again by plain loops, and what the checker says of them."""

from math import hypot

import numpy as np

from geo.core import Demand, Sites
from geo.verify import Claim, Data, Question, verify_max_cover


def made(n_city, n_firm, n_site, *, seed=0, side=3000.0):
    """Cities far apart, each uniform in a square of its own; the parts, and the sites."""
    rng = np.random.default_rng(seed)
    parts, at = [], []
    for c in range(n_city):
        x, y = rng.random((2, n_firm)) * side
        parts.append(Demand.from_arrays(x + c * 50_000, y, rng.integers(1, 100, n_firm)))
        at.append(rng.random((2, n_site)) * side + [[c * 50_000], [0]])
    return parts, Sites.from_arrays(*np.concatenate(at, axis=1))


def whole(parts):
    return Demand.from_arrays(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("x", "y", "weight"))
    )


def recount(parts, sites, open_ids, radius):
    total = 0
    at = [(sites.x[j], sites.y[j]) for j in open_ids]
    for part in parts:
        for x, y, w in zip(part.x, part.y, part.weight, strict=True):
            total += int(w) * any(hypot(x - a, y - b) <= radius for a, b in at)
    return total


def raw(parts, sites):
    """What the checker is given: points and sites, nothing else."""
    demand = whole(parts)
    return Data(demand.x, demand.y, demand.weight, sites.x, sites.y, sites.status)


def checked(plan, parts, sites):
    """Let the checker judge a plan, its bound and its certificate."""
    opened = np.flatnonzero(np.isin(sites.ids, plan.open_ids))
    claim = Claim(opened, plan.value, plan.bound, plan.certificate.arrays)
    question = Question(plan.problem.new, plan.problem.radius_m)
    return verify_max_cover(raw(parts, sites), question, claim)


def is_proven(plan, parts, sites):
    """Say whether the certificate proves the very bound of the plan."""
    sign = "PROVEN value = bound =" if plan.value == plan.bound else f"GAP {plan.value} <"
    return str(checked(plan, parts, sites)) == f"{sign} {plan.bound}"
