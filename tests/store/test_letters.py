"""Texts as bytes, whole columns and parts of them."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest

from geo.store.columns import encode, encode_ids
from geo.store.letters import has_zero, in_one, laid_out

WORDS = ["企业", None, "", "a\0b", "𠮷c", "last"]


@pytest.mark.parametrize("part", [slice(0, 6), slice(2, 5), slice(5, 6), slice(1, 1)])
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_each_text_is_where_it_is_said_to_be(part, kind):
    begins, letters = laid_out(pa.array(WORDS, kind)[part])
    found = [letters[a:b].tobytes().decode() for a, b in pairwise(begins)]
    assert found == [word or "" for word in WORDS[part]]


def test_pieces_become_one():
    assert in_one(pa.chunked_array([["a"], ["b"]])).to_pylist() == ["a", "b"]


@pytest.mark.parametrize("part", [slice(0, 6), slice(0, 3), slice(3, 4), slice(4, 6), slice(0, 0)])
def test_a_zero_byte_is_seen(part):
    texts = pd.Series(WORDS, dtype="str").iloc[part]
    assert has_zero(texts) == any(word and "\0" in word for word in WORDS[part])


def test_a_column_with_a_zero_byte_is_stored_as_json():
    _stored, notes = encode(pd.DataFrame({"a": ["x\0"], "b": ["x"]}, dtype="str"), [])
    assert [note[2] for note in notes] == ["json str", "str"]


def test_ids_that_are_missing_are_no_texts():
    assert "list" in encode_ids(pd.Index(["a", None], dtype="str"))[1]
    assert encode_ids(pd.Index(["a", "b"], dtype="str"))[1] == "text"
