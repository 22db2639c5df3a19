"""The presets: each figure has a source, and what a person changes stays a norm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import geo
from geo.errors import InputError
from geo.norms import Norm, norm, norms
from geo.words import in_language

FOLDER = Path(geo.__file__).parent / "norms"
EVERY = pytest.mark.parametrize("one", norms(), ids=lambda n: n.name)


def test_every_file_is_a_preset():
    written = {
        re.search(r'^name = "(.*)"$', p.read_text(encoding="utf-8"), re.MULTILINE)[1]
        for p in FOLDER.glob("*.toml")
    }
    assert {one.name for one in norms()} == written
    assert len(norms()) == len(written) == 8


@EVERY
def test_every_figure_has_a_source_and_every_title_both_languages(one):
    assert one.figures
    assert all(figure.source.strip() for _name, figure in one.figures)
    said = set()
    for language in ("zh", "en"):
        with in_language(language):
            said.add(one.title)
            assert one.title != one.name
            assert bool(one.note) == bool(one.notes)
    assert len(said) == 2
    assert hash(one) == hash(Norm(one.name, one.titles, one.figures, one.notes))


def test_figures_of_the_table():
    assert [norm("double-15").number(n) for n in ("radius_m", "walk_min", "times_urban")] == [
        1000,
        15,
        2,
    ]
    assert norm("life-circle-10").number("radius_m") == 500
    assert norm("shandong-station").number("spacing_dense_below_m") == 500
    assert norm("shandong-station").number("area_m2") == 12
    assert norm("fuzhou-five-star").number("area_m2") == 30
    assert norm("shared-home").hours == ("lunch", "evening", "weekend")
    assert norm("union-law-11").number("members") == 25
    assert norm("firm-size").number("firm_size_industry") == 300
    assert norm("firm-size").number("radius_m") is None
    assert norm("firm-size").hours == ()


def test_a_figure_can_be_changed_and_says_by_whom():
    ours = norm("double-15").with_figure("radius_m", 700, source="decided by the town")
    assert ours.number("radius_m") == 700
    assert ours.figure("radius_m").source == "decided by the town"
    assert norm("double-15").number("radius_m") == 1000
    added = ours.with_figure("hours", ("night",), source="decided by the town")
    assert added.hours == ("night",)


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("radius_m", 0, "x"),
        ("radius_m", float("nan"), "x"),
        ("radius_m", True, "x"),
        ("radius_m", "far", "x"),
        ("radius_m", 800, " "),
        ("radius_m", 800, None),
        ("times", 1.5, "x"),
        ("hours", ("noon",), "x"),
        ("hours", (), "x"),
        ("colour", 3, "x"),
    ],
)
def test_what_is_no_figure_is_refused(name, value, source):
    with pytest.raises(InputError):
        norm("double-15").with_figure(name, value, source=source)


@pytest.mark.parametrize(
    "text",
    [
        "no toml",
        "name = 'x'",
        "name = 'x'\ntitle = {en='x'}\n[figures]\nradius_m = 5",
        "name = 'x'\ntitle = {en='x'}\n[figures]\nradius_m = {value = 5}",
        "name = 'x'\ntitle = 'x'\n[figures]\nradius_m = {value = 5, source = 'y'}",
    ],
)
def test_what_is_no_norm_file_is_refused(text):
    with pytest.raises(InputError, match="no norm file"):
        Norm.from_toml(text)


def test_an_unknown_norm_is_refused_with_the_names():
    with pytest.raises(InputError, match="double-15"):
        norm("double-16")
