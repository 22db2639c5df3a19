"""What a norm looks at: people near sites group by group, and the open sites one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.explain.opening import PERIODS, open_in
from geo.norms import Norm
from geo.solve.conditions import needed, split
from geo.words import _

__all__ = ["group_table", "open_site_table"]

_GROUP = [
    *("group", "people", "covered", "covered_share", "twice", "twice_share"),
    *("times", "wanted", "missing", "is_met", "possible"),
]


def _label(name: str, by: str) -> str:
    """Take the column off a group's label: ``"street = North"`` is North."""
    return name.removeprefix(f"{by} = ")


def group_table(
    norm: Norm,
    reach: Reach,
    pos: Ints,
    *,
    by: str,
    urban: Collection[str] | None,
    share: float,
) -> pd.DataFrame:
    """Count the people of each group who have one and two open sites near."""
    radius = norm.number("radius_m")
    if radius is None:
        return pd.DataFrame()
    near = reach.count_within(radius, pos)
    all_pos = np.union1d(pos, np.flatnonzero(reach.sites.is_usable))
    could = reach.count_within(radius, all_pos)
    listed = [(_label(name, by), people) for name, people in split(reach.demand, by)]
    _check_urban(urban, [name for name, _people in listed])
    rows = []
    for name, people in listed:
        is_urban = urban is None or name in urban
        times = int((norm.number("times_urban") if is_urban else None) or norm.number("times") or 1)
        total, wanted = int(people.sum()), needed(share, int(people.sum()))
        one, two, enough = (int(people[near >= k].sum()) for k in (1, 2, times))
        rows.append((name, total, one, one / total, two, two / total, times, wanted,
                     max(wanted - enough, 0), enough >= wanted,
                     int(people[could >= times].sum())))  # fmt: skip
    return pd.DataFrame(rows, columns=_GROUP)


def _check_urban(urban: Collection[str] | None, groups: list[str]) -> None:
    unknown = [] if urban is None else sorted(set(urban) - set(groups))
    if unknown:
        raise InputError(
            _(
                "No group is called {names}; there are {groups}.",
                names=", ".join(unknown),
                groups=", ".join(groups),
            )
        )


def open_site_table(
    norm: Norm, reach: Reach, pos: Ints, *, by: str, urban: Collection[str] | None
) -> pd.DataFrame:
    """List the open sites with what the norm looks at."""
    sites, n = reach.sites, len(pos)
    known = sites.table.iloc[pos] if len(sites.table.columns) else pd.DataFrame(index=range(n))
    table = pd.DataFrame({"id": sites.ids[pos], "name": [sites.names[p] for p in pos]})
    table["next_m"] = _next_m(sites.x[pos], sites.y[pos])
    area = pd.to_numeric(known["area_m2"], errors="coerce") if "area_m2" in known else np.nan
    table["area_m2"] = np.asarray(area, np.float64) if n else np.zeros(0)
    table["hours"] = known["hours"].astype(str).to_numpy() if "hours" in known else [""] * n
    if (least := norm.number("area_m2")) is not None:
        table["area_is_met"] = _verdicts(
            None if np.isnan(a) else bool(a >= least) for a in table["area_m2"]
        )
    if norm.hours:
        wanted = [p for p in PERIODS if p.name in norm.hours]
        table["hours_is_met"] = _verdicts(
            None if np.isnan(one).any() else bool(one.all())
            for one in open_in(sites.take(pos), wanted)
        )
    if (below := norm.number("spacing_below_m")) is not None:
        dense = norm.number("spacing_dense_below_m") or below
        place = known[by].astype(str).to_numpy() if by in known else np.full(n, "")
        is_dense = np.ones(n, bool) if urban is None else np.isin(place, list(urban))
        limit = np.where(is_dense, dense, below)
        table["spacing_is_met"] = _verdicts((table["next_m"].to_numpy() < limit).tolist())
    return table


def _verdicts(each: Iterable[bool | None]) -> pd.Series:
    return pd.Series(list(each), dtype=object)


def _next_m(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return straight metres from each site to the next, infinite where it is alone."""
    dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
    metres = np.sqrt(dx * dx + dy * dy)
    np.fill_diagonal(metres, np.inf)
    least: npt.NDArray[np.float64] = metres.min(axis=1, initial=np.inf)
    return least
