"""Sites as a table that a person can change, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.core.crs import lonlat
from geo.core.edits.cells import is_missing, plain, same, texts
from geo.core.edits.draft import Draft
from geo.core.edits.log import Edit
from geo.core.edits.place import DECIMALS, PLACE, fresh_id, placed_row
from geo.core.edits.sites import AddSite, ChangeSite, DropSite, MoveSite
from geo.core.sites import AMOUNTS
from geo.core.study import Study

__all__ = ["site_changes", "site_rows"]

_CELLS = ("host", "kind", "area_m2", "hours", "entrances")


def site_rows(study: Study) -> pd.DataFrame:
    """List the sites: ``id, name, status, lon, lat, capacity, cost`` and what else can be changed.

    The row of a site is its position; a row without an id is a new one.
    """
    sites, draft = study.sites, Draft.of(study.sites)
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    table = {
        # Texts by kind, not by content: a list without sites would else look like numbers.
        "id": texts(sites.ids),
        "name": texts(sites.names),
        "status": texts(sites.status),
        "lon": lon.round(DECIMALS),
        "lat": lat.round(DECIMALS),
        **{name: pd.array(draft.amounts[name], dtype="Int64") for name in AMOUNTS},
    }
    for column in _CELLS:
        known = sites.table.get(column, [None] * len(sites))
        if column == "area_m2":
            table[column] = pd.to_numeric(pd.Series(known, dtype=object), errors="coerce")
        else:
            table[column] = texts(known)
    return pd.DataFrame(table)


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
    names = [c for c in was.index if c not in ("id", *PLACE)]
    cells = tuple((c, plain(now[c])) for c in names if not same(was[c], now[c]))
    edits: list[Edit] = [ChangeSite(site_id, cells)] if cells else []
    if not all(same(was[c], now[c]) for c in PLACE):
        edits.append(MoveSite(site_id, *placed_row(study, now)))
    return edits


def _new_site(study: Study, site_id: object, new: pd.Series) -> Edit:
    x, y = placed_row(study, new)
    names = [c for c in new.index if c not in ("id", *PLACE)]
    cells = tuple((c, plain(new[c])) for c in names if not is_missing(new[c]))
    return AddSite(site_id, x, y, cells)
