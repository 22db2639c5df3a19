"""The files themselves, parsed and rendered by other people's programs."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from datetime import date

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from geo import words
from geo.cli import main
from geo.errors import MissingExtraError
from geo.export import Choices, export, write_report

from cases import CASES, opened_by, proposal

CHOICES = Choices(recipient="区总工会", issuer="试验镇总工会", day=date(2026, 3, 1))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One plan as Word and PDF, in both languages."""
    folder = tmp_path_factory.mktemp("documents")
    made = {}
    for language in words.LANGUAGES:
        with words.in_language(language):
            paths = [folder / f"{language}.{suffix}" for suffix in ("docx", "pdf")]
            write_report(proposal("usual"), paths, CHOICES)
            made |= {path.name: path for path in paths}
    return made


@pytest.fixture(scope="module")
def printed(files, tmp_path_factory):
    """The Word files as LibreOffice prints them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("printed")
    given = [str(path) for name, path in files.items() if name.endswith("docx")]
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [office, "--headless", own, "--convert-to", "pdf", "--outdir", str(folder), *given]
    subprocess.run(convert, check=True, capture_output=True, timeout=240)
    return {path.stem: path for path in folder.glob("*.pdf")}


def text_of(path):
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    document = docx.Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return " ".join([*(p.text for p in document.paragraphs), *cells])


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", ["zh.docx", "zh.pdf", "en.docx", "en.pdf"])
def test_the_files_say_what_loops_count(files, name):
    raw, question = CASES["usual"]
    found, said = proposal("usual"), squeezed(text_of(files[name]))
    before = raw.covered(raw.today, question.radius_m)
    after = raw.covered(opened_by(found), question.radius_m)
    total = sum(firm[2] for firm in raw.firms)
    assert 0 < before < after < total
    for number in (before, after, after - before, total, total - after, len(raw.firms)):
        assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", said), number
    assert f"PROVENvalue=bound={found.plan.value}" in said
    assert found.plan.data_digest in said
    for name_ in found.cards["name"]:
        assert squeezed(name_) in said
    day = "2026年3月1日" if name.startswith("zh") else "1March2026"
    assert day in said
    assert "试验镇总工会" in said


def numbers(text):
    """Shares and counts of thousands: they are never broken at the end of a line."""
    return set(re.findall(r"\d+(?:\.\d)?%|\d{1,3}(?:,\d{3})+", text))


def test_word_and_pdf_say_the_same(files):
    for language in words.LANGUAGES:
        word, sheet = (numbers(text_of(files[f"{language}.{s}"])) for s in ("docx", "pdf"))
        assert len(word) > 20
        assert word == sheet


def test_the_page_is_that_of_an_official_document(files):
    document = docx.Document(str(files["zh.docx"]))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for margin, wanted in zip(margins, (37, 35, 28, 26), strict=True):
        assert margin == pytest.approx(Mm(wanted), abs=700)  # a twentieth of a point
    body = document.styles["Body Text"]
    assert body.font.size.pt == 16
    assert body.paragraph_format.line_spacing.pt == 28
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    fonts = {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
        "Body Text": "仿宋",
    }
    for name, font in fonts.items():
        named = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert named.get(qn("w:eastAsia")) == font
        assert named.get(qn("w:eastAsiaTheme")) is None
    assert document.settings.odd_and_even_pages_header_footer
    assert "— " in section.footer.paragraphs[0].text
    for name in {p.style.name for p in document.paragraphs}:
        style = document.styles[name]
        while style.element.rPr is None or style.element.rPr.find(qn("w:rFonts")) is None:
            style = style.base_style
        assert style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), name


@pytest.mark.parametrize("name", ["zh.docx", "en.docx"])
def test_tables_cannot_be_torn(files, name):
    document = docx.Document(str(files[name]))
    assert len(document.tables) > 8
    for table in document.tables:
        flags = [row._tr.trPr for row in table.rows]
        assert all(flag.find(qn("w:cantSplit")) is not None for flag in flags)
        assert flags[0].find(qn("w:tblHeader")) is not None
    pictures = document.element.body.findall(f".//{qn('wp:docPr')}")
    assert len(pictures) == len(document.inline_shapes) >= 4
    assert all(picture.get("descr") for picture in pictures)


def fonts_of(path):
    """Font -> whether the page carries it."""
    found = {}
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            one = font.get_object()
            inner = one.get("/DescendantFonts", [one])[0].get_object()
            about = inner.get("/FontDescriptor", {}).get_object()
            found[one["/BaseFont"]] = any(k.startswith("/FontFile") for k in about)
    return found


@pytest.mark.parametrize("name", ["zh.pdf", "en.pdf"])
def test_the_pdf_carries_its_fonts_and_misses_no_sign(files, name):
    assert all(fonts_of(files[name]).values())
    said = text_of(files[name])
    assert "\ufffd" not in said
    assert "\x00" not in said
    assert 8 <= len(pypdf.PdfReader(files[name]).pages) <= 25


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_word_prints_whole(printed, files, language):
    path = printed[language]
    pages = pypdf.PdfReader(path).pages
    assert 8 <= len(pages) <= 30
    assert "\ufffd" not in text_of(path)
    assert numbers(text_of(files[f"{language}.docx"])) == numbers(text_of(path))


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_page_is_empty_and_nothing_leaves_the_paper(files, language, tmp_path):
    tool = shutil.which("pdftoppm")
    if tool is None:
        pytest.skip("pdftoppm is not installed (Debian: poppler-utils)")
    image = pytest.importorskip("PIL.Image")
    path = files[f"{language}.pdf"]
    subprocess.run([tool, "-r", "40", "-gray", "-png", path, tmp_path / "page"], check=True,
                   capture_output=True)  # fmt: skip
    pictures = sorted(tmp_path.glob("page*.png"))
    assert len(pictures) == len(pypdf.PdfReader(path).pages)
    for picture in pictures:
        page = image.open(picture).point(lambda grey: 255 * (grey < 200))
        west, north, east, south = page.getbbox()
        width, height = page.size
        assert west >= 0.1 * width
        assert east <= 0.9 * width
        assert north >= 0.07 * height
        assert south <= 0.95 * height


def test_the_excel_annex_equals_the_document(tmp_path):
    raw, question = CASES["usual"]
    found = proposal("usual")
    book = openpyxl.load_workbook(export(found, tmp_path / "annex.xlsx"))
    rows = list(book["Totals"].iter_rows(min_row=2, values_only=True))
    said = {row[0]: row[2] for row in rows}
    after = raw.covered(opened_by(found), question.radius_m)
    assert said["Workers covered by the plan"] == after
    assert said["Workers covered today"] == raw.covered(raw.today, question.radius_m)
    assert said["Homes open in the plan"] == len(found.plan.open_ids)
    sheets = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    # Shares and quotients are reckoned by LibreOffice, in test_live_totals.
    plain = [row for row in rows if re.fullmatch(r"=\w+\([^()]*\)", row[1])]
    assert len(plain) >= 8
    for _label, formula, value, _equal in plain:
        assert reckoned(formula, sheets) == value, formula


def is_meant(value, wanted):
    return isinstance(value, int | float) and value > 0 if wanted == ">0" else value == wanted


def reckoned(formula, sheets):
    """Reckon one of our formulas by hand."""
    name, inner = re.fullmatch(r"=(\w+)\((.*)\)", formula).groups()
    parts = [part.strip('"') for part in inner.split(",")]

    def column(part):
        sheet, letters, first, last = re.fullmatch(
            r"'?([\w ]+)'?!\$(\w+)\$(\d+):\$\w+\$(\d+)", part
        ).groups()
        k = openpyxl.utils.column_index_from_string(letters) - 1
        return [row[k] for row in sheets[sheet][int(first) - 1 : int(last)]]

    first = column(parts[0])
    if name == "SUMIF":
        pairs = zip(first, column(parts[2]), strict=True)
        return sum(w or 0 for x, w in pairs if is_meant(x, parts[1]))
    if name == "COUNTIF":
        return sum(is_meant(x, parts[1]) for x in first)
    if name == "SUM":
        return sum(first)
    if name == "ROWS":
        return len(first)
    if name == "COUNT":
        return sum(isinstance(x, int | float) for x in first)
    return sum(x is not None for x in first)


def test_the_command_writes_both_from_a_saved_plan(tmp_path, capsys):
    plan = export(proposal("usual"), tmp_path / "plan.gpkg")
    out = [tmp_path / "a.docx", tmp_path / "a.pdf"]
    given = ["report", plan, "--out", *out, "--lang", "zh", "--public", "--review-number", "GS 7"]
    assert main([str(x) for x in given]) == 0
    for path in out:
        assert "GS7" in squeezed(text_of(path))
        assert "第1公司" not in squeezed(text_of(path))
    assert str(out[0]) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--out", "a.odt"], "no such form"),
        (["--out", "a.csv"], "no such form; wanted one of .docx, .pdf"),
        (["--out", "a.pdf", "--public"], "--review-number"),
    ],
)
def test_a_document_that_cannot_be_is_one_sentence(tmp_path, capsys, monkeypatch, extra, said):
    monkeypatch.chdir(tmp_path)
    plan = export(proposal("usual"), tmp_path / "plan.gpkg")
    assert main(["report", str(plan), *extra]) == 2
    wrong = capsys.readouterr().err
    assert said in wrong
    assert "Traceback" not in wrong
    assert [p.name for p in tmp_path.iterdir()] == ["plan.gpkg"]


@pytest.mark.parametrize(("suffix", "part"), [("docx", "word"), ("pdf", "pdf")])
def test_a_missing_part_is_named(tmp_path, monkeypatch, suffix, part):
    library = {"docx": "docx", "pdf": "typst"}[suffix]
    for name in [m for m in sys.modules if m.startswith(f"geo.export.report.{part}")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    module = importlib.import_module(f"geo.export.{suffix}")
    with pytest.raises(MissingExtraError, match=r"xuanzhi\[report\]"):
        module.write_document(None, tmp_path / f"a.{suffix}")
