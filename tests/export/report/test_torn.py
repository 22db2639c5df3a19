"""No table is torn: read from the pages that typst sets and LibreOffice prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date

import docx
import pypdf
import pytest

from geo.export.docx import write_document as write_word
from geo.export.pdf import write_document as write_pdf
from geo.export.report.content import Annex, Document, Heading, Paragraph, Table
from geo.words import in_language

LENGTHS = (1, 2, 14, 24, 29, 37, 39)  # the last four: as many as a page holds, and one more
LONG = "名称很长的职工之家" * 5  # two lines of its column, or more


def table(t, n, *, every=0):
    """Make table ``t``: head ``h<t>h``, its row ``k`` from ``r<t>.<k>b`` to ``r<t>.<k>e``."""
    rows = [(f"r{t}.{k}b", LONG * (every and k % every == 0) + f"r{t}.{k}e", "1") for k in range(n)]
    return Table(f"c{t}c", (f"h{t}h", "乙", "丙"), tuple(rows), frozenset({2}))


def made(language):
    """Tables of many lengths, at the head of annexes and wherever they fall in the text."""
    annexes = [Annex(f"a{n}a", (table(n, n),)) for n in LENGTHS]
    annexes += [Annex(f"a{n}a", (table(n, n, every=3),)) for n in (114,)]
    text = [Heading(1, "一"), Paragraph("文" * 40)]
    for k in range(8):
        text += [table(200 + k, 9 + 3 * k, every=4), Paragraph("文" * (60 * k + 1))]
    with in_language(language):
        return Document(language, "t", "m", "", "", date(2026, 3, 1), tuple(text), tuple(annexes))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """(Program, language) -> the texts of its pages."""
    folder = tmp_path_factory.mktemp("torn")
    found = {}
    for language in ("zh", "en"):
        content = made(language)
        with in_language(language):
            write_word(content, folder / f"{language}.docx")
            write_pdf(content, folder / f"typst-{language}.pdf")
    if office := shutil.which("soffice"):
        own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        given = [str(folder / f"{language}.docx") for language in ("zh", "en")]
        convert = [office, "--headless", own, "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*convert, *given], check=True, capture_output=True, timeout=240)
    for path in folder.glob("*.pdf"):
        reader = pypdf.PdfReader(path)
        found[path.stem] = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    return found


@pytest.mark.parametrize("name", ["typst-zh", "typst-en", "zh", "en"])
def test_no_row_is_parted_none_stands_alone_and_heads_are_repeated(pages, name):
    if name not in pages:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    content, told = made(name[-2:]), pages[name]
    tables = [b for b in content.blocks if isinstance(b, Table)]
    tables += [b for annex in content.annexes for b in annex.blocks]
    seen = 0
    for one in tables:
        t = one.caption[1:-1]
        for page in told:
            begun = set(re.findall(rf"r{t}\.(\d+)b", page))
            assert begun == set(re.findall(rf"r{t}\.(\d+)e", page)), "a row is parted"
            if begun:
                assert f"h{t}h" in page, "its head is not repeated"
                assert len(begun) >= min(2, len(one.rows)), f"a row of table {t} stands alone"
            if f"c{t}c" in page or f"h{t}h" in page:
                assert begun, f"caption or head of table {t} stand alone"
            seen += len(begun)
    assert seen == sum(len(one.rows) for one in tables)


@pytest.mark.parametrize("name", ["typst-zh", "typst-en", "zh", "en"])
def test_the_title_of_an_annex_stands_above_its_table(pages, name):
    if name not in pages:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    for annex in made(name[-2:]).annexes:
        n = annex.title[1:-1]
        (page,) = [page for page in pages[name] if f"a{n}a" in page and f"c{n}c" in page]
        assert f"r{n}.0b" in page


def test_a_row_higher_than_a_page_goes_on_over_the_page(tmp_path):
    """Kept whole, it would run off the paper."""
    rows = (("a", "长" * 3000), ("b", "短"), ("c", "短"))
    high = Table("c", ("甲", "乙"), rows)
    assert not high.is_short
    assert high.tall == {0}
    content = Document("zh", "t", "m", "", "", date(2026, 3, 1), (high, Paragraph("文")))
    with in_language("zh"):
        write_pdf(content, tmp_path / "high.pdf")
        write_word(content, tmp_path / "high.docx")
    low, n = [], 0

    def look(text, plane, place, _font, _size):
        if "长" in text:
            low.append(place[4] * plane[1] + place[5] * plane[3] + plane[5])

    for page in pypdf.PdfReader(tmp_path / "high.pdf").pages:
        n += page.extract_text(visitor_text=look).count("长")
    assert n == 3000
    assert min(low) > 35 / 25.4 * 72, "above the lower margin"
    assert len(docx.Document(str(tmp_path / "high.docx")).tables) == 1


def test_a_short_table_of_long_texts_is_not_kept_on_one_page():
    rows = tuple((f"{k}", LONG * 3) for k in range(14))
    assert not Table("c", ("甲", "乙"), rows).is_short
    assert Table("c", ("甲", "乙"), tuple((f"{k}", "短") for k in range(14))).is_short
