"""Every way a plan can turn out, as studies small enough to be counted by plain loops."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from geo import words
from geo.core import Demand, Proposal, Scenario, Sites, Source, Study
from geo.core.crs import local_crs, metric
from geo.solve import BudgetCover, CloseCover, GradualCover, MaxCover, MoveCover, SetCover
from geo.study import propose, run
from geo.travel import Straight

CRS = local_crs(116.7, 39.9)
X0, Y0 = (float(v[0]) for v in metric([116.7], [39.9], CRS))
DETOUR = 1.25
STREETS = ("北街", "南街", "西街")


@dataclass(frozen=True)
class Raw:
    """A town as plain tuples: what the loops below read."""

    firms: tuple[tuple[float, float, int], ...]
    sites: tuple[tuple[float, float, str], ...]
    is_synthetic: bool = False
    stations: tuple[int, ...] = ()
    has_table: bool = True

    def study(self) -> Study:
        """The same town as a value of the product."""
        x, y, workers = (list(c) for c in zip(*self.firms, strict=True))
        n = len(x)
        table = {
            "name": [f"第{k}公司" for k in range(n)],
            "street": [STREETS[k % 3] for k in range(n)],
            "is_unionised": [k % 2 == 0 for k in range(n)],
        }
        ids = [f"F{k}" for k in range(n)]
        xy = np.array(x) + X0, np.array(y) + Y0
        columns = pd.DataFrame(table) if self.has_table else None
        demand = Demand.from_arrays(*xy, workers, ids, crs=CRS, table=columns)
        sx, sy, status = (list(c) for c in zip(*self.sites, strict=True))
        m = len(sx)
        known = {
            "name": [f"{k}号{'驿站' if k in self.stations else '场地'}" for k in range(m)],
            "hours": ["周一至周五 9:00-21:00"] * m,
            "area_m2": [200.0 + 10 * k for k in range(m)],
        }
        sites = Sites.from_arrays(
            np.array(sx) + X0,
            np.array(sy) + Y0,
            status,
            [f"S{k}" for k in range(m)],
            crs=CRS,
            cost=[1000 * (k + 1) for k in range(m)],
            table=pd.DataFrame(known) if self.has_table else None,
        )
        source = Source("firms", "企业.xlsx", "ab" * 32, is_synthetic=self.is_synthetic, n_read=n)
        return Study("试验镇", demand, sites, sources=(source,))

    def near(self, i: int, j: int, radius_m: float) -> bool:
        """Whether firm i is within the radius of site j."""
        (x, y, _w), (a, b, _s) = self.firms[i], self.sites[j]
        return DETOUR * math.sqrt((x - a) ** 2 + (y - b) ** 2) <= radius_m

    def covered(self, opened, radius_m: float, times: int = 1) -> int:
        """Workers with so many open sites near."""
        return sum(
            firm[2]
            for i, firm in enumerate(self.firms)
            if sum(self.near(i, j, radius_m) for j in opened) >= times
        )

    @property
    def today(self) -> list[int]:
        """Sites open today."""
        return [j for j, site in enumerate(self.sites) if site[2] == "existing"]


def grid(n: int, m: int, *, today: int = 1, spread: float = 1500.0, seed: int = 1) -> Raw:
    """A town of ``n`` firms and ``m`` sites, ``today`` of them open."""
    draw = np.random.default_rng(seed)
    xy = draw.uniform(-spread, spread, (n, 2)).round(1).tolist()
    workers = np.maximum(1, draw.lognormal(2.6, 1.0, n).round()).astype(int).tolist()
    spots = draw.uniform(-spread, spread, (m, 2)).round(1).tolist()
    status = ["existing"] * today + ["candidate"] * (m - today)
    firms = tuple((x, y, w) for (x, y), w in zip(xy, workers, strict=True))
    return Raw(firms, tuple((x, y, s) for (x, y), s in zip(spots, status, strict=True)))


USUAL = grid(60, 12, today=2)
FAR = Raw(
    (*grid(12, 1).firms, (9000.0, 9000.0, 3)),
    ((40_000.0, 0.0, "existing"), (41_000.0, 0.0, "candidate"), (42_000.0, 0.0, "candidate"),
     (9000.0, 9000.0, "candidate")),
)  # fmt: skip

CASES = {
    "usual": (USUAL, MaxCover(new=3, radius_m=600)),
    "nobody covered": (grid(20, 4, today=1), CloseCover(close=1, radius_m=900)),
    "everybody covered": (grid(30, 8, spread=300), MaxCover(new=1, radius_m=5000)),
    "everybody newly covered": (
        grid(30, 8, today=0, spread=300),
        MaxCover(new=1, radius_m=5000),
    ),
    "one site to choose from": (grid(15, 1, today=0), MaxCover(new=1, radius_m=900)),
    "one firm": (Raw(((0.0, 0.0, 1),), ((10.0, 0.0, "candidate"),)), MaxCover(new=1, radius_m=50)),
    "forty new sites": (grid(160, 48, today=3, spread=4000), MaxCover(new=40, radius_m=500)),
    "no home today": (grid(40, 8, today=0), MaxCover(new=2, radius_m=500)),
    "homes today that nobody is near": (FAR, MaxCover(new=1, radius_m=500)),
    "synthetic": (replace(USUAL, is_synthetic=True), MaxCover(new=2, radius_m=600)),
    "stations": (replace(grid(60, 12, today=4), stations=(1, 3)), MaxCover(new=3, radius_m=600)),
    "no columns": (replace(USUAL, has_table=False), MaxCover(new=2, radius_m=600)),
    "twice": (grid(60, 12, today=2, spread=900), MaxCover(new=3, radius_m=900, times=2)),
    "fewest": (USUAL, SetCover(radius_m=900, share=0.8)),
    "fewest, none needed": (grid(20, 5, spread=200), SetCover(radius_m=2000)),
    "budget": (USUAL, BudgetCover(budget_yuan=15_000, radius_m=600)),
    "opens nothing, covers nobody": (
        grid(20, 4, today=0),
        BudgetCover(budget_yuan=0, radius_m=600),
    ),
    "nothing can be paid": (USUAL, BudgetCover(budget_yuan=0, radius_m=600)),
    "attendance": (USUAL, GradualCover(new=2, radius_m=400, far_m=900)),
    "move": (USUAL, MoveCover(moves=1, new=1, radius_m=600)),
    "close": (grid(60, 12, today=4), CloseCover(close=1, radius_m=600)),
    "weights": (USUAL, MaxCover(new=2, radius_m=600, weights="2*weight")),
    "floor": (USUAL, MaxCover(new=4, radius_m=800, floor_share=0.05, floor_by="street")),
}


def proposal(name: str) -> Proposal:
    """Carry out a case, in the language in use: its notes are sentences."""
    return _proposal(name, words.language())


@cache
def _proposal(name: str, _language: str) -> Proposal:
    raw, question = CASES.get(name) or CASES["usual"]
    if name == "stopped":
        found = run(raw.study(), Scenario(question, Straight(DETOUR)))
        plan = replace(found.plan, status="feasible", bound=found.plan.value + 37)
        return replace(propose(plan, found.study), notes=(*found.notes, "Stopped."))
    return run(raw.study(), Scenario(question, Straight(DETOUR)))


def opened_by(found: Proposal) -> list[int]:
    """Positions of the sites that a plan opens."""
    return [int(str(i)[1:]) for i in found.plan.open_ids]


NAMES = (*CASES, "stopped")
