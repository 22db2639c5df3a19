"""What a norm looks at: people near sites group by group, and the sites one by one."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from geo.core import Demand, Reach, Sites
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.explain.opening import PERIODS, open_in
from geo.norms import Norm
from geo.solve.conditions import needed, split
from geo.words import _

__all__ = ["area_names", "group_table", "open_site_table", "spacing_limits", "verdicts"]

_GROUP = [
    *("group", "people", "covered", "covered_share", "twice", "twice_share"),
    *("times", "wanted", "missing", "is_met", "possible"),
]


def _label(name: str, by: str) -> str:
    """Take the column off a group's label: ``"street = North"`` is North."""
    return name.removeprefix(f"{by} = ")


def area_names(demand: Demand, by: str) -> tuple[str, ...]:
    """Name the groups of a column that hold anybody and have a name, in their order."""
    if by not in demand.table:
        return ()
    named = demand.table[by][demand.weight > 0].dropna()
    return tuple(sorted({str(name) for name in named}))


def group_table(
    norm: Norm,
    reach: Reach,
    pos: Ints,
    could_pos: Ints,
    *,
    by: str,
    urban: Collection[str] | None,
    share: float,
) -> pd.DataFrame:
    """Count the people of each group who have one and two open sites near, or could have enough.

    Parameters
    ----------
    norm, reach, by, urban, share
        As of `geo.explain.compliance`.
    pos, could_pos
        Positions of the open sites, and of those that could be open at most.
    """
    radius = norm.number("radius_m")
    if radius is None:
        return pd.DataFrame()
    near = reach.count_within(radius, pos)
    could = reach.count_within(radius, could_pos)
    rows, names = [], []
    for label, people in split(reach.demand, by):  # one at a time: each is a number for every firm
        name = _label(label, by)
        names.append(name)
        is_urban = urban is None or name in urban
        times = int((norm.number("times_urban") if is_urban else None) or norm.number("times") or 1)
        total, wanted = int(people.sum()), needed(share, int(people.sum()))
        one, two, enough = (int(people[near >= k].sum()) for k in (1, 2, times))
        rows.append((name, total, one, one / total, two, two / total, times, wanted,
                     max(wanted - enough, 0), enough >= wanted,
                     int(people[could >= times].sum())))  # fmt: skip
    _check_urban(urban, names)
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
    sites = reach.sites.take(pos)
    table = pd.DataFrame({"id": sites.ids, "name": list(sites.names)})
    table["next_m"] = _next_m(sites.x, sites.y)
    table["area_m2"] = _areas(sites)
    told = sites.table["hours"] if "hours" in sites.table else [""] * len(sites)
    table["hours"] = ["" if pd.isna(one) else str(one) for one in told]
    for rule, each in verdicts(norm, sites).items():
        table[f"{rule}_is_met"] = pd.Series(each, dtype=object)
    limit = spacing_limits(norm, sites, by=by, urban=urban)
    if limit is not None:
        near = (table["next_m"].to_numpy() < limit).tolist()
        table["spacing_is_met"] = pd.Series(near, dtype=object)
    return table


def verdicts(norm: Norm, sites: Sites) -> dict[str, list[bool | None]]:
    """Hold each site against what a norm asks of it alone: its floor area, its hours.

    Returns
    -------
    dict
        ``"area"`` and ``"hours"``, as far as the norm asks -> for each site True, False, or None
        where it is not known.
    """
    found: dict[str, list[bool | None]] = {}
    if (least := norm.number("area_m2")) is not None:
        found["area"] = [None if np.isnan(a) else bool(a >= least) for a in _areas(sites)]
    if norm.hours:
        wanted = [p for p in PERIODS if p.name in norm.hours]
        when = open_in(sites, wanted)
        found["hours"] = [None if np.isnan(one).any() else bool(one.all()) for one in when]
    return found


def spacing_limits(
    norm: Norm, sites: Sites, *, by: str, urban: Collection[str] | None
) -> Floats | None:
    """Return ``(n_site,)`` metres within which each site's next one must be; None: not asked."""
    below = norm.number("spacing_below_m")
    if below is None:
        return None
    dense = norm.number("spacing_dense_below_m") or below
    known = sites.table[by].astype(str).to_numpy() if by in sites.table else np.full(len(sites), "")
    is_dense = np.ones(len(sites), bool) if urban is None else np.isin(known, list(urban))
    limits: Floats = np.where(is_dense, float(dense), float(below))
    return limits


def _areas(sites: Sites) -> Floats:
    """Return ``(n_site,)`` square metres of floor, NaN where they are not known."""
    if "area_m2" not in sites.table:
        return np.full(len(sites), np.nan)
    return np.asarray(pd.to_numeric(sites.table["area_m2"], errors="coerce"), np.float64)


def _next_m(x: Floats, y: Floats) -> Floats:
    """Return straight metres from each site to the next, infinite where it is alone."""
    dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
    metres = np.sqrt(dx * dx + dy * dy)
    np.fill_diagonal(metres, np.inf)
    least: Floats = metres.min(axis=1, initial=np.inf)
    return least
