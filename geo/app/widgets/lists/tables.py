"""Tables on the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from geo.app.markdown import plain
from geo.app.widgets.shown.grouped import grouped
from geo.app.widgets.shown.handed import hand
from geo.app.widgets.shown.listed import listed
from geo.core import STATUSES, Study
from geo.core.crs import DATUMS
from geo.explain import firm_table as firms_of
from geo.explain import site_table
from geo.export.csv import table_csv
from geo.read import KINDS
from geo.words import _, counted

__all__ = ["MOST_ROWS", "counts", "firm_table", "sources", "tables", "templates"]


MOST_ROWS = 2000
"""Rows of firms that travel to the browser; a million would be a hundred megabytes."""


def counts(study: Study) -> None:
    """Say how much the study holds."""
    sites = study.sites
    st.markdown(
        _(
            "{firms}, {workers}, {venues}, {homes}",
            firms=counted.firms(len(study.demand)),
            workers=counted.workers(study.demand.total),
            venues=counted.venues(int(sites.is_usable.sum())),
            homes=counted.homes_today(int(sites.is_existing.sum())),
        )
    )


_COUNT_PX = 92
_SOURCE_PX = (60, 220, _COUNT_PX, _COUNT_PX, 190, 160)
"""Widths of the columns below: all are in view on a laptop; a cell tells its whole text."""


def sources(study: Study) -> None:
    """Show where each layer came from and what its datum is."""
    layers = {
        "firms": _("firms"),
        "sites": _("venues"),
        "homes": _("homes"),
        "streets": _("streets"),
        "outline": _("outline"),
    }
    rows = [
        {
            _("layer"): layers.get(s.layer, s.layer),
            _("source"): _(s.name),
            _("rows used"): s.n_read,
            _("rows rejected"): s.n_rejected,
            _("datum"): _(DATUMS[s.datum]) + ("" if s.datum_known else _(" (taken, not known)")),
            _("licence"): s.licence,
        }
        for s in study.sources
    ]
    if rows:
        shown, widths = pd.DataFrame(rows), list(_SOURCE_PX)
        if not any(s.licence for s in study.sources):  # lists of one's own: the datum has its room
            shown, widths = shown.drop(columns=_("licence")), [*widths[:-2], sum(widths[-2:])]
        fitting: dict[str, Any] = {
            str(name): st.column_config.Column(width=px)
            for name, px in zip(shown, widths, strict=True)
        }
        fitting |= grouped(shown, width=_COUNT_PX)
        listed(shown, column_config=fitting)
    if study.areas is not None:
        n, name = len(study.areas.names), plain(study.areas.source)
        st.caption(_("Boundaries of {n:,} areas from {name}", n=n, name=name))


def templates(make: Callable[[str], bytes]) -> None:
    """Offer empty lists to fill in."""
    for (kind, label), column in zip(KINDS.items(), st.columns(len(KINDS)), strict=True):
        hand(
            column,
            _("Empty list: {what}", what=_(label)),
            partial(make, kind),
            file_name=f"{kind}.xlsx",
            key=f"template-{kind}",
            width="stretch",
        )


def firm_table(table: pd.DataFrame, *, knows_unions: bool = True, key: str = "firms") -> None:
    """Show firms in the order given; of very many the first, and a file with all of them.

    Parameters
    ----------
    table
        The firms.
    knows_unions
        Whether the list says which of them have a union.
    key
        Where it stands, if there are several on a page.
    """
    small = _("small unionised") if knows_unions else _("small")
    headings = {
        "id": _("id"), "name": _("name"), "workers": _("number of workers"),
        "is_estimated": _("workers estimated"), "is_small_unionised": small,
        "street": _("street"), "industry": _("industry"), "members": _("members"),
    }  # fmt: skip
    shown = table.head(MOST_ROWS).rename(columns=headings)
    config = grouped(shown, but={headings["id"]})
    listed(shown, column_config=config)
    if len(table) <= MOST_ROWS:
        return
    st.caption(_("The first {n:,} of {all:,} rows.", n=MOST_ROWS, all=len(table)))
    hand(
        st.container(),
        _("All rows as CSV"),
        partial(table_csv, table.rename(columns=headings)),
        file_name="firms.csv",
        mime="text/csv",
        key=f"{key}-all",
    )


def tables(study: Study) -> None:
    """Show the lists as they were understood."""
    firms, sites = st.tabs([_("Firms"), _("Sites")])
    with firms:
        firm_table(firms_of(study), knows_unions=study.knows_unions)
    with sites:
        table = site_table(study)
        table["status"] = [_(STATUSES[s]) for s in table["status"]]
        config = grouped(table, but={"id"})
        listed(table, column_config=config)
