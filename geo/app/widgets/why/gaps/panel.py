"""What lies behind the gaps: firms, a norm, two levels, the price of fairness, opening hours."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.app import state
from geo.app.widgets.lists.tables import firm_table
from geo.app.widgets.why.gaps.fair import price_of_fairness
from geo.app.widgets.why.gaps.groups import by_the_group
from geo.app.widgets.why.gaps.hours import by_the_hour
from geo.app.widgets.why.gaps.levels import homes_and_stations
from geo.app.widgets.why.gaps.norm import held_against_a_norm
from geo.app.widgets.why.soon import part
from geo.core import Scenario, Study
from geo.words import N_, _

__all__ = ["gaps"]

_ASKED = {
    "groups": (N_("By street, trade, size"), by_the_group),
    "norm": (N_("Is the norm met?"), held_against_a_norm),
    "levels": (N_("Homes and stations together"), homes_and_stations),
    "fair": (N_("The price of fairness"), price_of_fairness),
    "hours": (N_("By the hour"), by_the_hour),
}
_FIRMS = N_("Firms without a home")


@part
def gaps(study: Study, scenario: Scenario, firms: pd.DataFrame) -> None:
    """Let a visitor look behind the map; nothing is computed before they ask.

    Parameters
    ----------
    study, scenario
        The data, the radius and the rule of distance.
    firms
        The firms without a home nearby.
    """
    labels = {"firms": _FIRMS} | {name: label for name, (label, _show) in _ASKED.items()}
    chosen = st.segmented_control(
        _("What to look at"),
        list(labels),
        default="firms",
        format_func=lambda name: _(labels[name]),
        key="gaps-part",
        label_visibility="collapsed",
    )
    for name in _ASKED:
        if name != chosen:  # nobody waits for it any more
            state.forget_aside(name)
    if chosen in _ASKED:
        _ASKED[chosen][1](study, scenario)
    else:
        radius = scenario.problem.radius_m
        st.markdown("##### " + _("Firms without a home within {radius:,.0f} m", radius=radius))
        firm_table(firms, knows_unions=study.knows_unions)
