"""Write a proposal to a file, completely or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from geo.core import Proposal, Release
from geo.errors import InputError
from geo.export import csv, docx, geojson, gpkg, html, pdf, xlsx
from geo.export.edition import released
from geo.export.family import Format
from geo.export.report import Choices, build
from geo.export.report.content import Document
from geo.words import _

__all__ = ["EXPORTERS", "export", "whole", "write_report"]

EXPORTERS: tuple[Format, ...] = (
    docx.FORMAT,
    pdf.FORMAT,
    gpkg.FORMAT,
    xlsx.FORMAT,
    html.FORMAT,
    geojson.FORMAT,
    csv.FORMAT,
)
"""All formats; a new one is one file and one line."""


def export(
    proposal: Proposal,
    path: str | Path,
    *,
    audience: Literal["internal", "public"] = "internal",
    datum: str = "wgs84",
    review_number: str = "",
    floor: tuple[int, int] = (Release.least_firms, Release.least_workers),
    paper: Literal["a4", "a3"] = "a4",
) -> Path:
    """Write ``proposal`` in the form the suffix of ``path`` asks for.

    The file is written beside its place and moved there when it is complete: a file that was there
    before is replaced whole, or left as it was.

    Parameters
    ----------
    proposal
        What is written.
    path
        Where; its suffix is one of `EXPORTERS`.
    audience
        ``"internal"``, or ``"public"``: firms in groups only, and nothing that tells one.
    datum
        The datum of coordinates in tables and GeoJSON (``"wgs84"``, ``"gcj02"``, ``"bd09"``); the
        file says which. A GeoPackage is WGS-84 always.
    review_number
        Number of the map review, shown on the map and in every file.
    floor
        Least firms and least workers of a group that may be shown to the public.
    paper
        Paper of the drawn map of a document: ``"a3"`` adds it once more as an annex of that size.

    Returns
    -------
    pathlib.Path
        Where it was written.

    Raises
    ------
    InputError
        The suffix is none of `EXPORTERS`, nothing can be written there, or for the public a map
        has no review number, or even all firms together are under the floor, or there is no such
        paper.
    DatumError
        There is no such datum.
    """
    target = Path(path)
    form = _form(target)
    release = Release(audience, datum, review_number.strip(), *floor, paper)
    if form.has_map:
        release.check_map()
    if form.has_own_editions:
        ready = replace(proposal, release=release)
    else:
        ready = released(proposal, release)
    return whole(target, partial(form.write, ready))


def write_report(proposal: Proposal, paths: Iterable[str | Path], choices: Choices) -> None:
    """Write the document of a proposal as Word, PDF or both: its content is built once.

    Parameters
    ----------
    proposal
        The plan and its study.
    paths
        Files with the suffix ``.docx`` or ``.pdf``.
    choices
        For whom the document is, and what is held against the plan.

    Raises
    ------
    InputError
        A suffix is neither, there is no such norm, or nothing can be written there.
    MissingExtraError
        A part that the document needs is not installed.
    """
    targets = [Path(path) for path in paths]
    unknown = [path for path in targets if path.suffix.lower() not in _DOCUMENTS]
    if unknown:
        raise InputError(
            _(
                "{path}: the document is written as {suffixes}.",
                path=unknown[0].name,
                suffixes=", ".join(_DOCUMENTS),
            )
        )
    content = build(proposal, choices)
    for target in targets:
        whole(target, partial(_DOCUMENTS[target.suffix.lower()], content))


_DOCUMENTS: dict[str, Callable[[Document, Path], None]] = {
    ".docx": docx.write_document,
    ".pdf": pdf.write_document,
}


def whole(target: Path, write: Callable[[Path], object]) -> Path:
    """Let ``write`` fill a file beside ``target`` and move it there when it is complete.

    Raises
    ------
    InputError
        Nothing can be written there.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".xuanzhi-", dir=target.parent) as room:
            part = Path(room) / target.name
            write(part)
            part.replace(target)
    except OSError as error:
        raise InputError(
            _(
                "{path} cannot be written: {why}. Close the file if it is open, or choose a folder "
                "that exists and that you may write to.",
                path=target,
                why=error.strerror or error,
            )
        ) from None
    return target


def _form(target: Path) -> Format:
    forms = {form.suffix: form for form in EXPORTERS}
    if (form := forms.get(target.suffix.lower())) is None:
        raise InputError(
            _(
                "{path}: no file can be written with the suffix {suffix!r}; "
                "wanted one of {suffixes}.",
                path=target.name,
                suffix=target.suffix,
                suffixes=", ".join(forms),
            )
        )
    return form
