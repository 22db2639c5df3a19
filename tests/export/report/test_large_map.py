"""The plan on A3: a sheet of its own at the end of Word and PDF, where it is asked for."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import docx
import pypdf
import pytest
from docx.shared import Mm

from geo import words
from geo.cli import main
from geo.core import Release
from geo.errors import InputError
from geo.export import Choices, export, write_report

from cases import proposal

A4, A3 = (210, 297), (420, 297)
CAPTION = {"zh": "A3图幅", "en": "onA3paper"}


def sizes_mm(path):
    boxes = [page.mediabox for page in pypdf.PdfReader(path).pages]
    return [(round(float(b.width) / 72 * 25.4), round(float(b.height) / 72 * 25.4)) for b in boxes]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_word_and_pdf_end_with_an_a3_sheet(tmp_path, language):
    paths = [tmp_path / "plan.docx", tmp_path / "plan.pdf"]
    with words.in_language(language):
        write_report(proposal("usual"), paths, Choices(paper="a3"))
    document = docx.Document(str(paths[0]))
    text, sheet = document.sections
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in (text, sheet)] == [
        A4,
        A3,
    ]
    picture = document.inline_shapes[-1]
    assert Mm(350) < picture.width < sheet.page_width - sheet.left_margin - sheet.right_margin + 1
    assert max(one.width for one in list(document.inline_shapes)[:-1]) < Mm(160)
    files = [paths[1]]
    if office := shutil.which("soffice"):
        own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        convert = [office, "--headless", own, "--convert-to", "pdf", "--outdir"]
        subprocess.run([*convert, str(tmp_path / "printed"), str(paths[0])], check=True,
                       capture_output=True, timeout=240)  # fmt: skip
        files.append(tmp_path / "printed" / "plan.pdf")
    for path in files:
        *before, last = sizes_mm(path)
        assert set(before) == {A4}
        assert last == A3
        said = "".join(pypdf.PdfReader(path).pages[-1].extract_text().split())
        assert CAPTION[language] in said, "the caption stands below the map"


def test_a4_is_the_rule_and_every_way_asks_for_a3(tmp_path):
    found = proposal("usual")
    assert set(sizes_mm(export(found, tmp_path / "a4.pdf"))) == {A4}
    assert sizes_mm(export(found, tmp_path / "a3.pdf", paper="a3"))[-1] == A3
    assert Choices.of(replace(Release(), paper="a3")).paper == "a3"
    plan = export(found, tmp_path / "plan.gpkg")
    for command in ("export", "report"):
        out = tmp_path / f"{command}.pdf"
        assert main([command, str(plan), "--out", str(out), "--paper", "a3"]) == 0
        assert sizes_mm(out)[-1] == A3
    with pytest.raises(InputError, match="a4, a3"):
        Release(paper="a5")


def test_a_public_a3_map_bears_its_number_and_no_firm(tmp_path):
    out = tmp_path / "public.pdf"
    write_report(
        proposal("usual"), [out], Choices(paper="a3", is_public=True, review_number="GS 7")
    )
    assert sizes_mm(out)[-1] == A3
