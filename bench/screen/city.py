"""A made city: invented firms around invented centres; nothing in it is real."""

import numpy as np
import pandas as pd

from geo.core import Demand, Scenario, Sites, Source, Study
from geo.core.crs import local_crs
from geo.solve import MaxCover
from geo.travel import Straight

QUESTION = Scenario(MaxCover(new=20, radius_m=1000), Straight(1.3))


def city(n_firm=1_000_000, n_site=1_000, seed=1):
    draw = np.random.default_rng(seed)
    crs, middle = local_crs(116.4, 39.9), draw.normal(0, 12_000, (300, 2))

    def spots(n):
        return middle[draw.integers(0, 300, n)] + draw.normal(0, 1_500, (n, 2))

    firms, sites = spots(n_firm), spots(n_site)
    streets = np.array([f"示例街道{k}" for k in range(150)], dtype=object)
    table = {
        "name": [f"示例企业{k}" for k in range(n_firm)],
        "street": streets[draw.integers(0, 150, n_firm)],
    }
    workers = np.maximum(1, np.round(draw.lognormal(1.8, 1.1, n_firm))).astype(np.int64)
    status = np.where(np.arange(n_site) < 40, "existing", "candidate")
    names = pd.DataFrame({"name": [f"示例场地{k}" for k in range(n_site)]})
    return Study(
        "百万企业（合成）",
        Demand.from_arrays(*firms.T, workers, crs=crs, table=pd.DataFrame(table)),
        Sites.from_arrays(*sites.T, status, crs=crs, table=names),
        sources=(Source("firms", "made city", is_synthetic=True),),
    )
