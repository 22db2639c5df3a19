"""The results: which files are written, for whom, and what was found in the lists."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geo import read
from geo.cli import show
from geo.cli.options.data import of_list
from geo.core import AUDIENCES, PAPERS, Proposal, Release, check_floor
from geo.core.crs import DATUMS
from geo.errors import InputError
from geo.export import EXPORTERS, export
from geo.export.edition import released
from geo.study import record
from geo.words import _, counted

__all__ = [
    "add_floor",
    "add_outputs",
    "add_paper",
    "add_release",
    "check_outputs",
    "check_targets",
    "write",
    "write_findings",
    "write_text",
]

# Options that name a file to read.
_INPUTS = ("firms", "project", "sites", "homes", "streets", "plan", "density", "boundaries")
_MAPS = {exporter.suffix for exporter in EXPORTERS if exporter.has_map}
_SHOWN = 10  # rejected rows on the screen, where no file is written


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
    add_paper(group)
    add_floor(group)


def add_paper(group: Any) -> None:  # noqa: ANN401 - a parser or a part of one
    """Add the option that says on which paper the plan is drawn."""
    group.add_argument(
        "--paper",
        choices=PAPERS,
        default=Release.paper,
        help=_("paper of the drawn map: a3 adds a large one to the document"),
    )


def add_floor(group: Any) -> None:  # noqa: ANN401 - a parser or a part of one
    """Add the options that say how large a group must be to be public."""
    said = _("floor of a public group")
    group.add_argument("--least-firms", type=int, default=Release.least_firms, help=said)
    group.add_argument("--least-workers", type=int, default=Release.least_workers, help=said)


def check_outputs(given: argparse.Namespace, *, suffixes: Iterable[str] = ()) -> None:
    """Refuse, before anything is read or solved, a file that could not or must not be written.

    Parameters
    ----------
    given
        What was given.
    suffixes
        Forms that will do; empty: all.
    """
    suffixes = tuple(suffixes) or tuple(exporter.suffix for exporter in EXPORTERS)
    inputs = [*(getattr(given, name, None) for name in _INPUTS), *_corrected(given)]
    check_targets(given.out, inputs, suffixes=suffixes)
    if given.json is not None and str(given.json) != "-":
        check_targets([given.json], inputs)
    if "least_firms" in given:
        check_floor(given.least_firms, given.least_workers)
    if any(path.suffix.lower() in _MAPS for path in given.out) and "audience" in given:
        Release(given.audience, review_number=given.review_number).check_map()


def check_targets(
    targets: Iterable[Path],
    inputs: Iterable[Path | read.DatabaseTable | None],
    *,
    suffixes: Iterable[str] = (),
) -> None:
    """Refuse files that could not or must not be written.

    Parameters
    ----------
    targets
        What shall be written.
    inputs
        What is read: it is never written over.
    suffixes
        Forms that will do; empty: all.
    """
    targets, suffixes = list(targets), tuple(suffixes)
    _refuse_inputs(targets, inputs)
    for path in targets:
        if suffixes and path.suffix.lower() not in suffixes and not path.is_dir():
            raise InputError(
                _(
                    "{path}: no such form; wanted one of {suffixes}.",
                    path=path,
                    suffixes=", ".join(suffixes),
                )
            )
        if path.is_dir():
            raise InputError(_("{path} is a folder; name a file.", path=path))
        if not path.resolve().parent.is_dir():
            raise InputError(
                _("{path} cannot be written: there is no such folder. Make it first.", path=path)
            )


def _refuse_inputs(
    targets: Iterable[Path], inputs: Iterable[Path | read.DatabaseTable | None]
) -> None:
    files = [one.file if isinstance(one, read.DatabaseTable) else one for one in inputs]
    taken = {Path(path).resolve() for path in files if path is not None}
    for path in targets:
        if path.resolve() in taken:
            raise InputError(
                _("{path} is one of the lists that are read; write to another file.", path=path)
            )


def _corrected(given: argparse.Namespace) -> list[Path]:
    """Return the workbooks that bring corrections."""
    said = [of_list(getattr(given, "corrected", []), kind) for kind in read.KINDS]
    return [Path(one) for one in said if one is not None]


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
            paper=given.paper,
        )
        show.line(_("wrote"), str(path))
    if given.json is not None:
        text = json.dumps(record(_ready(proposal, given)), ensure_ascii=False, indent=2)
        if str(given.json) == "-":
            sys.stdout.write(text + "\n")
        else:
            write_text(given.json, text + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text and say so; of a full disk alone the system does not name the file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    show.line(_("wrote"), str(path))


def _ready(proposal: Proposal, given: argparse.Namespace) -> Proposal:
    """Make a proposal ready for whom the figures are: in public they are those of the files."""
    if given.audience == "internal":
        return proposal
    floor = given.least_firms, given.least_workers
    return released(proposal, Release(given.audience, given.out_datum, given.review_number, *floor))


def write_findings(layers: Iterable[read.Layer], given: argparse.Namespace) -> None:
    """Keep the rows that could not be used or are doubtful, beside the first file written.

    The workbook holds them under their own headings: corrected there, it can be read again. It
    names firms, so beside public files it is called internal.
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
        is_public = given.audience == "public"
        called = "internal-findings" if is_public else "findings"
        path = _free(place.with_name(f"{place.stem}-{called}-{layer.kind}.xlsx"), _corrected(given))
        read.write_findings(layer, path)
        said = _(
            "{rows} rejected, {m} doubtful, see {path}",
            rows=counted.rows(layer.source.n_rejected),
            m=layer.source.n_doubtful,
            path=path,
        )
        show.line(_("findings"), said)
        if is_public:
            show.line("", _("This workbook names firms: for internal use only, do not publish it."))


def _free(path: Path, taken: Iterable[Path]) -> Path:
    """Return a name beside the workbooks that were corrected: what is typed there is kept."""
    held = {one.resolve() for one in taken}
    names = (path, *(path.with_stem(f"{path.stem}-{n}") for n in range(2, len(held) + 3)))
    return next(name for name in names if name.resolve() not in held)
