"""Who is covered today by street, by trade, by size of the firm."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.app import cache, code, state
from geo.app.widgets.shown.handed import hand
from geo.app.widgets.why.gaps.fair import BY
from geo.app.widgets.why.shown import show_code, table
from geo.core import Scenario, Study
from geo.explain import coverage_by_group, with_total
from geo.export.csv import table_csv
from geo.words import _

__all__ = ["by_the_group"]


def by_the_group(study: Study, scenario: Scenario) -> None:
    """Ask for the groups; show how many of each are covered, and hand the table out."""
    known = [c for c in BY if c in study.demand.table or c == "size_class"]
    by = st.selectbox(
        _("Group by"), known, format_func=lambda c: _(BY[c]), key=f"groups-by-{state.language()}"
    )
    times = int(getattr(scenario.problem, "times", 1))
    covered = cache.coverage(study, scenario)
    found = with_total(coverage_by_group(study.demand, covered, by=by, times=times))
    shown = pd.DataFrame(
        {
            _(BY[by]): found["group"],
            _("firms"): found["firms"],
            _("number of workers"): found["workers"],
            _("workers covered"): found["covered"],
            _("share"): [f"{share:.1%}" for share in found["share"]],
            _("firms without a home"): found["left_firms"],
        }
    )
    table(shown)
    hand(
        st.container(),
        _("Table as CSV"),
        partial(table_csv, shown),
        file_name=f"{_('Coverage by group')}.csv",
        mime="text/csv",
        key="groups-csv",
    )
    lines = [
        "coverage = reach.coverage(problem.radius_m)",
        f"print(coverage_by_group(study.demand, coverage, by={by!r}, times={times}))",
    ]
    imports = "from geo.explain import coverage_by_group"
    show_code(code.of_study(study, scenario.problem, scenario.mode, lines, imports=imports))
