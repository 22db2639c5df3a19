"""Names in a chart never lie upon one another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geo.app.widgets.shown.charts import apart

HEIGHTS = st.lists(st.integers(0, 10_000), max_size=6)


@given(HEIGHTS, st.integers(1, 3000))
def test_names_stand_apart_in_their_order(heights, least):
    raised = apart(heights, least)
    for i, one in enumerate(raised):
        assert one >= heights[i]
        for k in range(i):
            assert abs(one - raised[k]) >= least
            assert heights[i] == heights[k] or (one > raised[k]) == (heights[i] > heights[k])


def test_what_stands_apart_stays():
    assert apart([900, 100, 500], 50) == [900, 100, 500]
