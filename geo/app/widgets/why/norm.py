"""A norm held against the homes, street by street: what is missing, and what would mend it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.app import cache, code, state
from geo.app.widgets.why.shown import show_code, table, tiles
from geo.app.widgets.why.soon import soon
from geo.core import Reach, Scenario, Study
from geo.explain import PERIODS, Compliance, compliance
from geo.norms import Norm, norms
from geo.solve import MaxCover
from geo.study import reach_of
from geo.words import N_, _

__all__ = ["held_against_a_norm"]

_FIGURES = {
    "radius_m": (N_("radius (m)"), 50),
    "times": (N_("homes within reach"), 1),
    "times_urban": (N_("homes within reach, main urban area"), 1),
    "spacing_below_m": (N_("next home nearer than (m)"), 50),
    "spacing_dense_below_m": (N_("next home nearer than (m), dense area"), 50),
    "area_m2": (N_("floor area from (m²)"), 10),
}
"""Figure of a norm -> its label and step."""
_TOLD = {
    "walk_min": N_("minutes on foot"),
    "people_low": N_("people of a life circle, from"),
    "people_high": N_("people of a life circle, up to"),
}
"""Figure of a norm that nothing is held against -> its label."""


def held_against_a_norm(study: Study, scenario: Scenario) -> None:
    """Choose a norm and change its figures; see which street meets it and what is missing."""
    rule, urban, share, stands = _asked(study)
    radius = rule.number("radius_m") or scenario.problem.radius_m
    problem = MaxCover(new=1, radius_m=radius)
    key = (
        *cache.key_of(study, Scenario(problem, scenario.mode)),
        repr(rule.figures),
        *(repr(one) for one in (urban, share, stands)),
    )
    found = soon("norm", key, lambda: _held(study, scenario, rule, (urban, share, stands)))
    if found is None:
        return
    asked, mended = found
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    _verdict(asked, mended, share)
    if not asked.groups.empty:
        _numbers(asked, mended)
    _mending(mended, names)
    if not asked.groups.empty:
        table(_by_street(asked))
    _findings(asked)
    show_code(_code(study, scenario, rule, (urban, share, stands)))


def _held(
    study: Study, scenario: Scenario, rule: Norm, asked: tuple[Any, ...]
) -> tuple[Compliance, Compliance]:
    """Hold the norm as it is; where no venues can meet it, also as far as they can."""
    urban, share, stands = asked
    radius = rule.number("radius_m") or scenario.problem.radius_m
    reach: Reach = reach_of(study, MaxCover(new=1, radius_m=radius), scenario.mode)
    found = compliance(rule, reach, stands, urban=urban, share=share)
    possible = int(found.possible_share * 100) / 100
    if found.fewest_ids is not None or not possible:
        return found, found
    return found, compliance(rule, reach, stands, urban=urban, share=possible)


def _asked(study: Study) -> tuple[Norm, tuple[str, ...], float, tuple[object, ...] | None]:
    """Ask for the norm, its figures, the main urban streets, the share, the homes looked at."""
    presets = {one.name: one for one in norms() if any(one.figure(name) for name in _FIGURES)}
    left, middle, right = st.columns([2, 1, 1])
    name = left.selectbox(
        _("Norm"), list(presets), format_func=lambda n: presets[n].title, key="norm-name"
    )
    percent = middle.slider(_("Of each street, covered at least (%)"), 5, 100, 100, 5)
    stands = _stands(study, right)
    rule = presets[name]
    streets = sorted(set(study.demand.table["street"])) if "street" in study.demand.table else []
    urban: list[str] = []
    if rule.number("times_urban") or rule.number("spacing_dense_below_m"):
        urban = st.multiselect(
            _("Main urban or dense streets"), streets, key="norm-urban", placeholder=_("none")
        )
    with st.expander(_("The norm's figures and where they stand"), icon=":material/gavel:"):
        rule = _edited(rule)
    if rule.note:
        st.caption(rule.note)
    return rule, tuple(urban), percent / 100, stands


def _stands(study: Study, column: Any) -> tuple[object, ...] | None:  # noqa: ANN401 - a place on the page
    """Ask which homes are looked at: those of today, or those of a plan that was kept."""
    known = set(study.sites.ids)
    plans = {p.name: p for p in state.kept() if set(p.found.plan.open_ids) <= known}
    chosen = column.selectbox(
        _("Homes"),
        [None, *plans],
        format_func=lambda n: _("open today") if n is None else _("plan {name}", name=n),
        key="norm-homes",
    )
    return None if chosen is None else plans[chosen].found.plan.open_ids


def _edited(rule: Norm) -> Norm:
    """Show each figure with its source line; what is changed says that it was."""
    for name, (label, step) in _FIGURES.items():
        figure = rule.figure(name)
        if figure is None or isinstance(figure.value, tuple):
            continue
        left, right = st.columns([1, 2], vertical_alignment="bottom")
        given = left.number_input(
            _(label), 1, None, int(figure.value), step, key=f"norm-{rule.name}-{name}"
        )
        if given == figure.value:
            right.caption(figure.source)
        else:
            source = _(
                "changed here from {value:g}: {source}", value=figure.value, source=figure.source
            )
            rule = rule.with_figure(name, given, source=source)
            right.caption(f":orange[{source}]")
    rule = _edited_hours(rule)
    for name, label in _TOLD.items():
        told = rule.figure(name)
        if told is not None:
            st.caption(
                _(
                    "{label}: {value:,.0f}, for your information ({source})",
                    label=_(label),
                    value=told.value,
                    source=told.source,
                )
            )
    return rule


def _edited_hours(rule: Norm) -> Norm:
    """Show the parts of the week in which a home must be open, with their source line."""
    figure = rule.figure("hours")
    if figure is None:
        return rule
    titles = {one.name: str(one) for one in PERIODS}
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    given = left.multiselect(
        _("open in these parts of the week"),
        list(titles),
        list(rule.hours),
        format_func=lambda name: titles[name],
        key=f"norm-{rule.name}-hours",
    )
    if set(given) == set(rule.hours) or not given:
        right.caption(figure.source)
        return rule
    source = _("changed here: {source}", source=figure.source)
    right.caption(f":orange[{source}]")
    return rule.with_figure("hours", tuple(n for n in titles if n in given), source=source)


def _verdict(found: Compliance, mended: Compliance, share: float) -> None:
    """Say in a sentence whether the norm is met and, if not, what would mend it."""
    if found.is_met:
        st.markdown("**" + _("{norm}: met.", norm=found.norm.title) + "**")
        return
    if found.is_met is None:
        st.markdown(
            "**" + _("{norm}: cannot be said from these data.", norm=found.norm.title) + "**"
        )
        return
    said = _("{norm}: not met.", norm=found.norm.title)
    if found.missing:
        said += _(
            " {missing:,} workers in {n:,} of {all:,} streets lack what it asks.",
            missing=found.missing,
            n=int((~found.groups["is_met"].astype(bool)).sum()),
            all=len(found.groups),
        )
    st.markdown(f"**{said}**")
    if found.fewest_ids is None:
        st.warning(found.why_none, icon=":material/location_off:")
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
        shown[_("Least cost that mends it (yuan)")] = (mended.cheapest_yuan, None)
    tiles(shown)


def _mending(found: Compliance, names: dict[object, str]) -> None:
    """Name the fewest and the cheapest sites that would meet the coverage."""
    joined = _(", ")
    if found.fewest_ids:
        said = joined.join(names[i] for i in found.fewest_ids)
        st.markdown(
            _("Fewest ({n:,}, no fewer can): {sites}.", n=len(found.fewest_ids), sites=said)
        )
    if found.cheapest_ids and found.cheapest_yuan is not None:
        said = joined.join(names[i] for i in found.cheapest_ids)
        st.markdown(
            _(
                "Cheapest ({cost:,} yuan for {n:,}, none is cheaper): {sites}.",
                cost=found.cheapest_yuan,
                n=len(found.cheapest_ids),
                sites=said,
            )
        )


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
    st.markdown("\n".join(f"- {finding}" for finding in found.findings))
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
    opened = "" if stands is None else f", {[code.plain(i) for i in stands]!r}"
    lines.append(f"print(geo.compliance(rule, reach{opened}{further}))")
    radius = rule.number("radius_m") or scenario.problem.radius_m
    problem = MaxCover(new=1, radius_m=radius)
    return code.of_study(study, problem, scenario.mode, lines, imports="from geo.norms import norm")
