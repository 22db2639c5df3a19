"""Why not our hall? The best plan with it, what that costs, what would make it win."""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from geo.app import cache, code
from geo.app.markdown import plain
from geo.app.widgets.why.shown import show_code, table
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Proposal
from geo.core.scalars import python_of
from geo.explain import WhyNot, why_not
from geo.study import reach_of
from geo.words import _

__all__ = ["why_not_here"]


def why_not_here(found: Proposal, key: str) -> None:
    """Let a visitor name any venue that the plan leaves out."""
    sites = found.study.sites
    names = dict(zip(sites.ids, sites.names, strict=True))
    out = [i for i in sites.ids if i not in set(found.plan.open_ids)]
    if not out:
        st.info(_("The plan opens every venue there is."))
        return
    chosen = st.selectbox(
        _("Venue"), out, format_func=lambda i: f"{i} · {names[i]}", key=f"hall-{key}"
    )
    share = 1.0 if sites.capacity is None else _come_share(key)
    found_why = soon_or_stopped(
        f"hall-{key}",
        (*cache.plan_key(found), repr(chosen), repr(share)),
        lambda report: why_not(
            found.plan,
            reach_of(found.study, found.plan.problem, found.plan.mode),
            chosen,
            come_share=share,
            limit_s=LIMIT_S,
            progress=report,
        ),
    )
    if found_why is None:
        return
    st.markdown(f"**{plain(str(found_why))}**")
    if found_why.loss is not None:
        _changes(found, found_why, names)
    further = "" if share == 1 else f", come_share={share!r}"
    call = f"print(geo.why_not(plan, reach, {python_of(chosen)!r}{further}))"
    show_code(code.of_plan(found.plan, found.study, [call]), is_whole=found_why.is_complete)


def _come_share(key: str) -> float:
    """Ask how many of the workers near come at once: a place serves so many more than one."""
    percent = st.slider(
        _("Of the workers near, come at the same time (%)"),
        1,
        100,
        100,
        key=f"hall-come-{key}",
        help=_(
            "The plan counts everybody near, whatever room there is. Where places are counted, a "
            "venue with 60 serves 1,200 workers of whom 5 % come at the same time."
        ),
    )
    return percent / 100


def _changes(found: Proposal, asked: WhyNot, names: dict[object, str]) -> None:
    """Show what changes in the plan, and each change that would make the venue win."""
    ours, theirs = found.plan.open_ids, asked.with_open_ids or ()
    today = set(found.study.sites.ids[found.study.sites.is_existing])
    left, right = st.columns(2)
    with left:
        st.caption(_("The best plan with it"))
        word = {(True, True): _("stays"), (False, True): _("comes in"), (True, False): _("goes")}
        rows = [
            (names[i], word[i in ours, i in theirs])
            for i in dict.fromkeys((*theirs, *ours))
            if not (i in today and i in ours and i in theirs)  # homes of today that both keep
        ]
        table(pd.DataFrame(rows, columns=[_("site"), _("change")]))
    with right:
        st.caption(_("The least change that makes it win, each by itself"))
        table(
            pd.DataFrame(_winning(found, asked), columns=[_("condition"), _("today"), _("wins at")])
        )


def _winning(found: Proposal, asked: WhyNot) -> list[tuple[str, str, str]]:
    """List the changes: what, how it is today, how it would have to be."""
    if not asked.loss:
        return [(_("nothing: it is as good already"), "", "")]
    if asked.loss < 0:
        return [(_("that it may be used: it is better already"), "", "")]
    none = _("no value does")
    cost, site = found.study.sites.cost, list(found.study.sites.ids).index(asked.site_id)
    rows = []
    if "own_radius_m" in asked.sought:
        rows.append(
            (
                _("how far people come to it"),
                _("{m:,.0f} m", m=asked.radius_m),
                none if asked.own_radius_m is None else _("{m:,.0f} m", m=ceil(asked.own_radius_m)),
            )
        )
    if "extra_each" in asked.sought:
        rows.append(
            (
                _("workers more at each firm around it"),
                "0",
                none if asked.extra_each is None else f"{asked.extra_each:,}",
            )
        )
    if "cost_yuan" in asked.sought and cost is not None:
        rows.append(
            (
                _("yearly cost"),
                _("{cost:,} yuan", cost=int(cost[site])),
                none if asked.cost_yuan is None else _("{cost:,} yuan", cost=asked.cost_yuan),
            )
        )
    return [*rows, *_places(found, asked)]


def _places(found: Proposal, asked: WhyNot) -> list[tuple[str, str, str]]:
    """Say how many places would do, where only those who find room count."""
    what, room = _("places, if only those who find room count"), asked.room
    if found.study.sites.capacity is None:
        return [(what, _("not in the list"), "–")]
    if room is None:
        return []
    if not room.is_proven:
        wins = _("not proven in time")
    elif room.places_to_win is None:
        wins = _("no value does")
    else:
        wins = _("wins already") if room.wins else f"{room.places_to_win:,}"
    return [(what, f"{room.places:,}", wins)]
