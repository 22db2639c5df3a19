"""Tiny towns as raw numbers, and plain loops over them: shares no code with what it judges."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.travel import Straight, Table


@dataclass(frozen=True)
class Town:
    """Raw numbers. Places lie on a lattice of 100 m, so that many stand exactly on a border."""

    firms: tuple[tuple[int, int, int, int, str], ...]  # x, y, workers, members, street
    sites: tuple[tuple[int, int, str, int], ...]  # x, y, status, cost
    detour: float
    is_table: bool

    def metres(self, i: int, j: int) -> float:
        """The way from firm i to site j."""
        dx, dy = self.firms[i][0] - self.sites[j][0], self.firms[i][1] - self.sites[j][1]
        return self.detour * math.sqrt(dx * dx + dy * dy)

    def reach(self):
        """The same town as a value of the product."""
        x, y, workers, members, street = (list(c) for c in zip(*self.firms, strict=True))
        table = pd.DataFrame({"members": members, "street": street})
        ids = [f"firm {i}" for i in range(len(self.firms))]
        demand = Demand.from_arrays(x, y, workers, ids, table=table)
        sx, sy, status, cost = (list(c) for c in zip(*self.sites, strict=True))
        names = [f"site {j}" for j in range(len(self.sites))]
        sites = Sites.from_arrays(sx, sy, status, names, cost=cost)
        if not self.is_table:
            return Straight(self.detour).reach(demand, sites)
        every = [[self.metres(i, j) for j in range(len(sites))] for i in range(len(demand))]
        return Table(np.array(every, float)).reach(demand, sites)


USUAL = ("existing", "candidate", "candidate", "candidate", "required", "forbidden")
STATUSES = {
    "move-cover": ("existing", "existing", "candidate", "candidate", "required", "forbidden"),
    "close-cover": ("existing", "existing", "existing", "candidate", "forbidden"),
}


def towns(problem):
    """Draw towns of up to seven firms and six sites that suit a question, not always solvable."""
    step = st.integers(0, 8).map(lambda k: 100 * k)
    firm = st.tuples(
        step, step, st.integers(0, 9), st.integers(0, 3), st.sampled_from(["North", "South"])
    )
    site = st.tuples(
        step, step, st.sampled_from(STATUSES.get(problem.name, USUAL)), st.integers(0, 5)
    )
    return st.builds(
        Town,
        st.lists(firm, min_size=1, max_size=7).map(tuple),
        st.lists(site, min_size=1, max_size=6).map(tuple),
        st.sampled_from([1.0, 1.25]),
        st.booleans(),
    )


def solvable_town(problem, seed):
    """Make a town in which the question has an answer; with it, its best value."""
    rng = np.random.default_rng(seed)
    while True:
        firms = tuple(
            (100 * int(x), 100 * int(y), int(w), int(k), ("North", "South")[k % 2])
            for x, y, w, k in rng.integers((0, 0, 1, 0), (8, 8, 10, 4), (rng.integers(2, 8), 4))
        )
        statuses = STATUSES.get(problem.name, USUAL)
        sites = tuple(
            (100 * int(x), 100 * int(y), statuses[s], int(c))
            for x, y, s, c in rng.integers(0, (8, 8, len(statuses), 6), (rng.integers(3, 7), 4))
        )
        town = Town(firms, sites, (1.0, 1.25)[rng.integers(2)], bool(rng.integers(2)))
        known = None if is_hopeless(problem, town) else best(problem, town)
        if known is not None:
            return town, known


def has_enough(town, chosen, share, urban, radius_m):
    """Whether in each street so many people have a site near; in urban streets, two."""
    for street in {f[4] for f in town.firms}:
        firms = [i for i, f in enumerate(town.firms) if f[4] == street]
        times = 2 if street in urban else 1
        got = sum(
            town.firms[i][2]
            for i in firms
            if sum(town.metres(i, j) <= radius_m for j in chosen) >= times
        )
        if got < Fraction(str(share)) * sum(town.firms[i][2] for i in firms):
            return False
    return True


def counted(problem, town):
    """People of each firm, as the question counts them."""
    if not problem.weights:
        return [firm[2] for firm in town.firms]
    assert problem.weights == "weight + 2*members"
    return [firm[2] + 2 * firm[3] for firm in town.firms]


def is_covered(problem, town, chosen, i):
    """Whether enough open sites are near firm i."""
    near = sum(1 for j in chosen if town.metres(i, j) <= problem.radius_m)
    return near >= problem.times


def covered(problem, town, chosen, people):
    """People of the covered firms."""
    return sum(p for i, p in enumerate(people) if is_covered(problem, town, chosen, i))


def score(problem, town, chosen):
    """The question's value of an open set, by its definition."""
    people = counted(problem, town)
    if problem.name == "set-cover":
        return len(chosen)
    if problem.name == "gradual-cover":
        total = 0
        for i, p in enumerate(people):
            best = 0
            for j in chosen:
                d = town.metres(i, j)
                if d <= problem.radius_m:
                    best = 1000
                elif d < problem.far_m:
                    part = 1000 * (problem.far_m - d) / (problem.far_m - problem.radius_m)
                    best = max(best, min(999, math.floor(part)))
            total += p * best
        return total
    return covered(problem, town, chosen, people)


def is_allowed(problem, town, chosen):
    """Whether an open set is an answer at all, by the question's definition."""
    status = [site[2] for site in town.sites]
    if any(status[j] == "forbidden" for j in chosen):
        return False
    if any(status[j] == "required" and j not in chosen for j in range(len(status))):
        return False
    old = [j for j in range(len(status)) if status[j] == "existing"]
    closed = sum(1 for j in old if j not in chosen)
    new = [j for j in chosen if status[j] != "existing"]
    rule = {
        "max-cover": lambda: closed == 0 and len(new) == problem.new,
        "gradual-cover": lambda: closed == 0 and len(new) == problem.new,
        "set-cover": lambda: closed == 0 and _is_share(problem, town, chosen),
        "budget-cover": lambda: (
            closed == 0 and sum(town.sites[j][3] for j in new) <= problem.budget_yuan
        ),
        "move-cover": lambda: closed <= problem.moves and len(new) == closed + problem.new,
        "close-cover": lambda: closed == problem.close and not new,
    }[problem.name]
    return rule() and _is_apart(problem, town, chosen) and _is_fair(problem, town, chosen)


def _is_share(problem, town, chosen):
    people = counted(problem, town)
    return covered(problem, town, chosen, people) >= Fraction(str(problem.share)) * sum(people)


def _is_apart(problem, town, chosen):
    for a in chosen:
        for b in chosen:
            if a < b and {town.sites[a][2], town.sites[b][2]} != {"existing"}:
                dx = town.sites[a][0] - town.sites[b][0]
                dy = town.sites[a][1] - town.sites[b][1]
                if math.sqrt(dx * dx + dy * dy) < problem.spacing_m:
                    return False
    return True


def _is_fair(problem, town, chosen):
    if not problem.floor_share:
        return True
    streets = {firm[4] for firm in town.firms} if problem.floor_by == "street" else {None}
    for street in streets:
        people = [f[2] if street in (None, f[4]) else 0 for f in town.firms]
        if covered(problem, town, chosen, people) < Fraction(str(problem.floor_share)) * sum(
            people
        ):
            return False
    return True


def best(problem, town):
    """The best value over all open sets, None where no set is allowed."""
    values = []
    for bits in product([False, True], repeat=len(town.sites)):
        chosen = [j for j, is_in in enumerate(bits) if is_in]
        if is_allowed(problem, town, chosen):
            values.append(score(problem, town, chosen))
    if not values:
        return None
    return max(values) if problem.sense == "max" else min(values)


def is_hopeless(problem, town):
    """Whether nobody is counted or can be covered, or nothing stands that could be moved."""
    people = counted(problem, town)
    may = [j for j, site in enumerate(town.sites) if site[2] != "forbidden"]
    if problem.name == "close-cover":
        may = [j for j in may if town.sites[j][2] == "existing"]
    if problem.name in ("move-cover", "close-cover") and "existing" not in {
        s[2] for s in town.sites
    }:
        return True
    return (problem.sense == "max" and score(problem, town, may) == 0) or not any(people)


def shuffled(town, seed):
    """The same town with its rows in another order."""
    rng = np.random.default_rng(seed)
    firms = tuple(town.firms[i] for i in rng.permutation(len(town.firms)))
    sites = tuple(town.sites[j] for j in rng.permutation(len(town.sites)))
    return replace(town, firms=firms, sites=sites)


def scaled(town, factor):
    """The same town with ``factor`` times the people everywhere."""
    firms = tuple((x, y, factor * w, factor * m, s) for x, y, w, m, s in town.firms)
    return replace(town, firms=firms)


def crowded(seed):
    """Make a town where several sites are near most firms, and most sites are left over."""
    rng = np.random.default_rng(seed)
    firms = tuple(
        (100 * int(x), 100 * int(y), int(w), int(w) % 4, ("North", "South")[int(w) % 2])
        for x, y, w in rng.integers((0, 0, 1), (6, 6, 9), (8, 3))
    )
    sites = tuple(
        (100 * int(x), 100 * int(y), ("existing", *["candidate"] * 6)[s], int(c))
        for x, y, s, c in rng.integers((0, 0, 0, 1), (6, 6, 7, 5), (6, 4))
    )
    return Town(firms, sites, 1.0, is_table=bool(seed % 2))
