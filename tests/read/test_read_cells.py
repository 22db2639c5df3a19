"""Single cells: counts, angles, pairs, status words."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.read.cells.angles import angle, pair
from geo.read.cells.columns import match_columns
from geo.read.cells.counts import count, counts, numbers
from geo.read.cells.headings import HEADINGS, fields_of
from geo.read.cells.terms import statuses, yes_no
from geo.words import in_language


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("12.0", 12), (" 12 ", 12), ("１２", 12), ("1,200", 1200),
        ("１，２００", 1200), ("12人", 12),
        ("1.2万", 12000), ("1.2万人", 12000), ("3千", 3000), ("12 people", 12), ("0", 0),
        ("1e2", 100), ("1,234,567", 1234567),
    ],
)  # fmt: skip
def test_an_exact_count_is_read_without_a_remark(text, value):
    assert count(text) == (value, "", "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("约20人", 20), ("20左右", 20), ("20人左右", 20),
        ("20-30", 25), ("20~30人", 25), ("20至31", 26),
        ("20—30", 25), ("20人-30人", 25),
        ("10人以下", 5), ("<10", 5), ("不足10人", 5), ("100人以上", 100), (">100", 100),
        ("100+", 100), ("100余人", 100), ("近50", 50),
        ("1-2万", 15000), ("about 20", 20), ("２０－３０", 25), ("under 10", 5),
        ("二十人", 20), ("约三十人", 30), ("一百二十名", 120), ("十人以下", 5), ("二十余人", 20),
        ("两百", 200), ("一千两百人", 1200), ("〇", 0), ("十二万", 120000), ("一 人", 1),
        ("十至三十人", 20), ("五十—一百人", 75), ("五至十人", 8), ("三百人至五百人", 400),
    ],
)  # fmt: skip
def test_an_inexact_count_is_read_and_the_reading_is_shown(text, value):
    read, reason, reading = count(text)
    assert (read, reason) == (value, "")
    assert text in reading
    assert f"{value}" in reading
    with in_language("zh"):
        assert "read as" not in count(text)[2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-3", "a negative number"), ("－３人", "a negative number"),
        ("12.5", "not a whole number"), ("", "no number given"),
        ("无", "no number given"), ("abc", "not a number"), ("nan", "no number given"),
        ("inf", "not a number"),
        ("1e300", "a number beyond all reason"), ("13800138000123", "a number beyond all reason"),
        ("1.25千5", "not a number"),
        ("一", "not a number"), ("三五人", "not a number"), ("一百五", "not a number"),
        ("十几人", "not a number"), ("百人", "not a number"), ("1千二百", "not a number"),
        ("二三十人", "not a number"),
        ("十一二十人", "not a number"), ("三至五百人", "not a number"),
        ("十至二十万", "not a number"), ("九千千万", "not a number"), ("3至五百", "not a number"),
        ("两十", "not a number"), ("十两万", "not a number"), ("一百零两", "not a number"),
        ("一万万", "not a number"),
        ("若干", "not a number"), ("2024-05-01", "not a number"), ("0.5", "not a whole number"),
    ],
)  # fmt: skip
def test_what_is_no_count_says_why(text, reason):
    value, why, reading = count(text)
    assert math.isnan(value)
    assert (why, reading) == (reason, "")


@given(st.integers(0, 10**9))
def test_every_whole_number_is_read_however_it_is_written(number):
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(number), wide, f"{number:,}", f"{number}人", f"{number}.0"):
        assert count(text) == (number, "", "")


def numeral(number):
    """Write a number of up to eight digits sign by sign, then take out what nobody says."""
    signs = "千百十万千百十 "
    written = "".join(
        "零一二三四五六七八九"[int(d)] + (signs[k] if d != "0" or signs[k] == "万" else "")
        for k, d in enumerate(f"{number:08d}")
    )
    said = re.sub("零+", "零", written.strip()).replace("零万", "万").strip("零")
    said = said.removeprefix("万").strip("零")
    if number >= 10**4 and number % 10**4 >= 1000:
        said = said.replace("万零", "万")
    return re.sub("^一十", "十", said) or "零"


@given(st.one_of(st.integers(0, 10**8 - 1), st.integers(0, 2000)), st.data())
def test_every_number_is_read_in_numerals(number, data):
    said = numeral(number)
    assert count(f"{said}人")[:2] == (number, "")
    assert count(f"约{said}名职工")[:2] == (number, "")
    assert count(f"{said}人")[2] == f"{said}人 read as {number}"
    # One sign too few or twice is another number, which is written so, or none.
    at = data.draw(st.integers(0, len(said) - 1))
    for changed in (said[:at] + said[at + 1 :], said[:at] + said[at:][:1] + said[at:]):
        value, why, _reading = count(f"{changed}人")
        assert why or numeral(int(value)) == changed


@given(st.text(max_size=300))
def test_no_text_breaks_a_reader_of_cells(text):
    value, reason, _reading = count(text)
    assert math.isnan(value) == bool(reason)
    degrees, _axis = angle(text)
    assert isinstance(degrees, float)
    first, second, _settled = pair(text)
    assert math.isnan(first) == math.isnan(second)


def test_a_column_of_counts_keeps_its_order_whatever_its_type():
    for column in (
        pd.Series(["1", "约20", "x", "-1", "4"]),
        pd.Series([1, "约20", "x", -1, 4.0], dtype=object),
    ):
        read = counts(column)
        np.testing.assert_array_equal(read.value, [1, 20, np.nan, np.nan, 4])
        assert set(read.reason) == {2, 3}
        assert set(read.reading) == {1}
    assert set(counts(pd.Series([1.0, np.nan, 2.5])).reason) == {1, 2}
    assert counts(pd.Series([3, 4], dtype="int64")).value.tolist() == [3, 4]


def test_measures_are_read_with_their_units():
    value, trouble = numbers(pd.Series(["120", "约80㎡", "1.5万", "", "abc", "-3", "1,200.5"]))
    np.testing.assert_array_equal(value, [120, 80, 15000, np.nan, np.nan, np.nan, 1200.5])
    assert set(trouble) == {4, 5}


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("116.65", 116.65, ""), ("-0.5", -0.5, ""), ("１１６．６５", 116.65, ""),
        ("116°39′00″E", 116.65, "lon"),
        ("E116.65", 116.65, "lon"), ("东经116度39分", 116.65, "lon"),
        ("N39°54'36.0\"", 39.91, "lat"), ("116 39 00", 116.65, ""),
        ("116:39:00", 116.65, ""), ("西经10", -10, "lon"), ("116°39.0′", 116.65, ""),
        ("33°30′S", -33.5, "lat"),
    ],
)  # fmt: skip
def test_an_angle_is_read_in_any_usual_form(text, degrees, axis):
    read, said = angle(text)
    assert read == pytest.approx(degrees, abs=1e-12)
    assert said == axis


@pytest.mark.parametrize("text", ["", "abc", "116°70′", "116°10′75″", "nan°", "1 2 3 4", "--3"])
def test_what_is_no_angle_is_nan(text):
    assert math.isnan(angle(text)[0])


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("116.65,39.91", False), ("116.65，39.91", False), ("(116.65, 39.91)", False),
        ("[116.65;39.91]", False),
        ("116.65 39.91", False), ("116.65、39.91", False), ("116.65/39.91", False),
        ("116.65,39.91,30.5", False),
        ("POINT (116.65 39.91)", True), ("SRID=4490;POINT(116.65 39.91)", True),
        ("point z (116.65 39.91 3)", True),
        ("北纬39°54′36″ 东经116°39′00″", True), ("39.91N,116.65E", True),
        ("北纬39.91东经116.65", True),
        ("116°39′00″,39°54′36″", False), ("116°39′00″E 39°54′36″N", True),
        ("116度39分0秒 39度54分36秒", False),
    ],
)  # fmt: skip
def test_a_pair_is_read_in_any_usual_form(text, settled):
    lon, lat, is_settled = pair(text)
    assert (lon, lat) == pytest.approx((116.65, 39.91), abs=1e-9)
    assert is_settled == settled


@pytest.mark.parametrize(
    "text", ["", "116.65", "a,b", "POINT(", "POINT EMPTY", "1,2,3,4", "E116,E117", "{}"]
)
def test_what_is_no_pair_is_nan(text):
    assert math.isnan(pair(text)[0])


def test_status_and_yes_no_words():
    words, unknown = statuses(
        pd.Series(
            ["已有", "必选", "候选", " 禁用 ", "", None, "待定", "Existing", np.nan], dtype=object
        )
    )
    assert words.tolist() == [
        "existing",
        "required",
        "candidate",
        "forbidden",
        *["candidate"] * 3,
        "existing",
        "candidate",
    ]
    assert unknown == [6]
    said, odd = yes_no(
        pd.Series(["是", "否", "", "已建会", 1, 0.0, True, "也许", "Ｙ"], dtype=object)
    )
    assert said.tolist() == [True, False, False, True, True, False, True, False, True]
    assert odd == [7]


@pytest.mark.parametrize("kind", ["firms", "sites"])
def test_every_usual_heading_is_found_alone(kind):
    for field in fields_of(kind):
        for heading in HEADINGS[field]:
            table = pd.DataFrame({"甲": ["z"], f" {heading.upper()}（注） ": ["1"], "乙": ["w"]})
            assert match_columns(table, kind, source="f")[field].column == table.columns[1]


def test_longer_headings_are_found_but_not_those_of_part_of_the_people():
    table = pd.DataFrame(
        {
            "企业所在街道名称": ["a"],
            "女职工人数": ["3"],
            "2023年末职工人数": ["9"],
            "百度经度值": ["116.1"],
            "百度纬度值": ["39.1"],
        }
    )
    found = match_columns(table, "firms", source="f")
    assert {f: m.column for f, m in found.items()} == {
        "street": "企业所在街道名称",
        "workers": "2023年末职工人数",
        "lon": "百度经度值",
        "lat": "百度纬度值",
    }
    assert found["workers"].examples == ("9",)


def test_unnamed_coordinates_are_found_by_their_content():
    table = pd.DataFrame(
        {"c1": ["甲", "乙"], "c2": ["39.91", "39.95"], "c3": ["116.4", "116.5"], "c4": ["12", "20"]}
    )
    found = match_columns(table, "firms", source="f")
    assert (found["lon"].column, found["lat"].column) == ("c3", "c2")
    assert {found["lon"].why, found["lat"].why} == {"content"}
    two = table.assign(c5=["116.7", "116.8"])
    assert "lon" not in match_columns(two, "firms", source="f")


def test_two_columns_that_would_do_are_both_shown():
    table = pd.DataFrame({"lng": ["1.5"], "经度": ["116.5"], "lat": ["2.5"], "纬度": ["39.5"]})
    found = match_columns(table, "firms", source="f")
    assert (found["lon"].column, found["lon"].rivals) == ("经度", ("lng",))
    assert (found["lat"].column, found["lat"].rivals) == ("纬度", ("lat",))
