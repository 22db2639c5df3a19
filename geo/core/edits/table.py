"""Lists as tables that a person can change, and what they changed in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from geo.core.crs import lonlat
from geo.core.edits.draft import Draft
from geo.core.edits.firm_list import AddFirm, DropFirm, fresh_firm_id
from geo.core.edits.firms import ChangeFirm, MoveFirm, WeighFirm
from geo.core.edits.log import Edit
from geo.core.edits.place import fresh_id, placed
from geo.core.edits.sites import AddSite, ChangeSite, DropSite, MoveSite
from geo.core.sites import AMOUNTS
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["firm_changes", "firm_rows", "site_changes", "site_rows"]

_CELLS = ("host", "kind", "area_m2", "hours", "entrances")
_SAID = ("street", "industry", "members", "is_unionised")
"""What can be changed of a firm, where the list tells it, beside name, workers and place."""
_DECIMALS = 6  # of a degree, about 10 cm: what a table shows of a place
_PLACE = ["lon", "lat"]


def site_rows(study: Study) -> pd.DataFrame:
    """List the sites: ``id, name, status, lon, lat, capacity, cost`` and what else can be changed.

    The row of a site is its position; a row without an id is a new one.
    """
    sites, draft = study.sites, Draft.of(study.sites)
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    table = {
        # Texts by kind, not by content: a list without sites would else look like numbers.
        "id": _texts(sites.ids),
        "name": _texts(sites.names),
        "status": _texts(sites.status),
        "lon": lon.round(_DECIMALS),
        "lat": lat.round(_DECIMALS),
        **{name: pd.array(draft.amounts[name], dtype="Int64") for name in AMOUNTS},
    }
    for column in _CELLS:
        known = sites.table.get(column, [None] * len(sites))
        if column == "area_m2":
            table[column] = pd.to_numeric(pd.Series(known, dtype=object), errors="coerce")
        else:
            table[column] = _texts(known)
    return pd.DataFrame(table)


def _texts(values: Iterable[object]) -> pd.Series[str]:
    return pd.Series([None if _is_missing(v) else str(v) for v in values], dtype="str")


def site_changes(
    study: Study, edited: pd.DataFrame, *, taken: Iterable[object] = ()
) -> tuple[Edit, ...]:
    """Find what was changed in the table of `site_rows`.

    Parameters
    ----------
    study
        The study whose sites were listed.
    edited
        The table as it came back: rows deleted, changed, or added without an id.
    taken
        Ids used before; a new site gets none of them.

    Raises
    ------
    InputError
        A new row has no place.
    """
    before, edits = site_rows(study), list[Edit]()
    is_new = edited["id"].isna() | (edited["id"] == "")
    old = edited[~is_new]
    for row in old.index:
        edits += _changed_site(study, row, before.loc[row], old.loc[row])
    edits += [DropSite(study.sites.ids[row]) for row in before.index.difference(old.index)]
    ids = [*study.sites.ids, *taken]
    for _row, new in edited[is_new].iterrows():
        ids.append(fresh_id(ids))
        edits.append(_new_site(study, ids[-1], new))
    return tuple(edits)


def _changed_site(study: Study, row: int, was: pd.Series, now: pd.Series) -> list[Edit]:
    site_id = study.sites.ids[row]
    names = [c for c in was.index if c not in ("id", *_PLACE)]
    cells = tuple((c, _plain(now[c])) for c in names if not _same(was[c], now[c]))
    edits: list[Edit] = [ChangeSite(site_id, cells)] if cells else []
    if not all(_same(was[c], now[c]) for c in _PLACE):
        edits.append(MoveSite(site_id, *_place(study, now)))
    return edits


def _new_site(study: Study, site_id: object, new: pd.Series) -> Edit:
    x, y = _place(study, new)
    names = [c for c in new.index if c not in ("id", *_PLACE)]
    cells = tuple((c, _plain(new[c])) for c in names if not _is_missing(new[c]))
    return AddSite(site_id, x, y, cells)


def firm_rows(study: Study, find: str, *, most: int, first: Collection[str] = ()) -> pd.DataFrame:
    """List firms: ``id, name, workers, lon, lat`` and what else the list tells, the largest first.

    The row is the position.

    Parameters
    ----------
    study
        The study.
    find
        Part of a name or of an id; empty for all.
    most
        Rows at most.
    first
        Ids, as text, of firms that come before the largest: those made by hand.
    """
    demand = study.demand
    pos = np.arange(len(demand))
    named = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    if find:
        said, key = named.astype(str), pd.Series(demand.ids).astype(str)
        found = said.str.contains(find, case=False, regex=False) | (key == find)
        pos = np.flatnonzero(found.to_numpy())
    pos = pos[np.argsort(-demand.weight[pos], kind="stable")]
    if first:
        is_first = demand.ids[pos].astype(str).isin(first)
        pos = np.r_[pos[is_first], pos[~is_first]]
    pos = pos[:most]
    lon, lat = lonlat(demand.x[pos], demand.y[pos], demand.crs)
    more = {c: _shown(demand.table[c].iloc[pos]) for c in _SAID if c in demand.table}
    return pd.DataFrame(
        {
            "id": _texts(demand.ids[pos]).to_numpy(),
            "name": _texts(named.iloc[pos]).to_numpy(),
            "workers": demand.weight[pos],
            "lon": lon.round(_DECIMALS),
            "lat": lat.round(_DECIMALS),
            **more,
        },
        index=pos,
    )


def _shown(column: pd.Series) -> object:
    """Show numbers and yes or no as they are, anything else as text."""
    return column.to_numpy() if column.dtype.kind in "biuf" else _texts(column).to_numpy()


def firm_changes(
    study: Study, before: pd.DataFrame, edited: pd.DataFrame, *, taken: Iterable[object] = ()
) -> tuple[Edit, ...]:
    """Find what was changed in a table of `firm_rows`.

    Parameters
    ----------
    study
        The study whose firms were listed.
    before
        The table as it was shown; firms that are not in it stay as they are.
    edited
        The table as it came back, its rows numbered from 0 as they were shown: deleted, changed, or
        added without an id.
    taken
        Ids used before; a new firm gets none of them.

    Raises
    ------
    InputError
        A new row has no place, or a row no number of workers.
    """
    edits, shown = list[Edit](), before.reset_index(drop=True)
    is_new = edited["id"].isna() | (edited["id"] == "")
    old = edited[~is_new]
    for row in old.index:
        firm_id = study.demand.ids[before.index[row]]
        edits += _changed_firm(study, firm_id, shown.loc[row], old.loc[row])
    gone = before.index[shown.index.difference(old.index)]
    edits += [DropFirm(study.demand.ids[pos]) for pos in gone]
    used = [*taken]
    for _row, new in edited[is_new].iterrows():
        used.append(fresh_firm_id(study, used))
        edits.append(_new_firm(study, used[-1], new))
    return tuple(edits)


def _changed_firm(study: Study, firm_id: object, was: pd.Series, now: pd.Series) -> list[Edit]:
    edits = list[Edit]()
    if not _same(was["workers"], now["workers"]):
        edits.append(WeighFirm(firm_id, _workers(now)))
    names = [c for c in ("name", *_SAID) if c in was.index and c in study.demand.table]
    cells = tuple((c, _plain(now[c])) for c in names if not _same(was[c], now[c]))
    edits += [ChangeFirm(firm_id, cells)] if cells else []
    if not all(_same(was[c], now[c]) for c in _PLACE):
        edits.append(MoveFirm(firm_id, *_place(study, now)))
    return edits


def _new_firm(study: Study, firm_id: object, new: pd.Series) -> Edit:
    x, y = _place(study, new)
    names = [c for c in ("name", *_SAID) if c in new.index and c in study.demand.table]
    cells = tuple((c, _plain(new[c])) for c in names if not _is_missing(new[c]))
    return AddFirm(firm_id, x, y, _workers(new), cells)


def _workers(row: pd.Series) -> int:
    if _is_missing(row["workers"]):
        name = _plain(row["name"]) or "?"
        raise InputError(_("{name}: the number of workers is missing.", name=name))
    return int(row["workers"])


def _place(study: Study, row: pd.Series) -> tuple[float, float]:
    if any(_is_missing(row[c]) for c in _PLACE):
        raise InputError(
            _("{name}: longitude and latitude are missing.", name=_plain(row["name"]) or "?")
        )
    return placed(study, float(row["lon"]), float(row["lat"]))


def _is_missing(value: object) -> bool:
    return bool(pd.isna(value)) or value == ""  # type: ignore[call-overload]


def _same(a: object, b: object) -> bool:
    return (_is_missing(a) and _is_missing(b)) or (
        not _is_missing(a) and not _is_missing(b) and a == b
    )


def _plain(value: object) -> object:
    if _is_missing(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
