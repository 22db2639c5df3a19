"""The firms of the synthetic town: where they stand, how many work there, who has a union."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core import Demand
from geo.core.arrays import Floats
from geo.read.demos.chance import headcounts, normal
from geo.read.demos.yongshun.ground import CRS, MIDDLE, RADIUS_M, communities, is_inside

__all__ = ["PARK", "firms"]

_N_FIRM, _N_UNION = 1740, 92
_CLUSTERS = (  # metres east and north of the middle, spread in metres, share of the firms
    (-300, 250, 400, 0.14),  # the park
    (1250, -800, 400, 0.17),
    (-1550, -850, 380, 0.14),
    (850, 1500, 360, 0.15),
    (-1300, 1500, 350, 0.13),
    (100, -1900, 330, 0.13),
)  # the other 14 % are scattered
PARK = MIDDLE + np.array(_CLUSTERS[0][:2])
"""``(2,)`` metres: where the first home stands, hundreds of small firms around it."""

_INDUSTRIES = {  # share of the firms; the short word goes into the firm's name
    "食品加工": ("食品", 0.14),
    "批发零售": ("商贸", 0.24),
    "餐饮住宿": ("餐饮", 0.13),
    "文化体育": ("文体", 0.11),
    "信息服务": ("信息", 0.10),
    "机械制造": ("机械", 0.08),
    "物流仓储": ("物流", 0.08),
    "建筑安装": ("建安", 0.06),
    "居民服务": ("服务", 0.06),
}


def firms(rng: np.random.Generator) -> Demand:
    """Draw the firms."""
    x, y = _places(rng)
    workers = headcounts(rng.random(_N_FIRM))
    # The smallest keys are a draw without replacement with odds ~ workers^0.75.
    key = -np.log(1 - rng.random(_N_FIRM)) / workers**0.75
    is_unionised = np.zeros(_N_FIRM, bool)
    is_unionised[np.argsort(key, kind="stable")[:_N_UNION]] = True
    joined = np.maximum(np.rint(workers * (0.7 + 0.3 * rng.random(_N_FIRM))), 1).astype(np.int64)
    industry = _industries(rng)
    table = pd.DataFrame(
        {
            "name": _names(industry),
            "street": communities(x, y),
            "industry": industry,
            "members": np.where(is_unionised, joined, 0),
            "is_unionised": is_unionised,
        }
    )
    ids = [f"F{k:04d}" for k in range(1, _N_FIRM + 1)]
    return Demand.from_arrays(x, y, workers, ids, crs=CRS, table=table)


def _places(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw places in clusters and between them; more than needed, and the first inside are kept."""
    n = 2 * _N_FIRM
    middle_spread = np.array([c[:3] for c in _CLUSTERS])
    limits = np.cumsum([c[3] for c in _CLUSTERS])
    cluster = np.searchsorted(limits, rng.random(n), side="right")
    far, angle = RADIUS_M * np.sqrt(rng.random(n)), 2 * np.pi * rng.random(n)
    scattered = far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    of = middle_spread[np.minimum(cluster, len(limits) - 1)]
    clustered = of[:, :2] + of[:, 2:] * normal(rng.random((n, 2)))
    is_scattered = (cluster == len(limits))[:, None]
    points = np.round(MIDDLE + np.where(is_scattered, scattered, clustered), 1)
    points = points[is_inside(points)][:_N_FIRM]
    return points[:, 0], points[:, 1]


def _industries(rng: np.random.Generator) -> list[str]:
    limits = np.cumsum([share for _word, share in _INDUSTRIES.values()])
    names = list(_INDUSTRIES)
    return [
        names[k] for k in np.searchsorted(limits / limits[-1], rng.random(_N_FIRM), side="right")
    ]


def _names(industry: list[str]) -> list[str]:
    """Name the firms by industry and number: 示例食品001."""
    numbers: dict[str, int] = dict.fromkeys(_INDUSTRIES, 0)
    names = []
    for one in industry:
        numbers[one] += 1
        names.append(f"示例{_INDUSTRIES[one][0]}{numbers[one]:03d}")
    return names
