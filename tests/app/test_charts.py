"""Plans on the chart of page Compare: none hides another, and no name lies on a curve."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.app.widgets.shown.charts import curve_chart

POINTS = pd.DataFrame(
    {"new": [1, 2], "covered": [5, 9], "question": "最优值", "is_proven": True, "proof": "已证明"}
)


@pytest.mark.parametrize("n", [1, 2, 4])
def test_each_plan_has_a_shape_of_its_own_and_its_name_in_the_key(n, monkeypatch):
    drawn = []
    monkeypatch.setattr("streamlit.altair_chart", lambda chart, **_as: drawn.append(chart))
    names = [f"方案{k}" for k in range(n)]
    curve_chart(POINTS, pd.DataFrame({"new": 2, "covered": 9, "name": names}))  # all in one place
    layers = drawn[0].to_dict()["layer"]
    assert all(layer["mark"]["type"] != "text" for layer in layers)
    plans = layers[-1]
    shape = plans["encoding"]["shape"]
    assert shape["scale"]["domain"] == names
    assert len(set(shape["scale"]["range"])) == n
    assert shape["legend"]["orient"] == "bottom"
    (rows,) = (
        one for name, one in drawn[0].to_dict()["datasets"].items() if name == plans["data"]["name"]
    )
    sizes = [row["size"] for row in rows]
    assert sizes == sorted(sizes, reverse=True)  # the last stands in front
    assert len(set(sizes)) == n
