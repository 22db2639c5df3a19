"""Values own what they hold: who writes to what was given changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Certificate, Demand, Sites
from geo.core.arrays import owned, sealed


def _through_a_read_only_view(whole):
    view = whole[:]
    view.flags.writeable = False
    return view


HELD = {
    "array": lambda whole: whole,
    "view": lambda whole: whole[:],
    "strided": lambda whole: whole[::2],
    "read-only view of what can be written": _through_a_read_only_view,
    "column": lambda whole: pd.Series(whole, copy=False),
    "list": lambda whole: whole.tolist(),
}
"""How a caller holds the numbers -> what is handed over of an array that is written to later."""

held = st.sampled_from(sorted(HELD))
wholes = st.lists(st.integers(0, 99), min_size=2, max_size=8).filter(
    lambda some: len(some) % 2 == 0
)


def _fields(value):
    """Return all that a value holds, copied."""
    ids = [*value.ids]
    arrays = [np.array(one) for one in vars(value).values() if isinstance(one, np.ndarray)]
    return ids, [one.tolist() for one in arrays], value.table.to_dict("list")


def _is_untouched(value, write):
    """Say whether a value and its digest, counted anew, are the same after ``write``."""
    before, digest = _fields(value), replace(value).digest
    write()
    return _fields(value) == before and replace(value).digest == digest == value.digest


@given(wholes, st.tuples(held, held, held), st.sampled_from([np.float64, np.int64]), st.booleans())
def test_who_writes_to_the_arrays_changes_no_value(numbers, how, kind, is_demand):
    own = [np.array(numbers, dtype) for dtype in (kind, kind, np.int64)]
    size = min(len(HELD[h](a)) for h, a in zip(how, own, strict=True))
    x, y, people = (HELD[h](a)[:size] for h, a in zip(how, own, strict=True))
    ids = np.arange(size)
    words = np.array(["existing", "candidate"] * size, "U9")[:size]
    value = (
        Demand.from_arrays(x, y, people, ids)
        if is_demand
        else Sites.from_arrays(x, y, words, ids, capacity=people, cost=people)
    )

    def write():
        for one in (*own, ids):
            one[:] = 77
        words[:] = "required"

    assert _is_untouched(value, write)


@pytest.mark.parametrize("made", ["from_arrays", "itself"])
@pytest.mark.parametrize("kind", [Demand, Sites])
def test_who_writes_to_the_table_changes_no_value(kind, made):
    table = pd.DataFrame({"name": ["a", "b"], "members": [1.5, 2.5], "kind": ["u", "v"]})
    least = {"x": [0.0, 1.0], "y": [0.0, 0.0]}
    least |= {"weight": [1, 2]} if kind is Demand else {}
    value = kind.from_arrays(**least, table=table)
    value = value if made == "from_arrays" else replace(value, table=table)

    def write():
        table.loc[0, "name"] = "other"
        table["members"] = 0.0
        table.iloc[1, 2] = "w"
        table["more"] = 1

    assert _is_untouched(value, write)


def test_certificates_are_told_apart_by_their_content():
    leaves = np.arange(4)
    one, twin = (Certificate("max-cover/1", {"leaf": np.arange(4)}) for _ in range(2))
    given_ = Certificate("max-cover/1", {"leaf": leaves})
    leaves[0] = 9
    assert one == twin == given_
    assert len({one, twin, given_}) == 1
    for other in (
        Certificate("max-cover/1", {"leaf": leaves}),
        Certificate("zones/1", {"leaf": np.arange(4)}),
        Certificate("max-cover/1", {"site": np.arange(4)}),
        None,
    ):
        assert one != other


def test_degrees_that_were_given_are_its_own():
    lon, lat = np.array([116.6, 116.7]), np.array([39.9, 39.8])
    one = Demand.from_degrees((lon, lat), [1, 2], crs="EPSG:32650")
    lon[:] = 0.0
    assert one.degrees[0].tolist() == [116.6, 116.7]
    with pytest.raises(ValueError, match="WRITEABLE"):
        one.degrees[0].flags.writeable = True


def test_what_a_value_holds_cannot_be_made_writable_again():
    one = Demand.from_arrays(np.zeros(2), np.zeros(2), np.ones(2, np.int64))
    for part in (one.x, one.y, one.weight):
        with pytest.raises(ValueError, match="WRITEABLE"):
            part.flags.writeable = True


@pytest.mark.parametrize(
    "one",
    [
        sealed(np.arange(3.0)),
        sealed(np.arange(6.0))[3:],
        np.frombuffer(np.arange(3.0).tobytes()),
        Demand.from_arrays(np.zeros(3), np.zeros(3), [1, 1, 1]).x,
    ],
)
def test_what_nobody_can_write_to_is_shared(one):
    assert np.shares_memory(owned(one, np.float64), one)
