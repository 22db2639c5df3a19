"""Page: where the next homes should go."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, widgets
from geo.app.markdown import plain
from geo.core import Study
from geo.explain import covered_by
from geo.words import N_, _

TITLE, ICON = N_("Propose"), ":material/add_location:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Ask, solve, show, hand over."""
    st.title(_("Where should the next homes go?"))
    asked = st.container()
    left, middle, right = st.columns([2, 4, 2], vertical_alignment="center")
    with asked:
        scenario = widgets.question(state.scenario(), state.study(), extras_in=left)
    state.keep(scenario)
    with middle:
        widgets.whom()
    study = widgets.venues(switch_in=right)
    st.markdown(f"**{plain(scenario.problem.sentence())}** {widgets.counted(study, scenario)}")
    above, (left, right) = st.container(), st.columns([4, 3])
    with above:
        found = widgets.solved(study, scenario)
    if found is None:
        with left:
            _until_then(study)
        return
    with above:
        widgets.headline(found)
    with left:
        drawn = (cache.map_of_plan(found, density=False), covered_by(found.plan))
        widgets.show_map(*state.keep_shown("propose", study, drawn), key="propose")
    with right:
        widgets.cards(found, is_short=True)
        widgets.keep_plan(scenario, found)
    with left:  # below the map: beside it there is no room for all its columns
        if cache.is_ranked(scenario):
            widgets.other_ways(found)
    widgets.cards(found, is_short=False)
    widgets.walks(found.on_foot, found.study)
    widgets.longest_ways(found)
    widgets.altered_streets(scenario, found)
    widgets.why(found, key="propose")
    widgets.downloads(found, state.release())


def _until_then(study: Study) -> None:
    """Leave the map where it stands, with the plan before: made anew, the next takes longer."""
    before = state.last_shown("propose", study)
    if before is not None:
        drawn, summary = before
        widgets.show_map(
            drawn,
            _("The plan before, until the new one is found: {summary}", summary=summary),
            key="propose",
        )
