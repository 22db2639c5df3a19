"""Options that several commands share, and how they become values."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import show
from geo.core import AUDIENCES, Ask, Problem, Proposal, Release, asks
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.export import EXPORTERS, export
from geo.solve import PROBLEMS
from geo.study import MAKERS, record
from geo.words import _

__all__ = [
    "add_data",
    "add_outputs",
    "add_people",
    "add_question",
    "add_release",
    "check_outputs",
    "columns",
    "completed",
    "estimates",
    "people",
    "problem",
    "write",
    "write_findings",
]

# Options that name a file to read.
_INPUTS = ("firms", "project", "sites", "homes", "streets", "plan", "density", "boundaries")
_SHOWN = 10  # rejected rows on the screen, where no file is written


def add_question(parser: argparse.ArgumentParser, **start: float) -> None:
    """Add ``--problem`` and an option for each field that some problem declares."""
    group = parser.add_argument_group(_("the question"))
    names = [p.name for p in PROBLEMS]
    group.add_argument(
        "--problem", type=_kebab, choices=names, default=names[0], help=_("which question")
    )
    declared: dict[str, Ask] = {}
    for kind in PROBLEMS:
        for name, asked in asks(kind).items():
            declared.setdefault(name, asked)
    for name, asked in declared.items():
        group.add_argument(
            "--" + name.replace("_", "-"),
            type=_number,
            default=start.get(name),
            metavar=asked.unit.upper(),
            help=_(asked.label),
        )
    for name in sorted(_further_fields(declared)):
        group.add_argument(
            "--" + name.replace("_", "-"), metavar=_("COLUMN"), help=argparse.SUPPRESS
        )
    group.add_argument(
        "--limit-s", type=_number, help=_("stop after so many seconds with the best plan found")
    )
    group.add_argument("--seed", type=int, default=0, help=_("seed of every random step"))


def _number(text: str) -> float:
    """Read a number; say in the user's language where it is none."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a number is wanted, got {text!r}", text=text)) from None


def _kebab(name: str) -> str:
    """Accept a question's class name too: ``MaxCover`` and ``max_cover`` are ``max-cover``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").lower()


def _further_fields(declared: dict[str, Ask]) -> set[str]:
    """Fields of problems that are words (a column's name), not numbers."""
    kinds: tuple[Any, ...] = PROBLEMS
    every = {f.name: f for kind in kinds for f in fields(kind)}
    return {n for n, f in every.items() if n not in declared and "str" in str(f.type)}


def problem(given: argparse.Namespace) -> Problem:
    """Build the question; say which option is missing."""
    kind: type[Any] = next(p for p in PROBLEMS if p.name == given.problem)
    choices: dict[str, Any] = {}
    for field in fields(kind):
        value = getattr(given, field.name, None)
        if value is None:
            continue
        whole = str(field.type) == "int" and float(value).is_integer()
        choices[field.name] = int(value) if whole else value
    missing = [n for n, a in asks(kind).items() if a.start is None and n not in choices]
    if missing:
        raise InputError(
            _(
                "{problem} needs {options}.",
                problem=given.problem,
                options=", ".join("--" + n.replace("_", "-") for n in missing),
            )
        )
    question: Problem = kind(**choices)
    return question


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is read and how."""
    group = parser.add_argument_group(_("the data"))
    source = group.add_mutually_exclusive_group()
    source.add_argument("--firms", type=Path, help=_("list of firms: a table or a map layer"))
    source.add_argument(
        "--project",
        type=Path,
        metavar="PROJECT.gpkg",
        help=_("a project or a plan instead of lists: its firms and sites as they stand"),
    )
    group.add_argument("--sites", type=Path, help=_("list of venues"))
    group.add_argument("--homes", type=Path, help=_("list of homes open today"))
    group.add_argument(
        "--candidates",
        nargs="+",
        choices=sorted(MAKERS),
        default=[],
        metavar=_("MAKER"),
        help=_("add candidate sites made from the firms: {names}", names=", ".join(sorted(MAKERS))),
    )
    group.add_argument(
        "--datum",
        choices=["auto", *DATUMS],
        help=_("datum of the coordinates; unstated, WGS-84 is taken and every output says so"),
    )
    group.add_argument("--weight", metavar=_("COLUMN"), help=_("column with the number of workers"))
    group.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help=_("what a column is, e.g. --column lon=经度, --column sites.lon=X (may be repeated)"),
    )
    group.add_argument("--name", help=_("name of the study"))


def add_people(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where people are by somebody else's count, and the boundaries."""
    group = parser.add_argument_group(_("people counted by others, and boundaries"))
    group.add_argument(
        "--density",
        type=Path,
        metavar=_("FILE"),
        help=_(
            "where people are: a GeoTIFF, polygons or points with counts; demand of its own "
            "without --firms, else it divides what --town-total leaves among firms without a "
            "headcount"
        ),
    )
    group.add_argument("--density-column", metavar=_("COLUMN"), help=_("column with the people"))
    group.add_argument("--density-datum", choices=DATUMS, help=_("datum of that file"))
    group.add_argument(
        "--town-total",
        type=int,
        metavar="N",
        help=_("workers of all firms together; unstated, the total of --density"),
    )
    group.add_argument(
        "--boundaries",
        metavar=_("FILE"),
        help=_("polygons of streets or townships, or a district's name: each firm gets its street"),
    )
    group.add_argument(
        "--boundaries-column", metavar=_("COLUMN"), help=_("column with the names of the areas")
    )


def estimates(given: argparse.Namespace, kind: str) -> bool:
    """Say whether firms without a headcount are to be kept and estimated."""
    return kind == "firms" and (given.density is not None or given.town_total is not None)


def people(given: argparse.Namespace) -> read.Layer:
    """Return the people of ``--density`` as demand of its own."""
    if given.density is None:
        raise InputError(
            _("Say where the workers are: --firms FILE, or --density FILE for people per place.")
        )
    areas = _boundaries(given)
    return _density(given).as_layer(areas)


def completed(layer: read.Layer, given: argparse.Namespace) -> read.Layer:
    """Estimate the headcounts that a list of firms lacks, and name the street of each row."""
    if estimates(given, layer.kind) and getattr(given, "firms", True) is not None:
        density = None if given.density is None else _density(given)
        layer = read.estimate(layer, total=given.town_total, density=density)
    areas = _boundaries(given)
    return layer if areas is None else read.name_streets(layer, areas)


def _density(given: argparse.Namespace) -> read.Density:
    show.step(_("reading {file} …", file=given.density))
    return read.read_density(given.density, column=given.density_column, datum=given.density_datum)


def _boundaries(given: argparse.Namespace) -> read.Areas | None:
    if given.boundaries is None:
        return None
    return read.boundaries(given.boundaries, column=given.boundaries_column)


def columns(pairs: list[str], kind: str = "firms") -> dict[str, str] | None:
    """Read the ``NAME=COLUMN`` pairs of one list; ``sites.NAME=COLUMN`` is of the venues."""
    found = {}
    for pair in pairs:
        if "=" not in pair:
            raise InputError(_("--column wants NAME=COLUMN, got {pair!r}.", pair=pair))
        name, column = pair.split("=", 1)
        of, _dot, field = name.rpartition(".")
        if (of or "firms") == kind:
            found[field] = column
    return found or None


def add_outputs(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is written."""
    group = parser.add_argument_group(_("the results"))
    group.add_argument(
        "--out",
        nargs="+",
        action="extend",
        type=Path,
        default=[],
        metavar=_("FILE"),
        help=_("files to write; the suffix says in which form"),
    )
    group.add_argument(
        "--json",
        type=Path,
        metavar=_("FILE"),
        help=_("figures for other programs (- for the screen)"),
    )


def add_release(parser: argparse.ArgumentParser) -> None:
    """Add the options that say for whom the files are."""
    group = parser.add_argument_group(_("who may see it"))
    group.add_argument(
        "--audience",
        choices=AUDIENCES,
        default="internal",
        help=_("public: firms in groups only, none that tells one"),
    )
    group.add_argument(
        "--out-datum",
        choices=list(DATUMS),
        default="wgs84",
        help=_("datum of coordinates in tables and GeoJSON"),
    )
    group.add_argument(
        "--review-number",
        default="",
        metavar=_("NUMBER"),
        help=_("number of the map review, shown on the map and in every file"),
    )
    group.add_argument(
        "--least-firms", type=int, default=Release.least_firms, help=_("floor of a public group")
    )
    group.add_argument(
        "--least-workers",
        type=int,
        default=Release.least_workers,
        help=_("floor of a public group"),
    )


def check_outputs(given: argparse.Namespace) -> None:
    """Refuse, before anything is read or solved, a file that could not or must not be written."""
    inputs = [getattr(given, name, None) for name in _INPUTS]
    taken = {Path(path).resolve() for path in inputs if path is not None}
    suffixes = [exporter.suffix for exporter in EXPORTERS]
    for path in given.out:
        if path.suffix.lower() not in suffixes:
            raise InputError(
                _(
                    "{path}: no such form; wanted one of {suffixes}.",
                    path=path,
                    suffixes=", ".join(suffixes),
                )
            )
    targets = [*given.out, *([given.json] if given.json and str(given.json) != "-" else [])]
    for path in targets:
        if path.resolve() in taken:
            raise InputError(
                _("{path} is one of the lists that are read; write to another file.", path=path)
            )
        if not path.resolve().parent.is_dir() or path.is_dir():
            raise InputError(
                _("{path} cannot be written: there is no such folder. Make it first.", path=path)
            )


def write(proposal: Proposal, given: argparse.Namespace) -> None:
    """Write every file that was asked for."""
    for path in given.out:
        show.step(_("writing {file} …", file=path))
        export(
            proposal,
            path,
            audience=given.audience,
            datum=given.out_datum,
            review_number=given.review_number,
            floor=(given.least_firms, given.least_workers),
        )
        show.line(_("wrote"), str(path))
    if given.json is not None:
        text = json.dumps(record(proposal), ensure_ascii=False, indent=2)
        if str(given.json) == "-":
            sys.stdout.write(text + "\n")
        else:
            given.json.write_text(text + "\n", encoding="utf-8")
            show.line(_("wrote"), str(given.json))


def write_findings(layers: Iterable[read.Layer], given: argparse.Namespace) -> None:
    """Keep the rows that could not be used or are doubtful, beside the first file written.

    The workbook holds them under their own headings: corrected there, it can be read again.
    """
    place = given.out[0] if given.out else given.json
    for layer in layers:
        if layer.rejected.empty and layer.doubtful.empty:
            continue
        if place is None or str(place) == "-":
            for label, rows in ((_("rejected"), layer.rejected), (_("doubtful"), layer.doubtful)):
                for row in rows.head(_SHOWN).itertuples():
                    where = f"{row.source}, {row.row}, {row.column}"
                    show.line(label, f"{where}: {row.value!r}. {row.reason}: {row.remedy}")
            continue
        path = place.with_name(f"{place.stem}-findings-{layer.kind}.xlsx")
        read.write_findings(layer, path)
        counted = _(
            "{n} rows rejected, {m} doubtful, see {path}",
            n=layer.source.n_rejected,
            m=layer.source.n_doubtful,
            path=path,
        )
        show.line(_("findings"), counted)
