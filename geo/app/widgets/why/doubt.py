"""How sure is this? The plan, its sites and the other ways of choosing over many draws."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.widgets.why.chosen import chosen_in
from geo.app.widgets.why.errors_asked import ask_for_errors
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.app.widgets.why.target import how_sure_of_a_target
from geo.core import Proposal
from geo.errors import StoppedError
from geo.explain import WAYS, Doubt, doubt, regret_line
from geo.solve import MaxCover, SetCover
from geo.study import reach_of
from geo.words import _

__all__ = ["how_sure"]

_DRAWS = 200


def how_sure(found: Proposal, key: str) -> None:
    """Ask how wrong the data may be; show what that does to the plan."""
    if isinstance(found.plan.problem, SetCover):
        how_sure_of_a_target(found, key)
        return
    errors, plan, study = ask_for_errors(key), found.plan, found.study
    asked = (*cache.plan_key(found), repr(errors))
    known = soon_or_stopped(
        f"doubt-{key}",
        asked,
        lambda report: doubt(
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
    _figures(known)
    left, right = st.columns(2)
    with left:
        st.caption(_("How often each site stays chosen"))
        chosen_in(known.chosen, found)
    with right:
        if isinstance(plan.problem, MaxCover):
            st.caption(_("How often other ways of choosing would have been as good"))
            _other_ways(found, known, asked, key)
    if known.has_held_any:
        _robust(known, found)
    drawn = f"n={known.n_draws}, seed={plan.seed}"
    calls = [
        f"errors = {code.value(errors)}",
        f"print(geo.doubt(plan, reach, errors, {drawn}))",
        f"print(geo.regret_line(plan, study, errors=errors, {drawn}))",
    ]
    counts = isinstance(plan.problem, MaxCover)
    imports = "from geo.explain import Errors"
    show_code(code.of_plan(plan, study, calls if counts else calls[:2], imports=imports))


def _figures(known: Doubt) -> None:
    """Show the plan's own figures."""
    tiles(
        {
            _("As good as any, of {n} draws", n=known.n_draws): (
                round(known.best_share * known.n_draws),
                known.best_share,
            ),
            _("Covers at least, 95 % of the time"): (known.low, None),
            _("Covers at most, 95 % of the time"): (known.high, None),
        }
    )


def _robust(known: Doubt, found: Proposal) -> None:
    """Name the sites of the plan that loses least in the worst draw."""
    among = (
        _("Of all plans seen")
        if known.has_held_all
        else _("Of the {n} plans that were best most often", n=known.n_held)
    )
    if set(known.robust_open_ids) == set(found.plan.open_ids):
        st.markdown(_("{among}, this one loses least in its worst draw.", among=among))
        return
    names = dict(zip(found.study.sites.ids, found.study.sites.names, strict=True))
    shown = known.robust_ids or known.robust_open_ids  # a plan that only closes opens nothing new
    st.markdown(
        _(
            "{among}, one with these sites loses least in its worst draw: {sites}; {least:,} "
            "workers, where this plan loses {ours:,}.",
            among=among,
            sites=_(", ").join(names[i] for i in shown) or _("none"),
            least=known.robust_regret,
            ours=known.worst_regret,
        )
    )


def _other_ways(found: Proposal, known: Doubt, asked: tuple[str, ...], key: str) -> None:
    """Count the other ways over the draws that were made."""
    plan, errors, n = found.plan, known.errors, known.n_draws
    try:
        line = soon_or_stopped(
            f"doubt-ways-{key}",
            (*asked, str(n)),
            lambda report: regret_line(
                plan, found.study, errors=errors, n=n, seed=plan.seed, progress=report
            ),
        )
    except StoppedError as error:  # the rest of the panel stands
        st.info(str(error), icon=":material/info:")
        return
    if line is None:
        return
    rows = pd.DataFrame(
        {
            _("way"): [_(WAYS[w]) for w in line["way"]],
            _("workers covered"): line["value"],
            _("as good as the plan in"): [_percent(s) for s in line["as_good_share"]],
            _("5 % worst draws"): line["low"],
        }
    )
    table(rows)


def _percent(share: Any) -> str:  # noqa: ANN401 - a number of a table
    return f"{share:.0%}"
