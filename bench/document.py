"""The document of a town: everything asked, drawn, and written as Word and as PDF.

Checked first: the pages are twenty or more in Chinese, and both files say what the plan covers.
"""

import re
import sys
from pathlib import Path

import docx
import pypdf

import geo
from bench.measure import alone, out, row, timed
from geo import MaxCover, Scenario, Straight
from geo.export.docx import write_document as write_word
from geo.export.pdf import write_document as write_pdf
from geo.export.report import Choices, build, find
from geo.words import LANGUAGES, in_language

NEW, RADIUS_M = 6, 800
PAGES = {"zh": 20, "en": 12}  # at least; English needs fewer


def made():
    """The demo town's plan."""
    town = geo.demo("yongshun")
    return geo.run(town, Scenario(MaxCover(new=NEW, radius_m=RADIUS_M), Straight(1.3)))


def spoken(path):
    """Read a file back."""
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return " ".join(p.text for p in docx.Document(str(path)).paragraphs)


def checked(found, paths, language):
    """Count the pages; look for the plan's number in both files."""
    for path in paths:
        assert f"{found.plan.covered:,}" in re.sub(r"\s", "", spoken(path)), path
    pages = len(pypdf.PdfReader(paths[1]).pages)
    assert pages >= PAGES[language], pages
    return pages


def steps(found):
    """Do it once, each step by its seconds: the first time, and again."""
    word, sheet = Path(out("document.docx")), Path(out("document.pdf"))
    choices = Choices()
    asked, *of_find = timed(lambda: find(found, choices.norm), times=1)
    content, *of_build = timed(lambda: build(found, choices, asked), times=1)
    _none, *of_word = timed(lambda: write_word(content, word), times=1)
    _none, *of_pdf = timed(lambda: write_pdf(content, sheet), times=1)
    return (word, sheet), {
        "ask what else is to say": of_find,
        "write the text, draw the figures": of_build,
        "Word": of_word,
        "PDF": of_pdf,
    }


def run_language(language):
    """Measure one language, in a process of its own."""
    with in_language(language):
        found = made()
        paths, seconds = steps(found)
        pages = checked(found, paths, language)
    for name, (first, again) in seconds.items():
        print(f"{language};{pages};{name};{first:.2f};{again:.2f}".replace(" ", "_"))


def run():
    """Print the seconds of each step: the first time in its process, and again."""
    row("document", "first, s", "again, s")
    for language in LANGUAGES:
        lines = [line.split(";") for line in alone("bench.document", language)]
        for name, first, again in (line[2:] for line in lines):
            row(f"{language}: {name.replace('_', ' ')}", first, again)
        first, again = (sum(float(line[k]) for line in lines) for k in (3, 4))
        row(f"{language}: all, {lines[0][1]} pages", f"{first:.2f}", f"{again:.2f}")


if __name__ == "__main__":
    run_language(sys.argv[1])
