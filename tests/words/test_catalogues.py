"""Every sentence a user reads is in the Chinese catalogues, once, with the same fields."""

from __future__ import annotations

from datetime import date
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from spoken import CATALOGUES, TRANSLATED, USED

from geo import words
from geo.words import figures

# Proper names and units that are the same in both languages.
SAME = {
    "CSV",
    "Excel",
    "GeoJSON",
    "GeoPackage",
    "HTML",
    "JSON",
    "PDF",
    "Word",
    "m",
    "km",
    "m²",
    "ha",
}


def fields(text):
    return sorted(
        (name, spec) for _t, name, spec, _c in Formatter().parse(text) if name is not None
    )


def test_the_scan_finds_what_is_there():
    assert "经度" not in USED
    assert "WGS-84 (GPS, OpenStreetMap)" in USED
    assert "The detour factor must be 1 or more, got {detour}." in USED
    assert len(USED) > 100


def test_every_sentence_is_said_as_a_constant():
    assert USED.get("<no constant sentence>", []) == []


def test_no_sentence_is_untranslated():
    missing = {key: USED[key] for key in USED if not any(TRANSLATED.get(key, {}).values())}
    assert missing == {}


def test_no_translation_is_left_over():
    unused = {key: sorted(TRANSLATED[key]) for key in TRANSLATED if key not in USED}
    assert unused == {}


def test_one_sentence_has_one_translation():
    several = {k: v for k, v in TRANSLATED.items() if len(set(v.values())) > 1}
    assert several == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.name)
def test_a_translation_has_the_fields_of_its_sentence(path):
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                assert not message.fuzzy, message.id
                names = {n for n, _spec in fields(str(message.id))}
                assert {n for n, _spec in fields(str(message.string))} <= names, message.id
                assert "\ufffd" not in str(message.string)


def test_a_translation_is_chinese():
    latin = {
        key: said
        for key, by_file in TRANSLATED.items()
        for said in by_file.values()
        if key not in SAME and said == key and any(c.isalpha() for c in key)
    }
    assert latin == {}


def test_the_language_is_chosen_and_given_back():
    key = "The detour factor must be 1 or more, got {detour}."
    with words.in_language("zh"):
        chinese = words._(key, detour=0.5)
        with words.in_language("en"):
            assert words._(key, detour=0.5) == "The detour factor must be 1 or more, got 0.5."
        assert words._(key, detour=0.5) == chinese
    assert "0.5" in chinese
    assert chinese != key
    with pytest.raises(ValueError, match="language must be one of"):
        words.use("fr")


def test_figures_are_written_by_the_language():
    first_of_may = date(2026, 5, 1)
    with words.in_language("zh"):
        assert figures.day(first_of_may) == "2026年5月1日"
        assert figures.yuan(125_000) == "12.5 万元"
        assert figures.yuan(9_999) == "9,999 元"
        assert figures.number(1234567) == "1,234,567"
    assert figures.day(first_of_may) == "1 May 2026"
    assert figures.yuan(125_000) == "125,000 yuan"
    assert figures.share(0.57159) == "57.2%"
