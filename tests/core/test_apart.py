"""What came, what went and what stayed between two lists of ids, against plain loops."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.core.apart import apart

ids = some.one_of(
    some.lists(some.integers(0, 30), unique=True, max_size=12),
    some.lists(some.sampled_from("abcdefghijkl"), unique=True, max_size=12),
    some.lists(
        some.one_of(some.integers(0, 9), some.sampled_from("abc")), unique=True, max_size=12
    ),
)


@given(ids, ids, some.data())
def test_each_row_came_from_where_its_id_stood(was, other, data):
    kept = [i for i in was if data.draw(some.booleans())]
    at = data.draw(some.integers(0, len(kept)))
    fresh = [i for i in other if i not in was]
    now = kept[:at] + fresh + kept[at:]
    found = apart(pd.Index(was), pd.Index(now))
    assert found.gone.tolist() == [k for k, i in enumerate(was) if i not in now]
    assert found.fresh.tolist() == [k for k, i in enumerate(now) if i not in was]
    middle = range(found.head, len(now) - found.tail)
    assert was[: found.head] == now[: found.head]
    assert was[len(was) - found.tail :] == now[len(now) - found.tail :]
    wanted = [was.index(now[k]) if now[k] in was else -1 for k in middle]
    assert found.came_from.tolist() == wanted


@pytest.mark.parametrize("dtype", ["int64", "str", object])
def test_rows_that_changed_places_are_neither_gone_nor_fresh(dtype):
    was, now = pd.Index([1, 2, 3, 4]).astype(dtype), pd.Index([1, 3, 2, 4]).astype(dtype)
    found = apart(was, now)
    assert (found.head, found.tail, found.came_from.tolist()) == (1, 1, [2, 1])
    assert not len(found.gone) + len(found.fresh)
