"""A small proposal built by hand, without any solver; map, exporters, store are tested on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from shapely.geometry import LineString, MultiLineString, box

from geo.core import Certificate, Demand, Plan, Proposal, Sites, Source, Study
from geo.core.crs import local_crs, lonlat, metric
from geo.travel import Straight, Table

HOSTILE = (
    "=1+1",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`;alert(1)//",
    "</script><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}{# x #}",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "+49|cmd",
    "@SUM(A1)",
    "-2+3",
    "\tTab",
    "工会🏠😀 Ünïcode",
    "'quoted' \"twice\" & more",
    "https://example.com/a?b=1",
    "a\u202egnp.exe",
    "长" * 3000,
)
"""Names that must stay text wherever they are shown."""


@dataclass(frozen=True)
class Question:
    """A question with the face of a real one; nothing here solves it."""

    new: int = 2
    radius_m: float = 700.0
    times: int = 1
    name: ClassVar[str] = "max-cover"
    title: ClassVar[str] = "Cover the most workers"
    sense: ClassVar[str] = "max"

    def sentence(self) -> str:
        return f"Open {self.new} new homes within {self.radius_m:g} m."

    def value(self, reach: Any, is_open: Any) -> int:
        raise NotImplementedError

    def is_feasible(self, reach: Any, is_open: Any) -> bool:
        raise NotImplementedError


PROBLEMS = {Question.name: Question}
MODES = {mode.name: mode for mode in (Straight, Table)}


@dataclass
class Town:
    """How the made town is built; every field may be changed for one test."""

    n: int = 120
    seed: int = 3
    names: tuple[str, ...] = ()
    detour: float = 1.3
    ids: list[object] | None = None
    table: dict[str, Any] = field(default_factory=dict)
    place: tuple[float, float] = (116.70, 39.93)


def study(town: Town | None = None) -> Study:
    town = town or Town()
    draw = np.random.default_rng(town.seed)
    middle = draw.normal(0, 900, (6, 2))
    xy = middle[draw.integers(0, 6, town.n)] + draw.normal(0, 320, (town.n, 2))
    workers = np.maximum(1, np.round(draw.lognormal(1.8, 1.1, town.n))).astype(int)
    crs = local_crs(*town.place)
    x0, y0 = metric([town.place[0]], [town.place[1]], crs)
    names = [f"永顺第{k}公司" for k in range(town.n)]
    names[: len(town.names)] = town.names
    columns = {
        "name": names,
        "street": [("永顺大街", "新华街")[k % 2] for k in range(town.n)],
        "industry": [("食品", "体育", "印刷")[k % 3] for k in range(town.n)],
        "is_unionised": draw.random(town.n) < 0.5,
    }
    demand = Demand.from_arrays(
        x0 + xy[:, 0],
        y0 + xy[:, 1],
        workers,
        town.ids or [f"F{k:03d}" for k in range(town.n)],
        crs=crs,
        table=pd.DataFrame(columns | town.table),
    )
    n_site = 10
    spots = np.vstack([middle, draw.normal(0, 1100, (n_site - 6, 2))])
    site_names = [f"{k}号场地" for k in range(n_site)]
    site_names[: min(n_site, len(town.names))] = town.names[:n_site]
    sites = Sites.from_arrays(
        x0 + spots[:, 0],
        y0 + spots[:, 1],
        ["existing", "candidate", "candidate", "required", *["candidate"] * 4, *["forbidden"] * 2],
        [f"S{k}" for k in range(n_site)],
        capacity=np.arange(n_site) * 100,
        crs=crs,
        table=pd.DataFrame({"name": site_names, "hours": ["9-17"] * n_site}),
    )
    lon, lat = town.place
    lines = [
        LineString([(lon + d, lat - 0.03), (lon + d, lat + 0.03)]) for d in np.arange(-3, 4) / 90
    ]
    lines += [
        LineString([(lon - 0.04, lat + d), (lon + 0.04, lat + d)]) for d in np.arange(-3, 4) / 120
    ]
    return Study(
        name="Made town",
        demand=demand,
        sites=sites,
        outline=box(lon - 0.035, lat - 0.026, lon + 0.035, lat + 0.026),
        streets=MultiLineString(lines),
        sources=(
            Source("firms", "firms.xlsx", "ab" * 32, "© Made up, CC0", is_synthetic=True),
            Source("sites", "venues.csv", datum="gcj02", datum_known=True, n_read=10, n_rejected=1),
        ),
        rejected=pd.DataFrame(
            {
                "source": ["venues.csv"],
                "row": [12],
                "column": ["lon"],
                "value": ["?"],
                "reason": ["no"],
            }
        ),
    )


def proposal(town: Town | None = None, *, mode: Any = None, most: int | None = None) -> Proposal:
    """Open S0 (today), S1 and S3; distances and cover by plain loops."""
    town = town or Town()
    data, rule = study(town), mode or Straight(town.detour)
    demand, sites, question = data.demand, data.sites, Question()
    opened, today = [0, 1, 3], [0]
    n = len(demand)
    metres = np.full((n, len(sites)), np.inf)
    for i in range(n):
        for j in range(len(sites)):
            metres[i, j] = town.detour * np.hypot(
                demand.x[i] - sites.x[j], demand.y[i] - sites.y[j]
            )
    inside = metres <= question.radius_m
    before, after = inside[:, today].any(axis=1), inside[:, opened].any(axis=1)
    nearest = np.array([min(opened, key=lambda j, i=i: metres[i, j]) for i in range(n)])
    nearest_m = metres[np.arange(n), nearest]
    weight = demand.weight
    cards = []
    for rank, j in enumerate(opened):
        others = [k for k in opened if k != j]
        alone = inside[:, j] & ~inside[:, others].any(axis=1)
        fresh, small = inside[:, j] & ~before, data.is_small_unionised
        served = inside[:, j] & (nearest == j)
        lon, lat = lonlat(sites.x[[j]], sites.y[[j]], sites.crs)
        cards.append(
            {
                "site_id": sites.ids[j],
                "name": sites.names[j],
                "is_new": rank > 0,
                "reach": int(weight[inside[:, j]].sum()),
                "new": int(weight[inside[:, j] & ~before].sum()),
                "only_here": int(weight[alone].sum()),
                "firms": int(inside[:, j].sum()),
                "runner_up_id": sites.ids[2] if rank else None,
                "runner_up_name": sites.names[2] if rank else "",
                "loss_if_swapped": 17 * rank if rank else None,
                "status": sites.status[j],
                "lon": lon[0],
                "lat": lat[0],
                "small_firms": int((inside[:, j] & small).sum()),
                "new_small_firms": int((fresh & small).sum()),
                "only_here_small_firms": int((alone & small).sum()),
                "new_firms": int(fresh.sum()),
                "only_here_firms": int(alone.sum()),
                "served": int(weight[served].sum()),
                "served_firms": int(served.sum()),
                "longest_m": float(nearest_m[served].max()) if served.any() else None,
                "runner_up_is_home": False,
                "nearest_home_id": sites.ids[opened[0]] if rank else None,
                "nearest_home_name": sites.names[opened[0]] if rank else "",
                "nearest_home_m": 900.0 if rank else None,
                "hours": "",
                "cost_yuan": None,
                "cost_per_new_yuan": None,
                "rank": rank,
            }
        )
    covered = int(weight[after].sum())
    plan = Plan(
        problem=question,
        open_ids=tuple(sites.ids[opened]),
        new_ids=tuple(sites.ids[opened[1:]]),
        value=covered,
        bound=covered,
        status="optimal",
        total=int(weight.sum()),
        covered_before=int(weight[before].sum()),
        covered=covered,
        certificate=Certificate(
            "max-cover/1",
            {"multipliers": np.arange(7, dtype=np.uint16), "leaves": np.array([[1, 2], [3, 4]])},
        ),
        mode=rule,
        seconds=0.02,
        seed=5,
        data_digest=data.digest,
        most=most,
    )
    regret = pd.DataFrame(
        {
            "way": ["kmeans", "greedy", "exact"],
            "value": [covered - 50, covered - 3, covered],
            "share": [(covered - d) / weight.sum() for d in (50, 3, 0)],
            "loss": [50, 3, 0],
            "is_proven": [False, False, True],
            "open_ids": [("S2", "S4"), ("S1", "S2"), ("S1", "S3")],
        }
    )
    return Proposal(
        study=data,
        plan=plan,
        cards=pd.DataFrame(cards),
        nearest_pos=nearest,
        nearest_m=nearest_m,
        served_pos=np.where(nearest_m <= question.radius_m, nearest, -1),
        covered_before=before,
        covered_after=after,
        regret=regret,
        notes=(
            "Synthetic data, not real: firms.xlsx.",
            "The datum was taken, not known.",
            "© Made up, CC0",
        ),
    )
