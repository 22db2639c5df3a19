"""``xuanzhi locate``: the homes nearest to a firm, an address, a place on the map."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import options, show, way
from geo.core import Plan, Study
from geo.core.crs import DATUMS, to_wgs84
from geo.errors import InputError
from geo.explain import Found, Located, Names, Place, locate, place_at
from geo.study import demo, open_plan, open_study
from geo.travel.laying import on_its_streets
from geo.words import _

__all__ = ["add", "run"]

_ALIKE, _NEAR_BEST = 85.0, 3.0  # likeness from which a name is taken; how close others count


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("locate", help=_("find the homes nearest to a firm or a place"))
    _add_data(parser)
    _add_place(parser)
    way.add(parser, detour=None)
    group = parser.add_argument_group(_("the results"))
    group.add_argument("--n", type=int, default=3, help=_("how many homes to show"))
    group.add_argument(
        "--when",
        metavar="YYYY-MM-DDTHH:MM",
        help=_("when somebody wants to go; now, where it is not given"),
    )
    group.add_argument(
        "--json",
        type=Path,
        metavar=_("FILE"),
        help=_("figures for other programs (- for the screen)"),
    )
    parser.set_defaults(run=run, out=[])


def _add_data(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(_("the data"))
    group.add_argument(
        "--project",
        type=Path,
        metavar=_("PATH"),
        help=_("a project, a plan or a folder of lists; its homes of today"),
    )
    group.add_argument("--demo", choices=["yongshun", "helsinki"], help=_("a demo town"))
    group.add_argument(
        "--plan", type=Path, metavar="PLAN.gpkg", help=_("a saved plan; the homes it opens too")
    )
    group.add_argument(
        "--firms",
        type=options.listed,
        help=_("list of firms: a table, a map layer, or URL#TABLE of a database"),
    )
    group.add_argument("--sites", type=options.listed, help=_("list of venues"))
    group.add_argument("--homes", type=options.listed, help=_("list of homes open today"))
    options.add_parts(group)


def _add_place(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(_("the place"))
    where = group.add_mutually_exclusive_group(required=True)
    where.add_argument("--at", metavar="LON,LAT", help=_("degrees, longitude first: 116.65,39.91"))
    where.add_argument(
        "--name",
        metavar=_("TEXT"),
        help=_("a firm, its id, a home, an area or a street; pinyin and initials will do"),
    )
    group.add_argument(
        "--datum",
        choices=list(DATUMS),
        help=_("datum of the degrees and lists given here; unstated, WGS-84 is taken"),
    )


def run(given: argparse.Namespace) -> int:
    """Open, look up, print."""
    options.check_outputs(given)
    when = _when(given.when)
    study, plan = _opened(given)
    own, open_ids = (None, None) if plan is None else (plan.mode, plan.open_ids)
    mode = on_its_streets(study, way.mode(given, study, own=own))
    place, others = _place(given, study, mode)
    found = locate(study, place, mode=mode, at=when, open_ids=open_ids, n=given.n)
    if str(given.json) == "-":
        sys.stdout.write(_json(found))
        return 0
    show.streets(mode)
    if given.at is not None and given.datum is None:
        show.line(_("datum"), _("WGS-84 taken for --at; of Amap's map say --datum gcj02"))
    _print(found, others)
    if given.json is not None:
        options.write_text(given.json, _json(found))
    return 0


def _json(found: Located) -> str:
    return json.dumps(found.record(), ensure_ascii=False, indent=2) + "\n"


def _when(text: str | None) -> datetime:
    """Read the moment; a home's clock is the clock of this machine."""
    if text is None:
        return datetime.now().astimezone().replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            _("--when wants a day and an hour like 2026-07-03T12:00, got {text!r}.", text=text)
        ) from None
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def _opened(given: argparse.Namespace) -> tuple[Study, Plan | None]:
    """Open what was named; with a plan, which says what it opens and how ways are measured."""
    named = [given.project, given.plan, given.demo, given.firms or given.homes or given.sites]
    if sum(one is not None for one in named) != 1:
        raise InputError(
            _(
                "Say once where the homes are: --project PATH, --plan PLAN.gpkg, --demo NAME, or "
                "lists with --firms FILE and --homes FILE."
            )
        )
    if given.demo is not None:
        return demo(given.demo), None
    if given.project is not None:
        return open_study(given.project), None
    if given.plan is not None:
        return open_plan(given.plan)
    return _read(given), None


def _read(given: argparse.Namespace) -> Study:
    """Read the lists that were named."""
    if given.firms is None:
        raise InputError(_("A list of firms is needed beside the list of homes: --firms FILE."))
    layers = {
        kind: options.read_list(path, kind, read.Wish(datum=given.datum), given)
        for kind in read.KINDS
        if (path := getattr(given, kind)) is not None
    }
    return read.build_study(
        given.firms.stem, layers["firms"], sites=layers.get("sites"), homes=layers.get("homes")
    )


def _place(given: argparse.Namespace, study: Study, mode: Any) -> tuple[Place, tuple[Place, ...]]:  # noqa: ANN401 - any rule of distance
    """Find the place; other places the name may mean as well are told."""
    if given.at is not None:
        lon, lat = _degrees(given.at)
        if given.datum is not None:
            moved = to_wgs84([lon], [lat], given.datum)
            lon, lat = (float(v[0]) for v in moved)
        return place_at(study, lon, lat), ()
    hits = Names(study, getattr(mode, "graph", None)).find(given.name)
    if not hits:
        raise InputError(
            _(
                "Nothing here is called {name!r}. Try a part of the name, its pinyin, or "
                "--at LON,LAT.",
                name=given.name,
            )
        )
    best = hits[0]
    if best.likeness < _ALIKE:
        raise InputError(
            _(
                "Nothing here is called {name!r}. Did you mean: {names}?",
                name=given.name,
                names=", ".join(dict.fromkeys(hit.name for hit in hits[:3])),
            )
        )
    rivals = [
        h for h in hits[1:] if best.likeness < 100 and best.likeness - h.likeness < _NEAR_BEST
    ]
    return best, tuple(rivals)


def _degrees(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError:
        raise InputError(
            _("--at wants longitude and latitude like 116.65,39.91, got {text!r}.", text=text)
        ) from None
    return lon, lat


def _print(found: Located, others: tuple[Place, ...]) -> None:
    show.line(_("place"), f"{found.place}   {found.place.lon:.6f}, {found.place.lat:.6f}")
    if others:
        show.line("", _("also alike: {names}", names="; ".join(str(o) for o in others)))
    show.line(_("rule"), found.rule)
    for number, home in enumerate(found.homes, 1):
        planned = _("   planned, not open yet") if home.is_new else ""
        show.line(f"{number}.", f"{home}{planned}")
        if facts := _facts(home):
            show.line("", facts)
        if home.is_along_streets:
            show.line("", _steps(home))
    if not found.homes:
        show.line("", _("No home can be reached on foot from here by this rule."))


def _facts(home: Found) -> str:
    area = "" if home.area_m2 is None else _("{area:,.0f} m²", area=home.area_m2)
    return "   ".join(t for t in (home.hours, home.kind, home.host, home.services, area) if t)


def _steps(home: Found) -> str:
    """Name the streets; pieces without a name in a row are one."""
    said: list[tuple[str, float]] = []
    for name, metres in home.steps:
        if said and said[-1][0] == name:
            said[-1] = (name, said[-1][1] + metres)
        else:
            said.append((name, metres))
    parts = [f"{name or _('unnamed way')} {metres:,.0f} m" for name, metres in said]
    return " → ".join(parts)
