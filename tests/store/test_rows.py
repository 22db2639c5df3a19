"""Long layers are read column by column: the same rows as SQL tells, whatever was edited."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.store import rows

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@st.composite
def tables(draw):
    n = draw(st.integers(1, 12))

    def column(values):
        return draw(st.lists(values, min_size=n, max_size=n))

    real = st.floats(allow_nan=False, allow_infinity=False)
    return pd.DataFrame(
        {
            "name": pd.Series(column(TEXT), dtype="str"),
            "gaps": pd.Series(column(st.none() | TEXT), dtype=object),
            "workers": pd.Series(column(st.integers(-(2**63), 2**63 - 1)), dtype="int64"),
            "few": pd.Series(column(st.integers(-9, 9)), dtype="int32"),
            "is_small": pd.Series(column(st.booleans()), dtype=bool),
            "x_m": pd.Series(column(real | st.just(np.nan)), dtype="float64"),
        }
    )


def written(table, path):
    places = gpd.points_from_xy(np.zeros(len(table)), np.arange(len(table)) / 9)
    gpd.GeoDataFrame(table, geometry=places, crs="EPSG:4326").to_file(
        path, layer="firms", driver="GPKG"
    )
    return path


def both(path, monkeypatch):
    with closing(sqlite3.connect(path)) as base:
        slow = rows.read_layer(base, "firms")
        monkeypatch.setattr(rows, "_MANY", 1)
        quick = rows.read_layer(base, "firms")
        is_quick = rows._by_columns(base, "firms") is not None
    monkeypatch.undo()
    return slow, quick, is_quick


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
def test_columns_say_what_rows_say(table, tmp_path_factory, monkeypatch):
    path = written(table, tmp_path_factory.mktemp("layer") / "layer.gpkg")
    slow, quick, is_quick = both(path, monkeypatch)
    assert is_quick
    assert list(slow) == list(quick)
    for name in slow:
        pairs = zip(slow[name], quick[name], strict=True)
        assert all(a == b or (pd.isna(a) and pd.isna(b)) for a, b in pairs), name
    assert not any(isinstance(v, float) for v in quick["gaps"])  # a gap among texts is None


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE firms SET workers = 'many' WHERE fid = 2",
        "UPDATE firms SET x_m = 'far' WHERE fid = 3",
        "UPDATE firms SET name = x'00ff' WHERE fid = 1",
        "ALTER TABLE firms ADD COLUMN since DATE",
    ],
)
def test_what_only_sql_tells_is_told_by_sql(edit, tmp_path, monkeypatch):
    table = pd.DataFrame({"name": ["a", "b", "c"], "workers": [1, 2, 3], "x_m": [0.5, 1.5, 2.5]})
    path = written(table, tmp_path / "layer.gpkg")
    with closing(sqlite3.connect(path)) as base:
        for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')  # they call functions that GDAL has
        base.execute(edit)
        base.commit()
    slow, quick, is_quick = both(path, monkeypatch)
    assert not is_quick
    pd.testing.assert_frame_equal(slow, quick)
