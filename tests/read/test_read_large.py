"""Large lists take compiled loops; they must say what the slow way says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import read
from geo.read.cells import numeric
from geo.read.cells.kernels import utf8_of_gb18030
from geo.read.formats import text

SIGNS = st.characters(exclude_categories=["Cs"])


@settings(max_examples=200, deadline=None)
@given(st.text(SIGNS, max_size=40))
def test_transcoding_says_what_python_says_or_gives_up(words):
    data = words.encode("gb18030")
    fast = utf8_of_gb18030(data)
    assert fast in (None, words.encode())
    if all(len(sign.encode("gb18030")) < 3 for sign in words):
        assert fast is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40))
def test_bytes_that_are_no_text_are_left_to_python(data):
    fast = utf8_of_gb18030(data)
    if fast is not None:
        assert bytes(fast).decode() == data.decode("gb18030")


def test_values_that_come_twice_are_found_among_many(monkeypatch):
    monkeypatch.setattr(numeric, "_LARGE", 4)
    names = pd.Series(["甲", "", "a", "b", "甲", "c", "", "ab"], dtype="str")
    seen = [list(names).count(name) > 1 for name in names]
    assert (numeric.may_repeat(names) >= np.array(seen)).all()
    assert not numeric.is_all_different(names)
    assert numeric.is_all_different(names.drop_duplicates())
    assert numeric.is_all_different(names.iloc[2:6])


def test_a_large_list_reads_as_a_small_one(tmp_path, monkeypatch):
    lines = ["编号,名称,经度,纬度,职工数"]
    lines += [f"{k},第{k % 50}厂,{116.6 + k / 1e4:.5f},39.91234,{k % 7}人" for k in range(300)]
    lines += ["301,坏行,,,5", "302,坏数,116.61234,39.91234,很多"]
    path = tmp_path / "firms.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
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
