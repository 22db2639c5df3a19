"""What the commands print: aligned lines on stdout, progress on stderr."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from geo import read
from geo.core import Mode, Plan, Proposal, Source, Study
from geo.core.crs import datum_shift_m, lonlat
from geo.explain import WAYS, ways_left_out
from geo.solve import Progress
from geo.travel import Street
from geo.words import _, counted

__all__ = [
    "aside",
    "datum",
    "line",
    "outcome",
    "progress",
    "remembered",
    "step",
    "streets",
    "today",
]

_LABEL, _PLAN_EVERY_S = 9, 1.0
_ASIDE = ContextVar("aside", default=False)
_COUNTED = ("firms", "sites", "homes")


def aside(*, is_aside: bool) -> None:
    """Print lines on stderr from here on, or on stdout: that may be for figures alone."""
    _ASIDE.set(is_aside)


def line(label: str, text: str) -> None:
    """Print one line under a label."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in label)
    to = sys.stderr if _ASIDE.get() else sys.stdout
    print(label + " " * max(1, _LABEL - wide) + text, file=to, flush=True)


def remembered(path: Path | read.DatabaseTable, kind: str) -> None:
    """Say which columns of a list are used because they were remembered."""
    before = read.remembered(path, kind)
    if before:
        said = ", ".join(f"{field} = {column}" for field, column in before.items())
        line(
            _("column"),
            _("{file}: as remembered in columns.toml: {columns}", file=path.name, columns=said),
        )


def step(text: str) -> None:
    """Say on stderr what is being done, so that nobody waits before a silent screen."""
    print("  " + text, file=sys.stderr, flush=True)


def progress() -> Callable[[Progress], None]:
    """Return what shows value and bound of a long solve, once a second."""
    shown_s = 0.0

    def tell(found: Progress) -> None:
        nonlocal shown_s
        if found.seconds < shown_s + _PLAN_EVERY_S:
            return
        shown_s = found.seconds
        if found.step:  # no plan is sought any more, but the reason why there is none
            step(found.step)
            return
        text = _(
            "{seconds:.0f} s: {value:,} found, at most {bound:,} possible",
            seconds=found.seconds,
            value=found.value,
            bound=found.bound,
        )
        step(text)

    return tell


def today(study: Study) -> None:
    """Print what was read."""
    shown = [s for s in study.sources if s.layer in _COUNTED and s.n_read + s.n_rejected]
    for source in shown:
        if source.layer == "firms":
            text = _(
                "{firms}, {workers}",
                firms=counted.firms(source.n_read),
                workers=counted.workers(study.demand.total),
            )
        else:
            text = counted.rows(source.n_read)
        n = source.n_rejected
        rejected = _("   {rows} rejected", rows=counted.rows(n)) if n else ""
        lon, lat = lonlat(study.demand.x[:1], study.demand.y[:1], study.demand.crs)
        said = datum(source, float(lon[0]), float(lat[0]))
        line(_("read"), f"{_(source.name)}   {text}   {said}{rejected}")


def datum(source: Source, lon: float, lat: float) -> str:
    """Say what the datum of a list is, and how far its conversion moves a place of it."""
    if source.datum in ("gcj02", "bd09"):
        shift = datum_shift_m(float(lon), float(lat), source.datum)
        name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[source.datum]
        return f"{name} -> WGS-84 ({shift:.0f} m)"
    if source.datum_known:
        return {"wgs84": "WGS-84", "cgcs2000": "CGCS2000"}[source.datum]
    return _("WGS-84 (taken, not known)")


def streets(mode: Mode) -> None:
    """Print how much street there is to walk on, and what of the file was not used; if any is."""
    graph = mode.graph if isinstance(mode, Street) else None
    if graph is None:
        return
    metres, count = float(graph.length_m.sum()), int(graph.piece.max()) + 1
    said = [_pieces(metres / 1000, count)]
    if n := len(graph.islands):
        left_m = float(graph.islands["length_m"].sum())
        said.append(_("left out as scrap: {pieces}", pieces=_pieces(left_m / 1000, n)))
    if n := len(graph.rejected):
        first = graph.rejected.iloc[0]
        said.append(
            _(
                "{all:,} lines read: {used:,} used, {n:,} rejected; the first in row {row}: {why}",
                all=graph.n_row + n,
                used=graph.n_row,
                n=n,
                row=first["row"],
                why=first["reason"],
            )
            if graph.n_row
            else _("Lines that could not be used: {n:,}.", n=n)
        )
    line(_("streets"), "   ".join(said))


def _pieces(km: float, n: int) -> str:
    if n == 1:
        return _("{km:,.1f} km in 1 piece", km=km)
    return _("{km:,.1f} km in {n:,} pieces", km=km, n=n)


def _proof(plan: Plan) -> str:
    if plan.status == "optimal":
        return _("proven best (bound = value)")
    return _(
        "not proven: gap {gap:.2%}, at most {bound:,} possible", gap=plan.gap, bound=plan.bound
    )


def outcome(proposal: Proposal) -> None:
    """Print the rule of distance, coverage before and after, the proof, the other ways."""
    plan, study = proposal.plan, proposal.study
    usable, existing = int(study.sites.is_usable.sum()), int(study.sites.is_existing.sum())
    held = _(
        "{venues}, {homes}",
        venues=counted.venues(usable),
        homes=counted.homes_today(existing),
    )
    streets(plan.mode)
    line(_("reach"), f"{plan.mode.describe()}   {held}")
    before = plan.covered_before / plan.total if plan.total else 0.0
    line(
        _("today"),
        _(
            "{share:.1%} of workers within {radius:,.0f} m",
            share=before,
            radius=plan.problem.radius_m,
        ),
    )
    line(_("plan"), f"{plan.share:.1%}   {_proof(plan)}   {plan.seconds:.2f} s")
    for card in proposal.cards.itertuples():
        if card.is_new:
            line(
                "",
                _(
                    "{rank}. {name}   reach {reach:,}   new {new:,}   only here {only:,}",
                    rank=card.rank,
                    name=card.name,
                    reach=card.reach,
                    new=card.new,
                    only=card.only_here,
                ),
            )
    for row in proposal.regret.to_dict("records"):
        if row["way"] not in ("exact", "stopped"):
            said = f"{_(WAYS[row['way']])}: {row['value']:,} ({row['share']:.1%})"
            line(_("beside"), said)
    if why := ways_left_out(proposal.regret):
        line(_("beside"), why)
    for note in proposal.notes:
        line(_("note"), note)
