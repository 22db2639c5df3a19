"""The documents of the cases, with a dot for each picture, and what is read out of them."""

from __future__ import annotations

import importlib
from functools import cache

import pytest

from geo import words
from geo.export.report import Choices, build, find
from geo.export.report.content import Heading, Paragraph, Table

from cases import proposal

DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~"
    b"\x9bU\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)


@pytest.fixture
def undrawn(monkeypatch):
    """Pictures are looked at elsewhere; here a dot will do."""
    for section in ("situation", "plan"):
        module = importlib.import_module(f"geo.export.report.sections.{section}")
        for name in ("paper_map", "size_bars", "coverage_curve", "timeline"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *_a, **_k: DOT)


@cache
def findings(name):
    """Ask all that the document of a case can say; of each process once."""
    return find(proposal(name), "shared-home", limit_s=60)  # kernels may be compiled first


@cache
def document(name, language="en", **choices):
    """Build the document of a case; whoever asks wants its pictures `undrawn`."""
    with words.in_language(language):
        return build(proposal(name), Choices(**choices), findings(name))


def texts(made):
    """Every text of a document."""
    blocks = [*made.blocks, *(b for annex in made.annexes for b in annex.blocks)]
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield f"{block.lead} {block.text}".strip()
        elif isinstance(block, Table):
            yield block.caption
            for row in (block.heads, *block.rows):
                yield from row
        else:
            yield block.caption
    yield from (annex.title for annex in made.annexes)
