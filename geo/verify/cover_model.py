"""The whole question, written down once more from the raw data: faces, needs, limits.

Every covering question is: open sites ``y`` so that ``sum(worth_f z_f)`` (or ``-sum(y)``, for the
fewest) is greatest, where a face counts (``z_f = 1``) once ``need_f`` of its sites are open, with
further limits on ``y`` and floors on ``z``. What must be open or closed is settled beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import exact_sum
from geo.verify.count.recount import Data, Ints, Near
from geo.verify.given.layers import Layered, collapse, decayed
from geo.verify.verdict import N_, Wrong

__all__ = ["Asked", "CoverModel", "build"]

Arrays = Mapping[str, npt.NDArray[np.integer]]


@dataclass(frozen=True, eq=False)
class Asked:
    """A question and what it is asked of.

    Attributes
    ----------
    problem
        Name and fields of the question.
    data
        Raw firms and sites; ``weight`` is what is counted.
    near
        Who is within the radius of whom.
    attend
        For decay: ``attend(site)`` gives the points within ``far_m`` and the thousandths who come.
    groups
        ``(n_group, n)`` people of each group that has a floor.
    cost
        ``(m,)`` yuan, for a budget.
    """

    problem: Mapping[str, Any]
    data: Data
    near: Near
    attend: Callable[[int], tuple[Ints, Ints]] | None
    groups: Ints
    cost: Ints | None


@dataclass(frozen=True, eq=False)
class CoverModel:
    """What the free sites decide.

    Attributes
    ----------
    free
        ``(k,)`` ascending positions of sites that may be open or closed.
    opened
        Positions of sites that are open in every plan.
    rows
        Faces left to them; sites are numbers in ``free``.
    worth, per_site, base
        Of the objective: per face, per open free site, settled.
    coef, high, is_equation
        ``coef @ y <= high`` or ``=``.
    floors, low
        ``floors @ z >= low``.
    """

    free: Ints
    opened: Ints
    rows: Layered
    worth: Ints
    per_site: int
    base: int
    coef: Ints
    high: Ints
    is_equation: npt.NDArray[np.bool_]
    floors: Ints
    low: Ints

    @property
    def is_plain(self) -> bool:
        """Whether a number of sites is the only limit, and one site near is enough."""
        bare = len(self.low) == 0 and len(self.high) == 1 and bool(self.is_equation.all())
        return bare and bool((self.rows.need == 1).all())

    def value(self, open_pos: Ints) -> int:
        """Score a plan, and check that it keeps every limit."""
        if not np.isin(open_pos, np.r_[self.free, self.opened]).all():
            raise Wrong(N_("The plan opens a site that may not be open."))
        if not np.isin(self.opened, open_pos).all():
            raise Wrong(N_("The plan does not open an existing or a required site."))
        y = np.isin(self.free, open_pos).astype(np.int64)
        for coef, high, is_equation in zip(self.coef, self.high, self.is_equation, strict=True):
            total = sum(coef[y > 0].tolist())  # endless: costs may add up to more than 64 bits
            if total > high or (is_equation and total != high):
                raise Wrong(
                    N_("The plan breaks a limit of the question: number, budget or distance.")
                )
        count = np.zeros(len(self.worth), np.int64)
        np.add.at(count, self.rows.face, y[self.rows.site])
        z = (count >= self.rows.need).astype(np.int64)
        if (self.floors @ z < self.low).any():
            raise Wrong(N_("The plan covers fewer people than the question demands."))
        return self.base + exact_sum(self.worth * z) + self.per_site * int(y.sum())


def build(asked: Asked, arrays: Arrays) -> CoverModel:
    """Write the question down; ``arrays`` names the cliques of sites too near one another."""
    problem, data = asked.problem, asked.data
    opened, free = _settled(problem, data)
    rows, columns = _faces(asked, free, opened)
    people, groups = columns[0], columns[1:]
    is_min = problem["name"] == "set-cover"
    coef, high, is_equation = _limits(asked, free, opened, arrays)
    floors = [rows.sums[:, 1 + k] for k in range(len(groups))]
    low = [_needed(problem["floor_share"], total) - got for total, got in groups]
    if is_min:
        floors.append(rows.sums[:, 0])
        low.append(_needed(problem["share"], people[0]) - people[1])
    n = len(rows.need)
    return CoverModel(
        free,
        opened,
        rows,
        np.zeros(n, np.int64) if is_min else rows.sums[:, 0],
        -1 if is_min else 0,
        -len(opened) if is_min else people[1],
        coef,
        high,
        is_equation,
        np.array(floors, np.int64).reshape(len(floors), n),
        np.array(low, np.int64),
    )


def _needed(share: float, total: int) -> int:
    return ceil(Fraction(str(share)) * total)


def _settled(problem: Mapping[str, Any], data: Data) -> tuple[Ints, Ints]:
    """Return which sites are open in every plan, and which may be either."""
    status = data.status
    if problem["name"] == "close-cover":
        return np.zeros(0, np.int64), np.flatnonzero(status == "existing")
    must = ["required"] if problem["name"] == "move-cover" else ["existing", "required"]
    opened = np.flatnonzero(np.isin(status, must))
    free = np.flatnonzero(~np.isin(status, [*must, "forbidden"]))
    if problem.get("spacing_m"):
        free = free[~np.array([_is_beside(data, problem, int(j), opened) for j in free], bool)]
    return opened, free


def _too_near(
    data: Data, problem: Mapping[str, Any], site: int, others: Ints
) -> npt.NDArray[np.bool_]:
    dx, dy = data.site_x[others] - data.site_x[site], data.site_y[others] - data.site_y[site]
    old = (data.status[others] == "existing") & (data.status[site] == "existing")
    near: npt.NDArray[np.bool_] = (np.sqrt(dx * dx + dy * dy) < float(problem["spacing_m"])) & ~old
    return near


def _is_beside(data: Data, problem: Mapping[str, Any], site: int, opened: Ints) -> bool:
    return bool(_too_near(data, problem, site, opened).any())


def _faces(asked: Asked, free: Ints, opened: Ints) -> tuple[Layered, list[tuple[int, int]]]:
    """Group the points; return also, for each column, the whole and what is settled already."""
    weight = asked.data.weight
    columns = np.vstack([weight[None, :], asked.groups]).T.astype(np.int64)
    if asked.attend is not None:
        rows, given = decayed(asked.attend, free, opened, columns)
        whole = [int(v) for v in exact_columns(columns)]
        return rows, list(zip(whole, given, strict=True))
    times = int(asked.problem.get("times", 1))
    count = np.zeros(len(weight), np.int64)
    for site in opened:
        count[asked.near.within(int(site))] += 1
    need = np.maximum(times - count, 0)
    rows = collapse(asked.near.within, free, need, columns)
    given = exact_columns(columns[need == 0])
    return rows, list(zip(exact_columns(columns), given, strict=True))


def exact_columns(columns: Ints) -> list[int]:
    """Add up each column."""
    return [exact_sum(columns[:, k]) for k in range(columns.shape[1])]


def _limits(
    asked: Asked, free: Ints, opened: Ints, arrays: Arrays
) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """List the limits on sites: their number, the question's own, cliques of the least distance."""
    problem, status, k = asked.problem, asked.data.status, len(free)
    n_old, name = int((status == "existing").sum()), problem["name"]
    number = {
        "max-cover": lambda: n_old + int(problem["new"]),
        "gradual-cover": lambda: n_old + int(problem["new"]),
        "move-cover": lambda: n_old + int(problem["new"]),
        "close-cover": lambda: n_old - int(problem["close"]),
    }.get(name)
    found: list[tuple[Ints, int, bool]] = []
    if number is not None:
        found.append((np.ones(k, np.int64), number() - len(opened), True))
    if name == "budget-cover":
        if asked.cost is None:
            raise Wrong(N_("The file does not hold the yearly costs of the sites."))
        spent = exact_sum(asked.cost[status == "required"])
        found.append((asked.cost[free], int(problem["budget_yuan"]) - spent, False))
    if name == "move-cover":
        is_old = (status[free] == "existing").astype(np.int64)
        found.append((-is_old, int(problem["moves"]) - n_old, False))
    found += [(np.isin(free, c).astype(np.int64), 1, False) for c in _cliques(asked, free, arrays)]
    return (
        np.array([r[0] for r in found], np.int64).reshape(len(found), k),
        np.array([r[1] for r in found], np.int64),
        np.array([r[2] for r in found], bool),
    )


def _cliques(asked: Asked, free: Ints, arrays: Arrays) -> list[Ints]:
    """Read groups of sites of which one at most may be open, and check that this is so."""
    sizes, sites = arrays.get("clique"), arrays.get("clique_site")
    if sizes is None or sites is None:
        return []
    if int(sizes.sum()) != len(sites) or (len(sizes) and int(sizes.min()) < 0):
        raise Wrong(N_("The certificate lacks arrays, or has some too many."))
    found = []
    for clique in np.split(sites.astype(np.int64), np.cumsum(sizes)[:-1]) if len(sizes) else []:
        for site in clique:
            others = clique[clique != site]
            if not np.isin(clique, free).all() or not (
                asked.problem.get("spacing_m")
                and _too_near(asked.data, asked.problem, int(site), others).all()
            ):
                raise Wrong(N_("The certificate keeps sites apart that may both be open."))
        found.append(clique)
    return found
