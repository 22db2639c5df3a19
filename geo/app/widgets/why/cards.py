"""A card for each proposed site: a sentence, numbers, what else there is to know."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import code
from geo.app.markdown import plain
from geo.app.widgets.why.shown import show_code
from geo.core import Proposal
from geo.explain import called, catchment_of, is_all_weighed, said_of_served, with_reserve
from geo.words import _, counted

__all__ = ["site_cards"]

_ABREAST = 3


def site_cards(found: Proposal, key: str) -> None:
    """Show what each proposed site brings, and what would be lost without it."""
    del key
    cards = found.cards[found.cards["is_new"]].to_dict("records")
    if not cards:
        st.info(_("This plan opens no new site."))
        return
    only = sum(card["only_here"] for card in cards)
    st.markdown(_depending(len(cards), only))
    for first in range(0, len(cards), _ABREAST):
        row = cards[first : first + _ABREAST]
        for card, column in zip(row, st.columns(_ABREAST), strict=False):
            with column.container(border=True, height="stretch"):
                _card(found, card)
    show_code(
        code.of_plan(
            found.plan, found.study, ["for card in geo.explain(plan, reach):", "    print(card)"]
        )
    )


def _catchment(found: Proposal, card: dict[Any, Any]) -> list[str]:
    """Say how large the catchment is, where the ground is known, and whom the site serves."""
    said, area_m2 = [], catchment_of(found, card["site_id"])
    if area_m2 is not None:
        said.append(
            _(
                "Catchment: {km2:.2f} km² from which it is within {radius:,.0f} m",
                km2=area_m2 / 1e6,
                radius=found.plan.problem.radius_m,
            )
        )
    if card["firms"]:
        said.append(said_of_served(card["served"], card["served_firms"], card["longest_m"]))
    return said


def _card(found: Proposal, card: dict[Any, Any]) -> None:
    st.markdown(f"**★ {card['rank']} · {plain(card['name'])}**")
    st.markdown(
        _(
            "Reaches **{workers}** in {firms}; of them **{new:,}** with no home nearby today and "
            "**{only:,}** with this one only.",
            workers=counted.workers(card["reach"]),
            firms=counted.firms(card["firms"]),
            new=card["new"],
            only=card["only_here"],
        )
    )
    lines = [_firms(found, card), *_catchment(found, card), *_lines(found, card)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _firms(found: Proposal, card: dict[Any, Any]) -> str:
    """Say how many of the firms are new, and how many have no other home; small ones apart."""
    parts = {
        "firms": card["firms"],
        "new": card["new_firms"],
        "only": card["only_here_firms"],
        "small": card["small_firms"],
        "new_small": card["new_small_firms"],
        "only_small": card["only_here_small_firms"],
    }
    if found.study.knows_unions:
        return _(
            "Firms: {firms:,}, {new:,} of them new, {only:,} only here; small unionised ones: "
            "{small:,}, {new_small:,} new, {only_small:,} only here",
            **parts,
        )
    return _(
        "Firms: {firms:,}, {new:,} of them new, {only:,} only here; with fewer than {line} "
        "workers: {small:,}, {new_small:,} new, {only_small:,} only here",
        **parts,
        line=found.study.small_firm_line,
    )


def _lines(found: Proposal, card: dict[Any, Any]) -> list[str]:
    """Say what else is known of a site, a line each."""
    said = []
    if card["runner_up_name"]:
        said.append(_instead(found, card))
    if not pd.isna(card["nearest_home_m"]):
        said.append(
            _(
                "Nearest home today: {home}, {metres:,.0f} m as the crow flies",
                home=plain(card["nearest_home_name"]),
                metres=card["nearest_home_m"],
            )
        )
    said.append(_("Hours: {hours}", hours=plain(card["hours"]) or _("not known")))
    said.append(_cost(card))
    return said


def _instead(found: Proposal, card: dict[Any, Any]) -> str:
    """Say what venue is next best in the place of a site, and what that comparison leaves out."""
    loss, problem = card["loss_if_swapped"], found.plan.problem
    other = plain(called(card["runner_up_name"], is_home=card["runner_up_is_home"]))
    if loss > 0:
        said = _(
            "Next best in its place: {other} ({loss:,.0f} workers fewer)", other=other, loss=loss
        )
    elif loss < 0:
        said = _("Best in its place: {other} ({more:,.0f} workers more)", other=other, more=-loss)
    else:
        said = _("Next best in its place: {other} (as many workers)", other=other)
    times = int(getattr(problem, "times", 1))
    return with_reserve(said, times, is_all_weighed=is_all_weighed(problem))


def _cost(card: dict[Any, Any]) -> str:
    if pd.isna(card["cost_yuan"]):
        return _("Yearly cost: not known")
    if pd.isna(card["cost_per_new_yuan"]):
        return _("Yearly cost: {cost:,.0f} yuan", cost=card["cost_yuan"])
    return _(
        "Yearly cost: {cost:,.0f} yuan, {each:,.0f} for each newly covered worker",
        cost=card["cost_yuan"],
        each=card["cost_per_new_yuan"],
    )


def _depending(n: int, only: int) -> str:
    """Say how many workers have no other home near than one of ``n`` new sites."""
    if n == 1:
        return _(
            "1 new site; on it alone depend **{only}**, with no home nearby if it fell through.",
            only=counted.workers(only),
        )
    return _(
        "{n:,} new sites; on one of them alone depend **{only}**, with no home nearby if it fell "
        "through.",
        n=n,
        only=counted.workers(only),
    )
