"""Section: homes and stations together, where some of the homes open today are stations."""

from __future__ import annotations

from geo.explain import Level, Levels
from geo.export.report.asked.levels import station_norm
from geo.export.report.case import Case
from geo.export.report.content import Block, Heading, Paragraph, Table
from geo.export.report.nouns import joined, metres, named, percent
from geo.words import _

__all__ = ["blocks"]


def blocks(case: Case) -> list[Block]:
    """Count each level by itself, today and with the best choice for both."""
    found = case.findings.levels
    if found is None:
        return []
    heads = (
        _("Level"),
        _("Within"),
        _("Open today"),
        _("New"),
        _("Covered today"),
        _("Covered then"),
        _("Fewer than alone"),
    )
    rows = (_row(case, _("Homes"), found.homes), _row(case, _("Stations"), found.stations))
    return [
        Heading(1, _("Homes and stations together")),
        Paragraph(
            joined(
                _apart(case, found), _asked(case, found), _chosen(case, found), _price(case, found)
            )
        ),
        Table(
            _("Homes and stations, each counted by itself (workers)"),
            heads,
            rows,
            frozenset(range(1, 7)),
        ),
    ]


def _row(case: Case, name: str, level: Level) -> tuple[str, ...]:
    def people(n: int) -> str:
        return f"{n:,} ({percent(case.share(n))})"

    return (
        name,
        metres(level.radius_m),
        f"{len(level.today_ids):,}",
        f"{len(level.new_ids):,}",
        people(level.covered_before),
        people(level.covered),
        f"{level.price:,}",
    )


def _apart(case: Case, found: Levels) -> str:
    """Say which of the homes are stations, and how they are counted here."""
    names = named(case.name(i) for i in found.stations.today_ids)
    asked = case.proposal.two_levels
    if not names:
        return _("No home open today is a station; here neither level replaces the other.")
    parts = {"names": names}
    if asked is None or asked.station_ids is None:
        return _(
            "Called a station among the homes open today: {names}. The plan counts a station as a "
            "home near; here neither replaces the other.",
            **parts,
        )
    return _(
        "Stations among the homes open today: {names}. The plan counts a station as a home near; "
        "here neither replaces the other.",
        **parts,
    )


def _asked(case: Case, found: Levels) -> str:
    """Say within which distance each level is counted, who said so, and what a worker counts."""
    parts = {"homes": metres(found.homes.radius_m), "stations": metres(found.stations.radius_m)}
    asked = case.proposal.two_levels
    if asked is None:
        return _(
            "Homes are counted within {homes}, as the plan asks; stations within {stations}, as a "
            "norm asks: {norm}.",
            **parts,
            norm=station_norm().title,
        )
    said = _(
        "Homes are counted within {homes}, as the plan asks; stations within {stations}, as the "
        "study is set.",
        **parts,
    )
    if asked.home_weight == asked.station_weight:
        return said
    weighed = _(
        "A worker with a home near counts {homes:,}, one with a station near {stations:,}.",
        homes=asked.home_weight,
        stations=asked.station_weight,
    )
    return joined(said, weighed)


def _chosen(case: Case, found: Levels) -> str:
    return _(
        "Proven best for both levels together: new homes at {homes}; new stations at {stations}.",
        homes=named(case.name(i) for i in found.homes.new_ids) or _("none"),
        stations=named(case.name(i) for i in found.stations.new_ids) or _("none"),
    )


def _price(case: Case, found: Levels) -> str:
    """Say what it costs that a venue becomes one of the two only."""
    prices = found.homes.price, found.stations.price
    if not any(prices):
        return _("Neither level would cover more if it had all venues for itself.")
    more = [case.say.workers(price) for price in prices]
    said = (
        _("With all venues for itself, the level of homes would cover {n} more.", n=more[0]),
        _("With all venues for itself, the level of stations would cover {n} more.", n=more[1]),
    )
    return joined(*(one for one, price in zip(said, prices, strict=True) if price))
