"""How sure is a plan that covers the most: its figures, other ways, the plan that loses least."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app.markdown import plain
from geo.app.widgets.why.doubt.answered import Answered
from geo.app.widgets.why.shown import table
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Proposal
from geo.errors import StoppedError
from geo.explain import WAYS, Doubt, LeastRegret, least_regret, regret_line
from geo.solve import MaxCover
from geo.study import reach_of
from geo.words import _

__all__ = ["of_most"]


def of_most(known: Doubt, found: Proposal, asked: tuple[str, ...], key: str) -> Answered:
    """Say what the panel shows of a doubt about a plan that covers the most.

    Parameters
    ----------
    known, found
        The doubt, and the plan.
    asked, key
        All that the doubt depends on, and the panel's.
    """
    has_ways = isinstance(found.plan.problem, MaxCover)
    asked, drawn = (*asked, str(known.n_draws)), f"n={known.n_draws}, seed={found.plan.seed}"
    calls = (
        f"known = geo.doubt(plan, reach, errors, {drawn})",
        "print(known)",
        "print(least_regret(known, plan, reach))",
        f"print(geo.regret_line(plan, study, errors=errors, {drawn}))",
    )
    return Answered(
        _chosen(known),
        {
            _("As good as any, of {n} draws", n=known.n_answered): (
                round(known.best_share * known.n_answered),
                known.best_share,
            ),
            _("Covers at least, 95 % of the time"): (known.low, None),
            _("Covers at most, 95 % of the time"): (known.high, None),
        },
        _("How often other ways of choosing would have been as good") if has_ways else "",
        lambda: _other_ways(found, known, asked, key),
        lambda: _least(found, known, asked, key),
        "from geo.explain import Errors, least_regret",
        calls if has_ways else calls[:-1],
    )


def _chosen(known: Doubt) -> str:
    """Say what the shares are shares of: a draw in which no plan could be made counts in none."""
    if not known.n_unanswered:
        return _("How often each site stays chosen")
    return _("How often each site stays chosen, in draws in which a plan could be made")


def _least(found: Proposal, known: Doubt, asked: tuple[str, ...], key: str) -> None:
    """Look for the plan that loses least in its worst draw, and name its sites."""
    st.caption(_("The plan that loses least in its worst draw"))
    plan, study = found.plan, found.study
    try:
        least = soon_or_stopped(
            f"doubt-least-{key}",
            asked,
            lambda report: least_regret(
                known,
                plan,
                reach_of(study, plan.problem, plan.mode),
                limit_s=LIMIT_S,
                progress=report,
            ),
        )
    except StoppedError as error:  # the rest of the panel stands
        st.info(plain(str(error)), icon=":material/info:")
        return
    if least is not None:
        st.markdown(plain(_named(least, found)))


def _named(least: LeastRegret, found: Proposal) -> str:
    """Say what was found; of another plan than this one, the sites."""
    if least.is_own:
        return str(least)
    names = dict(zip(found.study.sites.ids, found.study.sites.names, strict=True))
    shown = least.new_ids or least.open_ids  # a plan that only closes opens nothing new
    sites = _(", ").join(names[i] for i in shown) or _("none")
    return str(least) + _(" Its sites: {sites}.", sites=sites)


def _other_ways(found: Proposal, known: Doubt, asked: tuple[str, ...], key: str) -> None:
    """Count the other ways over the draws that were made."""
    plan, errors, n = found.plan, known.errors, known.n_draws
    try:
        line = soon_or_stopped(
            f"doubt-ways-{key}",
            asked,
            lambda report: regret_line(
                plan, found.study, errors=errors, n=n, seed=plan.seed, progress=report
            ),
        )
    except StoppedError as error:  # the rest of the panel stands
        st.info(plain(str(error)), icon=":material/info:")
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
