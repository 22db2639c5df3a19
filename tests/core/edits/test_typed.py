"""What is typed into a table comes back as it was typed, whatever rows are shown."""

from __future__ import annotations

import json

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.core.edits import Typed

IDS = [f"F{k}" for k in range(6)]
ROWS = pd.DataFrame(
    {
        "id": pd.Series(IDS, dtype="str"),
        "name": pd.Series(["甲", "乙", None, "丁", "戊", "己"], dtype="str"),
        "workers": pd.array([1, 2, 3, None, 5, 6], dtype="Int64"),
        "lon": [116.1, 116.2, 116.3, 116.4, 116.5, 116.6],
        "has": pd.array([True, False, None, True, False, True], dtype="boolean"),
    }
)
CELL = {
    "name": st.sampled_from(["新", "=1+1", None]),
    "workers": st.sampled_from([0, 7, 2**40, None]),
    "lon": st.sampled_from([0.1, 117.123456, None]),
    "has": st.booleans(),
}
NEW = st.fixed_dictionaries(
    {}, optional={k: v.filter(lambda x: x is not None) for k, v in CELL.items()}
)


@st.composite
def typings(draw):
    gone = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=3))
    cells = {}
    for i in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4)):
        was = ROWS.set_index("id").loc[i]
        changed = draw(st.fixed_dictionaries({}, optional=CELL))
        differs = {c: v for c, v in changed.items() if not is_same(was[c], v)}
        if i not in gone and differs:
            cells[i] = differs
    added = tuple(draw(st.lists(NEW, max_size=2)))
    ordered = tuple(i for i in IDS if i in gone)
    return Typed("x" if cells or added or gone else "", cells, added, ordered)


def is_same(a, b):
    return (pd.isna(a) and b is None) or (not pd.isna(a) and a == b)


@given(typings())
def test_laid_over_the_list_it_is_seen_again(typed):
    table = typed.over(ROWS)
    assert len(table) == len(ROWS) - len(typed.gone) + len(typed.added)
    assert (table.dtypes == ROWS.dtypes).all()
    for i, row in table[table["id"].notna()].set_index("id").iterrows():
        for column in CELL:
            wanted = typed.cells.get(i, {}).get(column, ROWS.set_index("id").loc[i, column])
            assert is_same(row[column], None if pd.isna(wanted) else wanted)
    for numbered in (table, table.reset_index(drop=True)):  # the browser numbers them anew
        assert Typed().seen(ROWS, numbered, of="x") == typed
        assert typed.seen(ROWS, numbered, of="y") == typed  # the list it was typed into


@given(typings(), st.sets(st.sampled_from(range(6))))
def test_what_is_typed_into_rows_that_are_not_shown_stays(typed, shown):
    rows = ROWS.iloc[sorted(shown)].reset_index(drop=True)
    seen = typed.seen(rows, typed.over(rows).reset_index(drop=True), of="y")
    assert dict(seen.cells) == dict(typed.cells)
    assert set(seen.gone) == set(typed.gone)
    assert (seen.added, seen.of) == (typed.added, typed.of)
    emptied = typed.seen(rows, rows, of="y")  # all that is shown is as the list has it
    assert set(emptied.ids) == set(typed.ids) - set(rows["id"])


@given(typings())
def test_it_survives_in_a_file(typed):
    assert Typed.from_record(json.loads(json.dumps(typed.record()))) == typed
    assert len(typed) == len(typed.cells) + len(typed.added) + len(typed.gone)
    assert Typed.from_record({}) == Typed()
