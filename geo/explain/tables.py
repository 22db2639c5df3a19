"""Tables of a study as a person reads them."""

from __future__ import annotations

import pandas as pd

from geo.core import Coverage, Study

__all__ = ["firm_table", "gap_table", "site_table"]

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
