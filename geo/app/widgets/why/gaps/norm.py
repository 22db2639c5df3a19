"""A norm held against the homes, street by street: what is missing, and what would mend it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code, state, work
from geo.app.markdown import plain
from geo.app.running import Report
from geo.app.widgets.why.gaps.norm_asked import ask_for_a_norm, last_norm
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import LIMIT_S, soon_or_stopped
from geo.core import Reach, Scenario, Study
from geo.core.scalars import python_of
from geo.explain import (
    Compliance,
    compliance,
    left_out,
    no_remedy,
    not_known,
    then,
)
from geo.norms import Norm, asked_norm, norms
from geo.solve import MaxCover, Watch
from geo.study import reach_of
from geo.words import _, counted

__all__ = ["held_against_a_norm"]


def held_against_a_norm(study: Study, scenario: Scenario) -> None:
    """Choose a norm and change its figures; see which street meets it and what is missing."""
    asked, stands = ask_for_a_norm(study)
    if asked != last_norm():
        state.keep_norm(asked)
        if work.save():  # this part of the page runs by itself: nobody after it saves
            st.rerun()
    rule = asked_norm(asked.name, asked)
    urban = asked.urban if rule.asks_more_of_dense else ()
    radius = rule.number("radius_m") or scenario.problem.radius_m
    problem = MaxCover(new=1, radius_m=radius)
    key = (
        *cache.key_of(study, Scenario(problem, scenario.mode)),
        *(repr(one) for one in (rule.figures, urban, asked.share, stands)),
    )
    given = (urban, asked.share, stands)
    found = soon_or_stopped("norm", key, lambda report: _held(study, scenario, rule, given, report))
    if found is None:
        return
    held, mended = found
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    _verdict(held, mended, asked.share)
    if state.norm_if_asked() is not None:
        st.caption(_("Documents hold the plan against this norm, as it is set here."))
    if not held.groups.empty:
        _numbers(held, mended)
    _mending(mended, names)
    if not held.groups.empty:
        table(_by_street(held))
    _findings(held)
    show_code(_code(study, scenario, rule, given))


def _held(
    study: Study, scenario: Scenario, rule: Norm, asked: tuple[Any, ...], report: Report
) -> tuple[Compliance, Compliance]:
    """Hold the norm as it is; where no venues can meet it, also as far as they can."""
    urban, share, stands = asked
    radius = rule.number("radius_m") or scenario.problem.radius_m
    reach: Reach = reach_of(study, MaxCover(new=1, radius_m=radius), scenario.mode)
    watch = Watch(LIMIT_S)
    found = compliance(
        rule, reach, stands, urban=urban, share=share, limit_s=LIMIT_S, progress=report
    )
    possible = int(found.possible_share * 100) / 100
    if found.fewest_ids is not None or found.is_late or not possible or possible >= share:
        return found, found
    left_s = watch.left_s
    return found, compliance(
        rule, reach, stands, urban=urban, share=possible, limit_s=left_s, progress=report
    )


def _verdict(found: Compliance, mended: Compliance, share: float) -> None:
    """Say in a sentence whether the norm is met and, if not, what would mend it."""
    if found.is_met:
        st.markdown("**" + _("{norm}: met.", norm=found.norm.title) + "**")
        return
    if found.is_met_as_asked:
        said = _(
            "{norm}: met as far as it was asked; what it asks of main urban or dense streets was "
            "not, as none is named.",
            norm=found.norm.title,
        )
        st.markdown(f"**{said}**")
        return
    if found.is_met is None:
        st.markdown(
            "**" + _("{norm}: cannot be said from these data.", norm=found.norm.title) + "**"
        )
        return
    said = _("{norm}: not met.", norm=found.norm.title)
    if found.missing:
        said += _(
            " Streets that lack what it asks: {n:,} of {all:,}, with {workers} without it.",
            workers=counted.workers(found.missing),
            n=int((~found.groups["is_met"].astype(bool)).sum()),
            all=len(found.groups),
        )
    st.markdown(f"**{said}**")
    if found.is_late:
        st.warning(plain(found.why_none), icon=":material/timer_off:")
    elif found.fewest_ids is None:
        st.warning(plain(found.why_none), icon=":material/location_off:")
    if mended is not found:
        st.markdown(
            _(
                "The venues cannot bring every street to {share:.0%}; together they can bring each "
                "to {possible:.0%}. What follows is for that.",
                share=share,
                possible=int(found.possible_share * 100) / 100,
            )
        )


def _numbers(found: Compliance, mended: Compliance) -> None:
    groups = found.groups
    met = int(groups["is_met"].sum())
    shown: dict[str, tuple[int, float | None]] = {
        _("Streets that meet it"): (met, met / len(groups)),
        _("Workers lacking"): (found.missing, found.missing / max(int(groups["people"].sum()), 1)),
    }
    if mended.fewest_ids:
        shown[_("Fewest new homes that mend it")] = (len(mended.fewest_ids), None)
    if mended.cheapest_yuan is not None:
        shown[_("Least yearly cost that mends it (yuan)")] = (mended.cheapest_yuan, None)
    tiles(shown)


def _mending(found: Compliance, names: dict[object, str]) -> None:
    """Name the fewest and the cheapest sites that would meet the coverage, and what they do not."""
    joined, lines = _(", "), []
    if found.fewest_ids:
        said = joined.join(names[i] for i in found.fewest_ids)
        few = _("Fewest ({n:,}, no fewer can): {sites}.", n=len(found.fewest_ids), sites=said)
        lines.append(f"{few} {then(found.fewest_then)}")
    if found.cheapest_ids and found.cheapest_yuan is not None:
        said = joined.join(names[i] for i in found.cheapest_ids)
        cheap = _(
            "Cheapest ({cost:,} yuan a year for {n:,}, none is cheaper): {sites}.",
            cost=found.cheapest_yuan,
            n=len(found.cheapest_ids),
            sites=said,
        )
        lines.append(f"{cheap} {then(found.cheapest_then, before=found.fewest_then)}")
    lines.append(found.why_not_cheapest)
    for line in filter(str.strip, lines):
        st.markdown(plain(line))
    told = (not_known(found, lambda i: names[i]), left_out(found), no_remedy(found))
    for line in filter(None, told):
        st.caption(plain(line))


def _by_street(found: Compliance) -> pd.DataFrame:
    """Write a row for each street, those that lack most first."""
    groups = found.groups.sort_values("missing", ascending=False, ignore_index=True)
    share = groups["possible"] / groups["people"]
    return pd.DataFrame(
        {
            _("street"): groups["group"],
            _("met"): ["✓" if met else "✗" for met in groups["is_met"]],
            _("number of workers"): groups["people"],
            _("one home near"): [f"{s:.0%}" for s in groups["covered_share"]],
            _("two homes near"): [f"{s:.0%}" for s in groups["twice_share"]],
            _("homes asked"): groups["times"],
            _("workers lacking"): groups["missing"],
            _("with every venue open"): [f"{s:.0%}" for s in share],
        }
    )


def _findings(found: Compliance) -> None:
    """List each requirement with its source, and the homes one by one."""
    st.markdown("\n".join(f"- {plain(str(finding))}" for finding in found.findings))
    checked = [f"{rule}_is_met" for rule in ("spacing", "area", "hours")]
    if not any(name in found.sites for name in checked) or found.sites.empty:
        return
    sign = {True: "✓", False: "✗", None: "?"}
    words = {
        "name": _("home"), "next_m": _("next home (m)"), "spacing_is_met": _("near enough"),
        "area_m2": _("area (m²)"), "area_is_met": _("large enough"),
        "hours": _("opening hours"), "hours_is_met": _("open when asked"),
    }  # fmt: skip
    rows = found.sites[[c for c in words if c in found.sites]].copy()
    rows["next_m"] = rows["next_m"].round()
    for name in checked:
        if name in rows:
            rows[name] = [sign[one] for one in rows[name]]
    table(rows.rename(columns=words))


def _code(study: Study, scenario: Scenario, rule: Norm, asked: tuple[Any, ...]) -> str:
    urban, share, stands = asked
    preset = next(one for one in norms() if one.name == rule.name)
    lines = [f"rule = norm({rule.name!r})"]
    for name, figure in rule.figures:
        if preset.figure(name) != figure:
            lines.append(
                f"rule = rule.with_figure({name!r}, {figure.value!r}, source={figure.source!r})"
            )
    further = f", urban={urban!r}" if urban else ""
    further += f", share={share!r}" if share != 1 else ""
    opened = "" if stands is None else f", {[python_of(i) for i in stands]!r}"
    lines.append(f"print(geo.compliance(rule, reach{opened}{further}))")
    radius = rule.number("radius_m") or scenario.problem.radius_m
    problem = MaxCover(new=1, radius_m=radius)
    return code.of_study(study, problem, scenario.mode, lines, imports="from geo.norms import norm")
