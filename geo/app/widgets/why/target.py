"""How sure is a target? What the fewest homes reach over many draws, and how many it takes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.widgets.why.chosen import chosen_in
from geo.app.widgets.why.errors_asked import ask_for_errors
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Proposal
from geo.explain import TargetDoubt, doubt_target
from geo.study import reach_of
from geo.words import _

__all__ = ["how_sure_of_a_target"]

_DRAWS = 200


def how_sure_of_a_target(found: Proposal, key: str) -> None:
    """Ask how wrong the data may be; show whether the plan still reaches its target."""
    errors, plan, study = ask_for_errors(key), found.plan, found.study
    known = soon_or_stopped(
        f"doubt-{key}",
        (*cache.plan_key(found), repr(errors)),
        lambda report: doubt_target(
            plan,
            reach_of(study, plan.problem, plan.mode),
            errors,
            n=_DRAWS,
            seed=plan.seed,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if known is None:
        return
    st.markdown(f"**{known}**")
    tiles(
        {
            _("Reaches its target, of {n} draws", n=known.n_draws): (
                round(known.met_share * known.n_draws),
                known.met_share,
            ),
            _("Homes open in this plan"): (plan.value, None),
            _("Draws in which no choice reaches it"): (
                round(known.beyond_share * known.n_draws),
                known.beyond_share,
            ),
        }
    )
    left, right = st.columns(2)
    with left:
        st.caption(_("How often each site stays chosen"))
        chosen_in(known.chosen, found)
    with right:
        st.caption(_("How many homes it takes in all"))
        _needed(known)
    calls = [
        f"errors = {code.value(errors)}",
        f"print(doubt_target(plan, reach, errors, n={known.n_draws}, seed={plan.seed}))",
    ]
    imports = "from geo.explain import Errors, doubt_target"
    show_code(code.of_plan(plan, study, calls, imports=imports))


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
