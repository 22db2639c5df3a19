"""Tables of a study as a person reads them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Coverage, Study
from geo.core.sites import AMOUNTS
from geo.errors import InputError
from geo.words import _

__all__ = ["firm_table", "gap_table", "site_sheet", "site_table", "with_site_sheet"]

_FURTHER = ("is_estimated", "street", "industry", "members")


def gap_table(study: Study, coverage: Coverage) -> pd.DataFrame:
    """List the firms that no open home covers, largest first.

    Returns
    -------
    pandas.DataFrame
        ``id, name, workers, is_small_unionised`` and, where known, ``is_estimated`` (whether
        nobody counted the workers), ``street, industry``.
    """
    firms = firm_table(study)
    return firms[~coverage.is_covered].sort_values("workers", ascending=False, ignore_index=True)


def firm_table(study: Study) -> pd.DataFrame:
    """List the firms as a person reads them: ``id, name, workers, is_small_unionised, ...``."""
    known = study.demand.table
    named = known["name"] if "name" in known else study.demand.ids.astype(str)
    columns = {
        "id": study.demand.ids,
        "name": named,
        "workers": study.demand.weight,
        "is_small_unionised": study.is_small_unionised,
    }
    further = {c: known[c] for c in _FURTHER if c in known}
    return pd.DataFrame(columns | further)


def site_table(study: Study) -> pd.DataFrame:
    """List the sites as a person reads them: ``id, name, status`` and what else is known."""
    sites = study.sites
    table = pd.DataFrame({"id": sites.ids, "name": sites.names, "status": sites.status})
    for name in ("capacity", "cost"):
        if (values := getattr(sites, name)) is not None:
            table[name] = values
    for name in ("host", "kind", "area_m2", "hours"):
        if name in sites.table:
            table[name] = sites.table[name].to_numpy()
    return table


def site_sheet(study: Study) -> pd.DataFrame:
    """List what a planner may change of each site, whether it is known yet or not.

    Returns
    -------
    pandas.DataFrame
        ``id, name, status, area_m2, hours, capacity, cost_yuan``, ``(n_site,)`` rows; a missing
        amount is NaN, missing hours are None.
    """
    sites = study.sites
    known = sites.table
    sheet = pd.DataFrame({"id": sites.ids, "name": sites.names, "status": sites.status})
    area = known.get("area_m2", pd.Series(np.full(len(sites), np.nan)))
    sheet["area_m2"] = pd.to_numeric(area, errors="coerce").astype("float64")
    hours = known["hours"] if "hours" in known else [None] * len(sites)
    sheet["hours"] = pd.Series(list(hours), dtype=object).where(lambda h: h.notna(), None)
    for name, column in AMOUNTS.items():
        sheet[column] = sites.known(name)
    return sheet


def with_site_sheet(study: Study, sheet: pd.DataFrame) -> Study:
    """Return the study with what was changed in its `site_sheet`; unchanged, the very same study.

    An amount counts in questions once every site has one; until then it is kept in the table.

    Raises
    ------
    InputError
        Rows came or went, or an amount is no whole number of 0 or more.
    """
    before, sites = site_sheet(study), study.sites
    if list(sheet["id"]) != list(before["id"]):
        raise InputError(_("Sites come and go on page Data; here only their figures change."))
    if sheet.equals(before):
        return study
    table = sites.table.copy()
    kept = ("area_m2", "hours", *AMOUNTS.values())
    for column in (c for c in kept if c in table or sheet[c].notna().any()):
        _check_amounts(sheet, column)
        table[column] = sheet[column].to_numpy()
    new = replace(
        sites,
        status=sheet["status"].to_numpy(dtype="U16"),
        capacity=_whole(sheet["capacity"]),
        cost=_whole(sheet["cost_yuan"]),
        table=table,
    )
    return study.with_sites(new)


def _check_amounts(sheet: pd.DataFrame, column: str) -> None:
    if column == "hours":
        return
    bad = sheet[column].notna() & ~(sheet[column] >= 0)
    if column != "area_m2":
        bad |= sheet[column].notna() & (sheet[column] % 1 != 0)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise InputError(
            _(
                "{name}: {value} is no whole number of 0 or more; correct it in the table.",
                name=sheet["name"].iloc[row],
                value=f"{sheet[column].iloc[row]:g}",
            )
        )


def _whole(amounts: pd.Series) -> npt.NDArray[np.int64] | None:
    return None if amounts.isna().any() else amounts.to_numpy(np.int64)
