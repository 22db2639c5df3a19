"""Signs that no font has: told as their codes in drawn figures, never a box, never an error."""

from __future__ import annotations

import warnings

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from geo.draw.paper import Face, lacking, paper_map, printable, size_bars, timeline
from geo.draw.paper.fonts import drawn_faces
from geo.draw.paper.sheet import COLUMN_MM, figure, letters, plain, plain_within, width_mm

import made

RARE = "𡧳𠮷\U00031350\U0002ebf0🏭😀\ue863\ud800ᠮ"
NAMES = ("𡧳𠮷堂🏭😀会馆", "永顺ᠮᠣᠩ\U00031350堂", "葛\U000e0100城 \ue863 厂", "👷\u200d♂️\ud800工会")


def known(face):
    """The signs that a font has, read by another program than ours."""
    with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
        return set(font.getBestCmap())


@pytest.fixture(scope="module")
def cmaps():
    """The signs of each font that a drawn name may need."""
    needed = {f for name in NAMES for f in letters(of=plain(name))["fontfamily"]}
    return {family: known(face) for family, face in drawn_faces() if family in needed}


def test_what_is_lacking_is_what_no_table_of_signs_has(cmaps):
    signs, private = frozenset("a堂ß…Ω☂" + RARE), {"\ue863", "\ud800"}
    faces = dict(drawn_faces())
    for families in (list(cmaps), list(cmaps)[:1], list(cmaps)[1:]):
        wanted = {c for c in signs if not any(ord(c) in cmaps[f] for f in families)}
        assert lacking(signs, tuple(faces[f] for f in families)) == wanted | private
    boxes = [face for family, face in drawn_faces() if family.startswith("Last Resort")]
    assert lacking(frozenset("𡧳"), tuple(boxes)) == {"𡧳"}, "its boxes are no signs"
    assert lacking(frozenset("a"), (Face("no such file"),)) == {"a"}
    assert lacking(frozenset("\u200d\ufe0f\U000e0100\n"), ()) == set(), "needs no glyph"


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_of_a_drawn_name_is_in_one_of_its_fonts(cmaps, name):
    said = plain(name)
    families = letters(of=said)["fontfamily"]
    for sign in said.replace(r"\$", "$"):
        assert any(ord(sign) in cmaps[f] for f in families) or sign in "\ufe0f\U000e0100", sign


def test_no_figure_and_no_map_draws_a_box():
    """matplotlib warns of every box that it draws."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        timeline([(NAMES[:2], 5), (NAMES[2:], 7)])
        size_bars([(name, 5, 2, 3) for name in NAMES], below="x")
        paper_map(made.proposal(made.Town(n=9)), is_after=True, mark=RARE)


@given(st.text(alphabet="a堂 𡧳\ue863\ue864\ufe0f\u200d🏭", max_size=20), st.sets(
    st.sampled_from("𡧳\ue863\ue864"), max_size=3))  # fmt: skip
def test_codes_keep_every_other_sign_and_say_which_stood_there(text, missing):
    said = printable(text, missing)
    assert not missing & set(said)
    read = []
    rest = said
    while "[U+" in rest:
        before, inner = rest.split("[", 1)
        codes, rest = inner.split("]", 1)
        read += [*before, *(chr(int(f"0x{code[2:]}", 0)) for code in codes.split())]
    unseen = "\u200d\ufe0f"
    assert [c for c in [*read, *rest] if c not in unseen] == [c for c in text if c not in unseen]


def test_a_name_is_cut_where_its_room_ends():
    sheet = figure(COLUMN_MM, 20)
    for name in (
        "北京市通州区永顺镇示例职工文化体育活动中心",
        "Metsätalon ruokala WWWWWWWWWW",
        "1号",
    ):
        for most in (20.0, 48.0):
            said = plain_within(name, most)
            drawn = sheet.text(0, 0, said, **letters(of=said)).get_window_extent()
            assert drawn.width / sheet.dpi * 25.4 <= most
            assert said == name or said.endswith("…")
            whole = plain(name, 99)
            assert width_mm(whole) > most or said == whole
