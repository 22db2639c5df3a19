"""Word: the proposal as a document that can still be edited, as officials need it."""

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
        python-docx is not installed.
    """
    missing = _('The Word document needs an optional part: pip install "xuanzhi[report]".')
    writer("word", "docx", missing)(content, path)


FORMAT = Format(
    ".docx",
    N_("Word (proposal document)"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write,
    has_own_editions=True,
    has_map=True,
)
