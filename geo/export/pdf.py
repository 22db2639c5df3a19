"""PDF: the proposal as a document that looks the same everywhere."""

from __future__ import annotations

from pathlib import Path

from geo.core import Proposal
from geo.export.family import Format
from geo.export.report import Choices, build
from geo.export.report.content import Document
from geo.export.report.optional import writer
from geo.words import N_, _

__all__ = ["FORMAT", "write", "write_document"]


def write(proposal: Proposal, path: Path) -> None:
    """Write the document, in the language in use, for whom the proposal is released."""
    write_document(build(proposal, Choices.of(proposal.release)), path)


def write_document(content: Document, path: Path) -> None:
    """Write a document that was built before.

    Raises
    ------
    MissingExtraError
        typst is not installed, or there is no Chinese font.
    """
    writer("pdf", "typst", _('The PDF needs an optional part: pip install "xuanzhi[report]".'))(
        content, path
    )


FORMAT = Format(
    ".pdf",
    N_("PDF (proposal document)"),
    "application/pdf",
    write,
    has_own_editions=True,
    has_map=True,
)
