"""Lists as tables that a person can change, and what they changed in them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geo.core.crs import lonlat
from geo.core.edits.draft import Draft
from geo.core.edits.firms import MoveFirm, WeighFirm
from geo.core.edits.log import Edit
from geo.core.edits.place import fresh_id, placed
from geo.core.edits.sites import AddSite, ChangeSite, DropSite, MoveSite
from geo.core.sites import AMOUNTS
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["firm_changes", "firm_rows", "site_changes", "site_rows"]

_CELLS = ("host", "kind", "area_m2", "hours", "entrances")
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


def firm_rows(study: Study, find: str, *, most: int) -> pd.DataFrame:
    """List firms: ``id, name, workers, lon, lat``, the largest first; the row is the position.

    Parameters
    ----------
    study
        The study.
    find
        Part of a name or of an id; empty for all.
    most
        Rows at most.
    """
    demand = study.demand
    pos = np.arange(len(demand))
    named = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    if find:
        said, key = named.astype(str), pd.Series(demand.ids).astype(str)
        found = said.str.contains(find, case=False, regex=False) | (key == find)
        pos = np.flatnonzero(found.to_numpy())
    pos = pos[np.argsort(-demand.weight[pos], kind="stable")][:most]
    lon, lat = lonlat(demand.x[pos], demand.y[pos], demand.crs)
    return pd.DataFrame(
        {
            "id": [str(i) for i in demand.ids[pos]],
            "name": _texts(named.iloc[pos]).to_numpy(),
            "workers": demand.weight[pos],
            "lon": lon.round(_DECIMALS),
            "lat": lat.round(_DECIMALS),
        },
        index=pos,
    )


def firm_changes(study: Study, before: pd.DataFrame, edited: pd.DataFrame) -> tuple[Edit, ...]:
    """Find what was changed in a table of `firm_rows`."""
    edits = list[Edit]()
    for row in before.index:
        was, now, firm_id = before.loc[row], edited.loc[row], study.demand.ids[row]
        if not _same(was["workers"], now["workers"]):
            if _is_missing(now["workers"]):
                raise InputError(_("{name}: the number of workers is missing.", name=was["name"]))
            edits.append(WeighFirm(firm_id, int(now["workers"])))
        if not all(_same(was[c], now[c]) for c in _PLACE):
            edits.append(MoveFirm(firm_id, *_place(study, now)))
    return tuple(edits)


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
