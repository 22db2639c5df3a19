"""Names of signs that no font has: told as codes in the PDF, kept in Word; never a box."""

from __future__ import annotations

from dataclasses import replace

import docx
import pypdf
import pytest
from pypdf.generic import ContentStream

from geo import words
from geo.export.docx import write_document as write_word
from geo.export.pdf import write_document as write_pdf
from geo.export.report import Choices, build
from geo.export.report.asked.findings import Findings

import made
from paper import texts, undrawn

__all__ = ["undrawn"]

HALL, FIRM, STREET, TITLE, SENT, SIGNED, REMARK = (
    f"{place}\U00031350\ue863𡧳🏭👷♂️葛\U000e0100ᠮ"
    for place in ("馆", "企", "街", "题", "收", "发", "注")
)


def boxes(path):
    """Count what is drawn by the first glyph of a font, which is its box."""
    n = 0
    for page in pypdf.PdfReader(path).pages:
        fonts = {k: v.get_object() for k, v in page["/Resources"].get("/Font", {}).items()}
        font = None
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator == b"Tf":
                font = fonts[operands[0]]
            elif operator in (b"Tj", b"TJ") and font.get("/Encoding") == "/Identity-H":
                parts = operands[0] if operator == b"TJ" else operands
                for part in parts:
                    if not isinstance(part, int | float):
                        codes = part.original_bytes
                        n += sum(codes[k : k + 2] == b"\0\0" for k in range(0, len(codes), 2))
    return n


@pytest.fixture(scope="module")
def found():
    """A plan with rare signs in every place where a name can stand."""
    town = made.Town(names=(FIRM,) * 40, table={"street": [STREET] * 120})
    plan = made.proposal(town)
    names = [HALL] * len(plan.study.sites)
    table = plan.study.sites.table.assign(name=names)
    sites = replace(plan.study.sites, table=table)
    study = replace(plan.study, name=TITLE, sites=sites)
    return replace(
        plan, study=study, cards=plan.cards.assign(name=HALL), notes=(*plan.notes, REMARK)
    )


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_place_of_a_name_is_a_box(found, tmp_path, language):
    with words.in_language(language):
        content = build(found, Choices(recipient=SENT, issuer=SIGNED), Findings())
        write_pdf(content, tmp_path / "a.pdf")
        write_word(content, tmp_path / "a.docx")
    said = "".join(
        "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "a.pdf").pages).split()
    )
    assert boxes(tmp_path / "a.pdf") == 0
    printed = "".join(texts(content)) + content.recipient + content.issuer + content.title
    for name in (HALL, FIRM, STREET, TITLE, SENT, SIGNED, REMARK):
        assert printed.count(name), f"{name[0]} stands nowhere"
        assert f"{name[0]}[U+31350U+E863]" in said, "told as codes"
    told = {"en": "squarebrackets:", "zh": "方括号内的编码代替："}[language]
    assert "U+31350" in said.split(told)[1]
    file = docx.Document(str(tmp_path / "a.docx"))
    cells = [c.text for table in file.tables for row in table.rows for c in row.cells]
    kept = "".join([*(p.text for p in file.paragraphs), *cells])
    assert all(name in kept for name in (HALL, FIRM, STREET, TITLE, SENT, SIGNED, REMARK))
    assert "[U+" not in kept


@pytest.mark.usefixtures("undrawn")
def test_a_document_of_common_signs_tells_nothing(tmp_path):
    content = build(made.proposal(made.Town(n=5)), Choices(), Findings())
    write_pdf(content, tmp_path / "a.pdf")
    assert "[U+" not in "".join(p.extract_text() for p in pypdf.PdfReader(tmp_path / "a.pdf").pages)
