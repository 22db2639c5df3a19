"""Page: who has no home nearby today."""

from __future__ import annotations

import streamlit as st

from geo.app import cache, state, widgets
from geo.core import Study
from geo.explain import covered_today
from geo.words import N_, _

TITLE, ICON = N_("Gaps"), ":material/person_search:"

__all__ = ["ICON", "TITLE", "page"]


def page() -> None:
    """Show coverage today, the small unionised firms without a home, the worker density."""
    st.title(_("Who has no home nearby today?"))
    study = state.study()
    scenario = widgets.way(state.scenario(), key="gaps")
    state.keep(scenario)
    covered = cache.coverage(study, scenario)
    gaps = cache.gaps(study, scenario)
    widgets.numbers(
        {
            _("Workers covered today"): (covered.covered, covered.share),
            _("Workers without a home nearby"): (
                covered.total - covered.covered,
                1 - covered.share,
            ),
            _small(study): (int(gaps["is_small_unionised"].sum()), None),
        }
    )
    density = st.toggle(_("Worker density"), key="gaps_density")
    widgets.show_map(
        cache.map_of_study(study, scenario, density=density),
        key="gaps",
        summary=covered_today(study, covered),
    )
    widgets.walks(cache.walks(study, scenario), study)
    widgets.gaps(study, scenario, gaps)


def _small(study: Study) -> str:
    """Name the small firms; of their unions only what the list says."""
    if study.knows_unions:
        return _("Small unionised firms without one")
    return _("Small firms without one (unions not known)")
