"""Large lists take compiled loops; they must say what the slow way says."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.errors import GeoError
from geo.read.cells import numeric
from geo.read.cells.kernels import multiplicity
from geo.read.formats import parted, text

CELLS = st.text(st.sampled_from([*'aé号,;"\n\r ', "€", "\U0001f600"]), max_size=4)


def by_python(data, encoding, separator, width):
    """Part a text by the standard library; None where a line has another width."""
    text = io.StringIO(data.decode(encoding), newline="")
    try:
        rows = list(csv.reader(text, delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows if all(len(row) == width for row in rows) else None


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=9),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 40),
)
def test_cells_are_those_of_python_or_left_to_it(rows, encoding, quoting, end, block):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    data = text.getvalue().removesuffix(end).encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parted, "_BLOCK", block)
        found = parted.parted(data, 0, len(data), ",", 2, encoding=encoding)
    if found is not None:
        read = [list(row) for row in zip(*(c.to_pylist() for c in found), strict=True)]
        assert read == by_python(data, encoding, ",", 2)
    else:
        every = "".join(cell for row in rows for cell in row)
        assert set(every) & {"\n", "\r", "\U0001f600"}, "a plain text was not read"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40), st.sampled_from(["utf-8", "gb18030"]))
def test_bytes_that_are_no_plain_text_are_left_to_python(data, encoding):
    found = parted.parted(data, 0, len(data), ",", 2, encoding=encoding)
    if found is not None and data:
        rows = [list(row) for row in zip(*(c.to_pylist() for c in found), strict=True)]
        assert rows == by_python(data.rstrip(b"\n"), encoding, ",", 2)


@given(st.lists(st.integers(0, 6), max_size=40))
def test_how_often_a_number_stands_there(numbers):
    code = np.array(numbers, np.uint64)
    wanted = [numbers.count(k) for k in numbers]
    assert multiplicity(code).tolist() == wanted == numeric.how_often(code).tolist()


def test_words_that_a_long_column_says(monkeypatch):
    monkeypatch.setattr(numeric, "_LARGE", 1)
    column = pd.Series(["合计", "东厂", None, "总计", "合计 ", "一二三四五六七八九十"], dtype="str")
    assert numeric.said(column, {"合计", "总计"}).tolist() == [0, 3]


HEAD = "编号,名称,经度,纬度,职工数"
ROWS = [f"{k},第{k}厂,116.6{k:04d},39.9{k:04d},{k % 7}" for k in range(1, 60)]
ODD = {
    "title in lone CR": ("企业名单\r" + "\n".join([HEAD, *ROWS])).encode(),
    "header in lone CR": (HEAD + "\r" + "\n".join(ROWS)).encode(),
    "title with quotes": ('"企业\n名单",,,,\n' + "\n".join([HEAD, *ROWS])).encode(),
    "header with quotes": "\n".join(['"编号","名""称",经度,纬度,"职工数"', *ROWS]).encode(),
    "header torn": "\n".join([HEAD.replace("名称", '"名\n称"'), *ROWS]).encode(),
    "header closed too soon": "\n".join([HEAD.replace("名称", '"名"称'), *ROWS]).encode(),
    "cut in its last sign": "\n".join([HEAD, *ROWS, "99,末厂,116.7,39.9,3人"]).encode()[:-1],
    "UTF-8 with a torn line": "\n".join([HEAD, *ROWS, "99,末厂"]).encode(),
    "separator inside GB18030": "\n".join([HEAD, *(f"{r}|中|" for r in ROWS)]).encode(),
    "broken above": b"\xff\xfe\xfa title\n" + "\n".join([HEAD, *ROWS]).encode(),
    "blank lines": ("\n" * 45 + "\n".join([HEAD, *ROWS])).encode(),
    "blank line inside": "\n".join([HEAD, *ROWS[:9], "", *ROWS[9:]]).encode(),
    "nothing but blank lines": b"\n" * 200,
    "mixed line ends": ("\r\n".join([HEAD, *ROWS[:9]]) + "\n" + "\n".join(ROWS[9:])).encode(),
    "signs of four bytes": "\n".join([HEAD, *ROWS, "99,\U00020bb7野,116.7,39.9,3"]).encode(
        "gb18030"
    ),
    "a mark": "\n".join([HEAD, *ROWS]).encode("utf-8-sig"),
    "one column": "\n".join(["位置", *(f'"116.6{k:04d}, 39.9"' for k in range(9))]).encode(),
}


def told(path):
    """Say what a list gives, or what is said where it gives nothing."""
    try:
        layer = read.read_layer(path, "homes", datum="wgs84")
    except GeoError as error:
        return type(error), str(error)
    frames = (layer.table, layer.rejected, layer.doubtful)
    return [frame.to_dict("list") for frame in frames], layer.rows.tolist(), layer.lon.tolist()


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_list_says_the_same_when_it_is_large(tmp_path, monkeypatch, odd):
    path = tmp_path / "homes.csv"
    path.write_bytes(ODD[odd])
    small = told(path)
    monkeypatch.setattr(text, "_LARGE", 1)
    assert told(path) == small


@pytest.mark.parametrize("block", [1, 7, 1 << 22])
def test_many_columns_and_no_cells_in_them(block, monkeypatch):
    monkeypatch.setattr(parted, "_BLOCK", block)
    lines = b"\n".join([b"," * 99] * 50)
    found = parted.parted(lines, 0, len(lines), ",", 100, encoding="utf-8")
    assert [len(column) for column in found] == [50] * 100


def test_a_wide_heading_over_blank_lines_takes_no_memory():
    lines = b"\n" * 3_000_000
    assert parted.parted(lines, 0, len(lines), ",", 1000, encoding="utf-8") is None


def test_values_that_come_twice_are_found_among_many(monkeypatch):
    monkeypatch.setattr(numeric, "_LARGE", 4)
    names = pd.Series(["甲", "", "a", "b", "甲", "c", "", "ab"], dtype="str")
    seen = [list(names).count(name) > 1 for name in names]
    assert (numeric.may_repeat(names) >= np.array(seen)).all()
    assert not numeric.is_all_different(names)
    assert numeric.is_all_different(names.drop_duplicates())
    assert numeric.is_all_different(names.iloc[2:6])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_large_list_reads_as_a_small_one(tmp_path, monkeypatch, encoding):
    lines = ["编号,名称,经度,纬度,职工数"]
    lines += [f"{k},第{k % 50}厂,{116.6 + k / 1e4:.5f},39.91234,{k % 7}人" for k in range(300)]
    lines += ["301,坏行,,,5", '302,"坏数, 又名""坏""",116.61234,39.91234,很多']
    path = tmp_path / "firms.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    slow = read.read_layer(path, "firms", datum="gcj02")
    monkeypatch.setattr(text, "_LARGE", 1)
    monkeypatch.setattr(numeric, "_LARGE", 1)
    fast = read.read_layer(path, "firms", datum="gcj02")
    pd.testing.assert_frame_equal(slow.table, fast.table)
    pd.testing.assert_frame_equal(slow.rejected, fast.rejected)
    pd.testing.assert_frame_equal(slow.doubtful, fast.doubtful)
    np.testing.assert_array_equal(slow.lon, fast.lon)
    assert len(fast) + len(fast.rejected) == 302


BLANKS = [chr(k) for k in range(0x110000) if not 0xD800 <= k < 0xE000 and chr(k).isspace()]


@given(st.lists(st.text(st.sampled_from(["a", "号", "é", "\U0001f600", *BLANKS]), max_size=3)))
def test_a_column_said_to_be_trimmed_is_what_stripping_leaves(texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numeric, "_LARGE", 1)
        if numeric.is_trimmed(pd.Series(texts, dtype="str")):
            assert [t.strip() for t in texts] == texts
        assert numeric.is_trimmed(pd.Series(["号a", "", "a号"], dtype="str"))
