"""A plan on the screen: three big numbers, a card for each site, the other ways, downloads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from geo.app import cache, code, state
from geo.app.widgets.shown.grouped import grouped
from geo.app.widgets.shown.handed import hand
from geo.app.widgets.shown.listed import listed
from geo.core import Proposal, Release
from geo.explain import WAYS, ways_left_out
from geo.export import EXPORTERS
from geo.words import _

__all__ = ["cards", "downloads", "headline", "numbers", "regret_line"]

_NARROW_PX, _NAME_PX = 56, 164
_ABREAST = 3


def numbers(shown: Mapping[str, tuple[int, float | None]]) -> None:
    """Show a few big numbers with their shares."""
    for (label, (number, share)), column in zip(shown.items(), st.columns(len(shown)), strict=True):
        text = f"{number:,}" if share is None else f"{number:,} ({share:.1%})"
        column.metric(label, text, border=True)


def headline(found: Proposal) -> None:
    """Show before, after, and what nothing can beat."""
    plan = found.plan
    share = plan.covered_before / plan.total if plan.total else 0.0
    proven = plan.status == "optimal"
    if plan.problem.sense == "min":
        third = (_("Homes open in the plan"), plan.value)
    else:
        third = (_("Nothing can beat") if proven else _("At most possible"), plan.bound)
    numbers(
        {
            _("Workers covered today"): (plan.covered_before, share),
            _("Covered by this plan"): (plan.covered, plan.share),
            third[0]: (third[1], None if plan.problem.sense == "min" else plan.bound_share),
        }
    )
    if proven:
        st.badge(
            _(
                "Proven best: value = bound = {bound:,}; solved in {seconds:.2f} s.",
                bound=plan.bound,
                seconds=plan.seconds,
            ),
            icon=":material/verified:",
            color="green",
        )
    else:
        st.warning(
            _("Not proven: a better plan may exist (gap {gap:.2%}).", gap=plan.gap),
            icon=":material/hourglass_top:",
        )


def cards(found: Proposal, *, is_short: bool) -> None:
    """List what each site brings: the numbers that matter, or all of them."""
    short = {
        "rank": _("no."), "name": _("site"), "reach": _("reach"), "new": _("new"),
    }  # fmt: skip
    more = {
        "only_here": _("only here"), "firms": _("firms"), "small_firms": _("small unionised firms")
        if found.study.knows_unions
        else _("small firms"),
        "runner_up_name": _("next best"),
        "loss_if_swapped": _("loss if swapped (below 0: gain)")
        if (found.cards["loss_if_swapped"].dropna() < 0).any()
        else _("loss if swapped"),
    }  # fmt: skip
    columns = short if is_short else short | more
    table = found.cards[list(columns)].copy()
    table["rank"] = [str(r) if r else _("today") for r in table["rank"]]
    said = _("What each site brings (workers)") if is_short else _("What each site brings, in full")
    st.markdown(f"##### {said}")
    shown = table.rename(columns=columns)
    width = _NARROW_PX if is_short else None
    narrow = {columns["rank"]: st.column_config.Column(width=width)}
    if is_short:  # long names would push the numbers out of sight; they stand below in full
        narrow[columns["name"]] = st.column_config.Column(width=_NAME_PX)
    listed(
        shown,
        placeholder="",
        column_config=narrow | grouped(shown, width=width),
    )


def regret_line(line: pd.DataFrame) -> None:
    """Set other ways of choosing beside the plan, in workers."""
    st.markdown("##### " + _("Chosen in other ways (workers covered)"))
    shown = pd.DataFrame(
        {
            _("way"): [_(WAYS[w]) for w in line["way"]],
            _("workers covered"): line["value"],
            _("fewer (below 0: more)") if (line["loss"] < 0).any() else _("fewer"): line["loss"],
            _("share"): [f"{s:.1%}" for s in line["share"]],
        }
    )
    listed(shown, column_config=grouped(shown))
    if why := ways_left_out(line):
        st.caption(why)


def downloads(found: Proposal, release: Release) -> None:
    """Offer the plan in every form, with what the screen asks; a file is made when it is wanted."""
    asked = replace(
        found,
        two_levels=state.two_levels_if_asked(),
        years=state.years_if_asked(),
        norm=state.norm_if_asked(),
        errors=state.errors_if_asked(),
    )

    def make(suffix: str) -> bytes:
        return cache.exported(asked, release, suffix, state.folder())

    edition = _("public") if release.is_public else _("internal")
    st.markdown("##### " + _("Download ({edition} edition)", edition=edition))
    if release.map_lacks:
        st.warning(release.map_lacks, icon=":material/map:")
    columns = st.columns(_ABREAST)
    for place, exporter in enumerate(EXPORTERS):
        suffix = exporter.suffix
        hand(
            columns[place % _ABREAST],
            _(exporter.title),
            partial(make, suffix),
            file_name=code.file_name(found.study, suffix, is_public=release.is_public),
            key=f"download{suffix}",
            icon=None,
            width="stretch",
            is_off=exporter.has_map and bool(release.map_lacks),
        )
