"""Page: the planner's own lists."""

from __future__ import annotations

import streamlit as st

from geo.app import databases, state, uploads, widgets
from geo.app.markdown import plain
from geo.words import N_, _

TITLE, ICON = N_("Data"), ":material/table:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Take lists of firms, venues and homes; show what was understood."""
    st.title(_("Your lists"))
    widgets.templates(uploads.template)
    with st.form("lists"):
        files = {
            "firms": st.file_uploader(
                _("Firms (with a column of workers)"), type=uploads.SUFFIXES, key="firms_file"
            ),
            "sites": st.file_uploader(
                _("Venues that could be used"), type=uploads.SUFFIXES, key="sites_file"
            ),
            "homes": st.file_uploader(
                _("Homes open today (if any)"), type=uploads.SUFFIXES, key="homes_file"
            ),
        }
        datum = widgets.stated_datum("lists")
        with st.expander(_("People counted by others, and boundaries"), icon=":material/grid_on:"):
            asked = widgets.people(uploads.RASTERS, uploads.MAPS, uploads.SUFFIXES)
        if st.form_submit_button(_("Read these lists"), type="primary"):
            uploads.take(files, asked, datum=datum)
            st.rerun()
    if databases.is_allowed():
        widgets.database(databases.connect, lambda tables, of: databases.take(tables, datum=of))
    widgets.columns(state.uploads(), uploads.open_lists)
    study = state.study()
    name = plain(_(study.name))
    if any(one.problem for one in state.uploads()):
        said = _("These lists are not open yet. Below still stands: {name}", name=name)
        st.info(said, icon=":material/info:")
    widgets.carried(state.corrections())
    st.subheader(name)
    widgets.counts(study)
    widgets.sources(study)
    widgets.datum_doctor(state.layers(), study, state.scenario(), uploads.take_over)
    widgets.findings(state.layers(), uploads.findings, uploads.amend)
    widgets.edit_lists(study)
    widgets.tables(study)
