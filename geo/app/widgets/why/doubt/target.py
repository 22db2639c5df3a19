"""How sure is a target? What the fewest homes reach over many draws, and how many it takes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.app.widgets.why.doubt.answered import Answered
from geo.app.widgets.why.shown import table
from geo.core import Plan
from geo.explain import TargetDoubt
from geo.words import _

__all__ = ["of_target"]


def of_target(known: TargetDoubt, plan: Plan) -> Answered:
    """Say what the panel shows of a doubt about the fewest homes for a share."""
    met, beyond = known.met_share, known.beyond_share
    return Answered(
        _("How often each venue is among the fewest homes, in draws that reach the target"),
        {
            _("Reaches its target, of {n} draws", n=known.n_draws): (
                round(met * known.n_draws),
                met,
            ),
            _("Homes open in this plan"): (plan.value, None),
            _("Draws in which no choice reaches it"): (round(beyond * known.n_draws), beyond),
        },
        _("How many homes it takes in all"),
        lambda: _needed(known),
        lambda: None,
        "from geo.explain import Errors, doubt_target",
        (f"print(doubt_target(plan, reach, errors, n={known.n_draws}, seed={plan.seed}))",),
    )


def _needed(known: TargetDoubt) -> None:
    """List the numbers of homes, and in how many of the draws each is the fewest that do."""
    rows = pd.DataFrame(
        {
            _("homes open"): [k for k, _share in known.fewest],
            _("fewest in"): [100 * share for _k, share in known.fewest],
        }
    )
    bar = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%.0f%%")
    table(rows, {_("fewest in"): bar})
