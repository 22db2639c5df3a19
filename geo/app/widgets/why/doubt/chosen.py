"""How often each site stays chosen over the draws of a doubt."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.app.widgets.why.shown import table
from geo.core import Proposal
from geo.words import _

__all__ = ["chosen_in"]


def chosen_in(chosen: tuple[tuple[object, float], ...], found: Proposal) -> None:
    """Show pairs of a site's id and a share of draws, 0..1; the plan's own sites are marked."""
    sites = found.study.sites
    names = dict(zip(sites.ids, sites.names, strict=True))
    ours = set(found.plan.new_ids)
    rows = pd.DataFrame(
        {
            _("site"): [names[i] for i, _share in chosen],
            _("in the plan"): ["★" if i in ours else "" for i, _share in chosen],
            _("chosen in"): [100 * share for _site, share in chosen],
        }
    )
    bar = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.0f%%")
    table(rows, {_("chosen in"): bar})
