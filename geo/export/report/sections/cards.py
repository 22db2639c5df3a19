"""The card of one site: whom it reaches, what it adds, what if it falls through, what it is."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from geo.explain import called, catchment_of, is_all_weighed, swap_reserve
from geo.export.report.case import Case
from geo.export.report.content import Paragraph
from geo.export.report.nouns import joined, listed, metres
from geo.export.report.sections.change import nobody
from geo.words import _

__all__ = ["card"]


def card(case: Case, row: dict[Any, Any]) -> Paragraph:
    """Write the card of a proposed site from its row of `Proposal.cards`."""
    pos = case.position(row["site_id"])
    text = joined(
        _reach(case, row),
        _new(case, row),
        _catchment(case, row),
        _longest(case, row["site_id"]),
        _instead(case, row),
        _nearest(case, pos),
        _known(case, pos),
        _cost(case, pos, int(row["new"])),
    )
    return Paragraph(text, lead=f"{row['rank']}. {row['name']}")


def _reach(case: Case, row: dict[Any, Any]) -> str:
    if not row["reach"]:
        return nobody(case, _("Nobody on the list works within {radius}.", radius=case.radius))
    parts = {
        "radius": case.radius,
        "workers": case.say.workers(int(row["reach"])),
        "firms": case.say.firms(int(row["firms"])),
        "small": f"{row['small_firms']:,}" if row["small_firms"] else "",
    }
    if not row["small_firms"]:
        return _("Within {radius}: {workers} in {firms}.", **parts)
    if row["firms"] == row["small_firms"] == 1 and not case.choices.is_public:
        return _one_small(case, parts)
    if case.study.knows_unions:
        return _(
            "Within {radius}: {workers} in {firms}, {small} of them small and unionised.", **parts
        )
    return _(
        "Within {radius}: {workers} in {firms}, {small} of them small (fewer than {line} workers).",
        **parts,
        line=case.study.small_firm_line,
    )


def _one_small(case: Case, parts: dict[str, str]) -> str:
    """Say whom a site reaches where that is one small firm."""
    if case.study.knows_unions:
        return _("Within {radius}: {workers} in {firms}, which is small and unionised.", **parts)
    return _(
        "Within {radius}: {workers} in {firms}, which is small (fewer than {line} workers).",
        **parts,
        line=case.study.small_firm_line,
    )


def _new(case: Case, row: dict[Any, Any]) -> str:
    if not row["reach"]:
        return ""
    if not row["new"]:
        return _none_new(case, row)
    parts = {
        "new": case.say.workers(int(row["new"])),
        "only": case.say.workers(int(row["only_here"])),
    }
    if row["new"] == row["only_here"]:
        return _only(case, parts, is_one=row["new"] == 1)
    if not row["only_here"] and not case.choices.is_public:
        return _("Newly covered: {new}, near another home of the plan, too.", **parts)
    return _("Newly covered: {new}; for {only} it is the only home of the plan.", **parts)


def _none_new(case: Case, row: dict[Any, Any]) -> str:
    """Say that a site covers nobody new; of homes that may close it is not said that they stand."""
    if case.choices.is_public:
        return _("Newly covered: {new}.", new=case.say.workers(0))
    if not case.closed_names:
        return _("There, everybody has a home near already.")
    if not row["only_here"]:
        return _("It covers nobody new; all of them are near another home of the plan, too.")
    only = case.say.workers(int(row["only_here"]))
    return _("It covers nobody new; for {only} it is the only home of the plan.", only=only)


def _only(case: Case, parts: dict[str, str], *, is_one: bool) -> str:
    """Say that it is the only home of all whom it newly covers."""
    if is_one and not case.choices.is_public:
        return _("It newly covers {only}, for whom it is the only home of the plan.", **parts)
    return _("It newly covers {only}, for all of whom it is the only home of the plan.", **parts)


def _instead(case: Case, row: dict[Any, Any]) -> str:
    """Say what to do if the owner refuses."""
    other = called(row["runner_up_name"], is_home=bool(row["runner_up_is_home"]))
    if not row["runner_up_name"]:
        opened = case.sites.ids.isin(list(case.plan.open_ids))
        if ((case.sites.is_usable | case.sites.is_existing) & ~opened).any():
            return _("No other venue that the question allows can take its place.")
        return _("No other venue is left to take its place.")
    if case.choices.is_public:  # what would be lost is a difference of two plans
        return _("If it falls through, {other} is next best.", other=other)
    is_whole = is_all_weighed(case.plan.problem)
    said = _swapped(case, other, int(row["loss_if_swapped"]), is_whole=is_whole)
    return joined(said, *swap_reserve(case.times, is_all_weighed=is_whole))


def _swapped(case: Case, other: str, loss: int, *, is_whole: bool) -> str:
    """Say how many would be covered with another venue in its place."""
    if loss > 0:
        return _(
            "If it falls through, {other} is the next best in its place, with {loss} fewer "
            "covered.",
            other=other,
            loss=case.say.workers(loss),
        )
    if loss < 0:
        return _(
            "If it falls through, {other} is the best in its place, and {more} more would be "
            "covered.",
            other=other,
            more=case.say.workers(-loss),
        )
    if is_whole:
        return _(
            "If it falls through, {other} can take its place, with as many covered.", other=other
        )
    return _("If it falls through, as many are covered with {other} in its place.", other=other)


def _catchment(case: Case, row: dict[Any, Any]) -> str:
    """Say from how much ground it is within the radius, and whom it serves; in public the first."""
    area_m2 = catchment_of(case.proposal, row["site_id"])
    ground = (
        ""
        if area_m2 is None
        else _("Its catchment measures {km2} km².", km2=f"{area_m2 / 1e6:,.2f}")
    )
    return joined(ground, "" if case.choices.is_public or not row["firms"] else _serves(case, row))


def _serves(case: Case, row: dict[Any, Any]) -> str:
    """Say to whom no open home is nearer, and how far the farthest of them walk."""
    if not row["served_firms"]:
        return _("To all of them another open home is nearer.")
    parts = {
        "workers": case.say.workers(int(row["served"])),
        "firms": case.say.firms(int(row["served_firms"])),
        "far": metres(row["longest_m"]),
    }
    if case.proposal.longest_ways:  # the longest way is told with its streets
        return _("It serves {workers} in {firms}, to whom no open home is nearer.", **parts)
    return _(
        "It serves {workers} in {firms}, to whom no open home is nearer; the longest way is {far}.",
        **parts,
    )


def _longest(case: Case, site_id: object) -> str:
    """Say how far the farthest of those it serves walk, and along which streets."""
    way = next((w for w in case.proposal.longest_ways if w.site_id == site_id), None)
    if way is None or case.choices.is_public:  # in public nobody is led to one firm's door
        return ""
    said = {"metres": metres(way.metres), "minutes": ceil(way.minutes)}
    if not way.streets:
        return _("The longest way to it is {metres}, {minutes} min on foot.", **said)
    return _(
        "The longest way to it is {metres}, {minutes} min on foot, along {streets}.",
        **said,
        streets=listed(way.streets),
    )


def _nearest(case: Case, pos: int) -> str:
    sites = case.sites
    today = np.flatnonzero(sites.is_existing)
    if not len(today):
        return ""
    away = np.hypot(sites.x[today] - sites.x[pos], sites.y[today] - sites.y[pos])
    nearest = int(away.argmin())
    home = int(today[nearest])
    said = _(
        "The nearest home open today, {name}, stands {metres} away in a straight line.",
        name=sites.names[home],
        metres=metres(float(away[nearest])),
    )
    is_kept = sites.ids[home] in case.plan.open_ids
    return said if is_kept else joined(said, _("The plan closes that home."))


def _known(case: Case, pos: int) -> str:
    """Say what the list knows of the venue."""
    sites, said = case.sites, []
    fields = (
        ("host", _("host {value}")),
        ("kind", _("kind {value}")),
        ("area_m2", _("{value} m² of floor")),
        ("hours", _("open {value}")),
    )
    place = (
        _("It is a free point on the map: no venue is known there yet.")
        if sites.is_free_point[pos]
        else ""
    )
    for column, phrase in fields:
        if column not in sites.table or not (value := _cell(sites.table[column].iloc[pos])):
            continue
        if column == "kind" and place:
            continue
        said.append(phrase.format(value=value))
    if sites.capacity is not None:
        said.append(_("room for {n:,}", n=int(sites.capacity[pos])))
    facts = _("The venue: {facts}.", facts=_("; ").join(said)) if said else ""
    return joined(place, facts)


def _cell(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    return f"{value:,g}" if isinstance(value, (int, float, np.number)) else _(str(value).strip())


def _cost(case: Case, pos: int, new: int) -> str:
    known = case.sites.known("cost")
    if not np.isfinite(known[case.sites.is_usable]).any():  # no venue has a cost
        return ""
    if not np.isfinite(known[pos]):
        return _("What it costs a year is not known.")
    cost = int(known[pos])
    if not new:
        return _("It costs {cost:,} yuan a year.", cost=cost)
    parts = {"cost": cost, "each": cost / new}
    if case.choices.is_public:
        return _(
            "It costs {cost:,} yuan a year, about {each:,.0f} yuan for each worker newly covered.",
            **parts,
        )
    return _(
        "It costs {cost:,} yuan a year, {each:,.0f} yuan for each worker newly covered.", **parts
    )
