"""The lists: which files are read, what their columns are."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import show
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.study import MAKERS
from geo.words import _

__all__ = ["add_data", "add_parts", "columns", "datum", "listed", "of_list", "read_list"]

_NAMED = (*read.KINDS, "density", "boundaries")  # what a sheet or a layer can be of


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is read and how."""
    group = parser.add_argument_group(_("the data"))
    _add_lists(group)
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
        type=datum,
        metavar=f"{{auto,{','.join(DATUMS)},EPSG:4549}}",
        help=_(
            "datum of the coordinates, or the zone of metres; unstated, WGS-84 is taken and every "
            "output says so; auto finds out, or stops with the choices"
        ),
    )
    group.add_argument("--weight", metavar=_("COLUMN"), help=_("column with the number of workers"))
    group.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help=_("what a column is, e.g. --column lon=经度, --column sites.lon=X (may be repeated)"),
    )
    add_parts(group)
    group.add_argument("--name", help=_("name of the study"))


def _add_lists(group: Any) -> None:  # noqa: ANN401 - a part of a parser
    """Add the lists, or a project instead of them."""
    source = group.add_mutually_exclusive_group()
    source.add_argument(
        "--firms",
        type=listed,
        help=_("list of firms: a table, a map layer, or URL#TABLE of a database"),
    )
    source.add_argument(
        "--project",
        type=Path,
        metavar="PROJECT.gpkg",
        help=_("a project or a plan instead of lists: its firms and sites as they stand"),
    )
    group.add_argument("--sites", type=listed, help=_("list of venues"))
    group.add_argument("--homes", type=listed, help=_("list of homes open today"))


def add_parts(group: Any) -> None:  # noqa: ANN401 - a parser or a part of one
    """Add the options that say which part of a file is the list, and what was corrected in it."""
    for option, said in (
        ("--sheet", _("sheet of a workbook with several; sites=NAME for the venues")),
        ("--layer", _("layer of a map file with several; sites=NAME for the venues")),
        (
            "--corrected",
            _("workbook of the findings of a list, corrected; sites=FILE for the venues"),
        ),
    ):
        wanted = _("FILE") if option == "--corrected" else _("NAME")
        group.add_argument(
            option, action="append", default=[], metavar=f"[KIND=]{wanted}", help=said
        )


def of_list(values: Sequence[str], kind: str, *, plain: str = "firms") -> str | None:
    """Return what was said last of one list: ``VALUE`` is of the ``plain`` one, or KIND=VALUE."""
    said = None
    for text in values:
        of, mark, value = text.partition("=")
        is_named = bool(mark) and of in _NAMED
        if (of if is_named else plain) == kind:
            said = value if is_named else text
    return said


def read_list(
    path: Path | read.DatabaseTable,
    kind: str,
    wish: read.Wish,
    given: argparse.Namespace,
    *,
    plain: str = "firms",
) -> read.Layer:
    """Read a list as it was asked for, with what was corrected in it.

    Parameters
    ----------
    path, kind, wish
        As `read.read_remembered`.
    given
        The options of `add_parts`.
    plain
        The list that an option without a kind speaks of.
    """
    layer = read.read_remembered(
        path,
        kind,
        wish=wish,
        sheet=of_list(given.sheet, kind, plain=plain),
        layer=of_list(given.layer, kind, plain=plain),
    )
    corrected = of_list(given.corrected, kind, plain=plain)
    if corrected is None:
        return layer
    whole = read.amend(layer, corrected, weight=wish.weight)
    put_back = _(
        "{n:,} of {total:,} refused rows of {list} put back from {file}",
        n=len(whole) - len(layer),
        total=layer.source.n_rejected,
        list=layer.source.name,
        file=corrected,
    )
    show.line(_("corrected"), put_back)
    return whole


def listed(text: str) -> Path | read.DatabaseTable:
    """Take the path of a list, or ``URL#TABLE``: a table of a database."""
    if "://" not in text:
        return Path(text)
    url, _mark, table = text.rpartition("#")
    if not url or not table or set(table) & set("@/:"):  # the mark is a letter of the password
        return read.DatabaseTable(text.removesuffix("#"), "")  # who reads it says which there are
    return read.DatabaseTable(url, table)


def datum(text: str) -> str:
    """Take a datum, ``auto`` or a system of coordinates of the EPSG."""
    if text in ("auto", *DATUMS) or text.upper().startswith("EPSG:"):
        return text
    names = f"auto, {', '.join(DATUMS)}, EPSG:4549"
    raise argparse.ArgumentTypeError(
        _("wanted one of {names}, got {text!r}", names=names, text=text)
    )


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
