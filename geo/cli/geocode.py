"""``xuanzhi geocode``: look addresses up online, where the user asks for it by name."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo.cli import options, show
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.read.places import SERVICES, Geocoder, geocode, read_addresses
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser(
        "geocode", help=_("look the addresses of a list up online (nothing else uses internet)")
    )
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("a table with addresses"))
    parser.add_argument("--service", choices=SERVICES, required=True, help=_("who is asked"))
    parser.add_argument(
        "--key-file", type=Path, required=True, metavar=_("FILE"), help=_("file with your own key")
    )
    parser.add_argument("--address", metavar=_("COLUMN"), help=_("column with the addresses"))
    parser.add_argument("--city", default="", help=_("city the addresses are in"))
    parser.add_argument(
        "--per-second", type=float, default=3.0, help=_("most questions in a second")
    )
    parser.add_argument(
        "--cache",
        type=Path,
        metavar=_("FILE"),
        help=_("file that keeps the answers, so that no address is asked twice"),
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar=_("FILE"), help=_("the list with places (.csv)")
    )
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Ask, and write the list with places beside it."""
    if not 0 < given.per_second <= 1000:
        raise InputError(_("--per-second must be above 0 and at most 1000."))
    options.check_targets([given.out], [given.file], suffixes=(".csv",))
    key = given.key_file.read_text(encoding="utf-8-sig", errors="replace").strip()
    if not key:
        raise InputError(_("{path} holds no key.", path=given.key_file))
    service = SERVICES[given.service]
    cache = given.cache or given.out.with_suffix(".answers.db")
    table, addresses = read_addresses(given.file, column=given.address)
    asker = Geocoder(service, key, cache, given.city, given.per_second)
    found = geocode(addresses, asker)
    kept = table.rename(columns={c: f"{c}_given" for c in table.columns if c in found.columns})
    found.join(kept).to_csv(given.out, index=False, encoding="utf-8-sig")
    n = int(found["lon"].notna().sum())
    counted = _(
        "{n:,} of {total:,} addresses found by {service}; {datum} converted to WGS-84",
        n=n,
        total=len(found),
        service=service.name,
        datum=_(DATUMS[service.datum]),
    )
    show.line(_("found"), counted)
    for reason, times in found["reason"][found["reason"] != ""].value_counts().items():
        show.line("", _("{n:,} without a place: {reason}", n=times, reason=reason))
    show.line(_("wrote"), str(given.out))
    return 0
