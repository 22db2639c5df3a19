"""Ground on foot, in a table: how far one walks to each home in so many minutes."""

from __future__ import annotations

import streamlit as st

from geo.app.alone import by_itself
from geo.app.markdown import plain
from geo.app.widgets.shown.listed import listed
from geo.core import OnFoot, Proposal, Study
from geo.explain import longest_table, walk_table
from geo.words import _

__all__ = ["longest_ways", "walks"]


def walks(walked: OnFoot | None, study: Study) -> None:
    """Show the ground of each open home and of all together; nothing where none is walked."""
    if walked is None:
        return
    with st.expander(_("On foot: ground, firms and workers by minutes"), icon=":material/timer:"):
        _table(walked, study)
        for remark in walked.remarks:
            st.caption(plain(remark))


@by_itself()
def _table(walked: OnFoot, study: Study) -> None:
    whole = st.column_config.NumberColumn
    listed(
        walk_table(walked, study),
        column_config={
            "site": _("Home"),
            "minutes": whole(_("Minutes"), format="%.1f"),
            "metres": whole(_("Metres"), format="localized"),
            "area_km2": whole(_("Area (km²)"), format="%.2f"),
            "firms": whole(_("Firms"), format="localized"),
            "workers": whole(_("Workers"), format="localized"),
        },
    )


def longest_ways(found: Proposal) -> None:
    """List the longest way to each home, street by street; nothing where none is walked."""
    if not found.longest_ways:
        return
    with st.expander(_("The longest way to each home"), icon=":material/route:"):
        listed(
            longest_table(found),
            column_config={
                "site": _("Home"),
                "firm": _("From"),
                "metres": st.column_config.NumberColumn(_("Metres"), format="localized"),
                "minutes": st.column_config.NumberColumn(_("Minutes"), format="%.1f"),
                "streets": st.column_config.TextColumn(_("Along"), width="large"),
            },
        )
        st.caption(_("The map draws them: switch them on in its list of layers."))
