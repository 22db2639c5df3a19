"""Plans nearly as good: what they change, which sites all of them share, which none opens."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.markdown import plain
from geo.app.widgets.why.measured import Measured
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Proposal
from geo.explain import Dish, Menu, menu
from geo.study import reach_of
from geo.words import _

__all__ = ["near_best"]

_MOST = 10


def near_best(found: Proposal, key: str) -> None:
    """List plans within some percent of the best."""
    percent, share, differ = _asked(found, key)
    plan, study = found.plan, found.study
    listed = soon_or_stopped(
        f"menu-{key}",
        (*cache.plan_key(found), str(share), str(differ)),
        lambda report: menu(
            plan,
            reach_of(study, plan.problem, plan.mode),
            n=_MOST,
            within_share=share,
            differ=differ,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if listed is None:
        return
    _say(listed, percent)
    full = plan.total if plan.most is None else plan.most
    _listed(listed, Measured(plan.problem, full, study))
    further = f", differ={differ}" if differ > 1 else ""
    call = f"print(geo.menu(plan, reach, within_share={share}{further}))"
    show_code(code.of_plan(plan, study, [call]), is_whole=listed.has_all)


def _asked(found: Proposal, key: str) -> tuple[float, float, int]:
    """Ask how much worse a plan may be, in percent and as a share, and how unlike."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    percent = left.slider(
        _("How much worse a plan may be (%)"), 0.0, 10.0, 2.0, 0.5, key=f"menu-percent-{key}"
    )
    most = max(len(found.plan.new_ids), 1)
    differ = int(
        right.number_input(
            _("Differ in at least (sites)"),
            1,
            most,
            1,
            key=f"menu-differ-{key}",
            help=_(
                "Counted are the sites that one plan opens and the other does not, or the other "
                "way round, whichever are more: a swap counts as one, and so does one site more or "
                "less."
            ),
        )
    )
    return percent, round(percent / 100, 4), differ


def _listed(listed: Menu, shown: Measured) -> None:
    """Show the plans, and what all or none of them open."""
    always, never = (shown.names(ids) for ids in (listed.always_ids, listed.never_ids))
    tiles(
        {
            _count_of(listed): (len(listed.plans), None),
            _("Sites in every plan that good")
            if listed.has_all
            else _("Sites in every plan that good, known so far"): (len(always), None),
            _("Venues in no plan that good")
            if listed.has_all
            else _("Venues in no plan that good, known so far"): (len(never), None),
        }
    )
    if listed.differ > 1:
        st.caption(
            _(
                "Each plan listed is the best that differs from all above it in {differ} sites or "
                "more; plans more alike may be as good, but are not listed.",
                differ=listed.differ,
            )
        )
    if not listed.has_all:
        st.caption(_("The list was cut short: what was not looked for any more is not told."))
    table(_table(listed, shown))
    if listed.has_all:
        sites = [_(", ").join(plain(name) for name in some) for some in (always, never)]
        none = _("none of those left to choose")
        st.markdown(_("In every plan that good: {sites}.", sites=sites[0] or none))
        st.markdown(_("In none: {sites}.", sites=sites[1] or none))


def _count_of(listed: Menu) -> str:
    """Name what the first tile counts."""
    if not listed.is_complete:
        return _("Plans listed (there may be more)")
    if listed.differ > 1:
        return _("Plans {n} sites or more apart", n=listed.differ)
    return _("Plans that good")


def _say(listed: Menu, percent: float) -> None:
    """Say how many other plans come near this one."""
    st.markdown(f"**{_others(listed, percent)}**")


def _others(listed: Menu, percent: float) -> str:
    n, told = len(listed.plans) - 1, {"percent": percent, "differ": listed.differ}
    if not n and not listed.is_complete:
        return _("Whether another plan comes within {percent:g} % is not known.", **told)
    if not n and listed.differ > 1:
        return _(
            "No plan that differs in {differ} sites or more comes within {percent:g} % of this "
            "one.",
            **told,
        )
    if not n:
        return _("No other plan comes within {percent:g} % of this one.", **told)
    if not listed.is_complete:
        said = _("At least 1 other plan comes within {percent:g} %", **told)
        if n > 1:
            said = _("At least {n:,} other plans come within {percent:g} %", n=n, **told)
    elif n == 1:
        said = _("1 other plan comes within {percent:g} %", **told)
    else:
        said = _("{n:,} other plans come within {percent:g} %", n=n, **told)
    if listed.differ == 1:
        return said + _(".")
    return said + _(", each {differ} sites or more from any other listed.", **told)


def _table(listed: Menu, shown: Measured) -> pd.DataFrame:
    """Write the plans, each as what it changes in the first; a home that it closes is left out."""
    best, sites = listed.plans[0], shown.study.sites
    names = dict(zip(sites.ids, sites.names, strict=True))

    def changed(ids: set[object]) -> str:
        return _(", ").join(names[i] for i in names if i in ids) or "–"

    def row(number: int, dish: Dish) -> tuple[str, int, int, str, str]:
        ours, theirs = set(best.open_ids), set(dish.open_ids)
        out, into = changed(ours - theirs), changed(theirs - ours)
        value, loss = shown.number(dish.value), shown.number(dish.loss)
        return chr(ord("A") + number), value, loss, out, into

    value = _("value") if shown.unit == "sites" else shown.heading
    columns = [_("plan"), value, _("worse by"), _("leaves out"), _("takes in")]
    return pd.DataFrame([row(*one) for one in enumerate(listed.plans)], columns=columns)
