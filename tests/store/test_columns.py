"""Any table survives the trip, column by column."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.store.columns import decode, decode_ids, encode, encode_ids

cell = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=True, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(max_examples=60)
@given(st.dictionaries(names, st.lists(cell, min_size=3, max_size=3), max_size=5))
def test_tables_survive_a_database(columns):
    table = pd.DataFrame(columns)
    stored, notes = encode(table, ["name", "workers"])
    assert len({c.casefold() for c in [*stored.columns, "name", "workers"]}) == len(columns) + 2
    with closing(sqlite3.connect(":memory:")) as base:
        back = {}
        for name in stored:
            plain = stored[name].astype(object).where(stored[name].notna(), None)
            back[name] = [base.execute("SELECT ?", (value,)).fetchone()[0] for value in plain]
    read = decode(pd.DataFrame(back, index=range(len(table)), dtype=object), notes)
    assert list(read.columns) == list(table.columns)
    for name in table:
        pairs = zip(table[name].astype(object), read[name].astype(object), strict=True)
        assert all(str(a) == str(b) for a, b in pairs)


ids = st.one_of(
    st.lists(st.integers(-(2**60), 2**60), unique=True),
    st.lists(st.text(max_size=6), unique=True),
    st.lists(st.one_of(st.integers(), st.text(max_size=3)), unique=True),
)


@given(ids)
def test_ids_survive(given_ids):
    index = pd.Index(given_ids, dtype=object) if not given_ids else pd.Index(given_ids)
    texts, note = encode_ids(index)
    assert list(texts) == [str(i) for i in given_ids]
    assert list(decode_ids(texts, note)) == given_ids


def test_numbered_rows_stay_numbered():
    texts, note = encode_ids(pd.RangeIndex(4))
    assert isinstance(decode_ids(texts, note), pd.RangeIndex)
