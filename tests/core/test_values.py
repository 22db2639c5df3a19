"""Values: checked on construction, frozen, equal by content."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.core import Areas, Demand, Scenario, Sites, Source, Study, ask, asks, check_asks
from geo.core.arrays import digest
from geo.core.crs import lonlat, metric
from geo.errors import DuplicateIdError, InputError, OverflowWeightError
from geo.solve import PROBLEMS, MaxCover
from geo.travel import MODES, Straight

import made


def demand(**changes) -> Demand:
    given = {"x": [0.0, 500.0], "y": [0.0, 0.0], "weight": [12, 8]} | changes
    return Demand.from_arrays(**given)


def sites(**changes) -> Sites:
    return Sites.from_arrays(**({"x": [0.0, 900.0], "y": [0.0, 0.0]} | changes))


def test_values_cannot_be_changed():
    one = demand()
    with pytest.raises(FrozenInstanceError):
        one.crs = "EPSG:32650"
    with pytest.raises(ValueError, match="read-only"):
        one.weight[0] = 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": [0.0, np.nan]}, "x: row 1 is nan"),
        ({"y": [np.inf, 0.0]}, "y: row 0 is inf"),
        ({"x": [0.0, 1.0, 2.0]}, "x has 3 values, y has 2"),
        ({"x": [[0.0], [1.0]]}, "one dimension"),
        ({"weight": [1, -1]}, "weight: row 1 is -1"),
        ({"weight": [1.5, 1]}, "weight: row 0 is 1.5"),
        ({"weight": [1, np.nan]}, "weight: row 1 is nan"),
        ({"weight": ["a", "b"]}, "got text"),
        ({"weight": [1]}, "2 values wanted"),
        ({"ids": ["a"]}, "2 ids wanted"),
        ({"ids": ["a", None]}, "row 1 has no id"),
        ({"table": pd.DataFrame({"name": ["a"]})}, "2 rows wanted"),
    ],
)
def test_demand_says_what_is_wrong(changes, words):
    with pytest.raises(InputError, match=words):
        demand(**changes)


def test_repeated_ids_are_named():
    with pytest.raises(DuplicateIdError, match="repeated: b"):
        Demand.from_arrays([0, 1, 2], [0, 0, 0], [1, 1, 1], ids=["a", "b", "b"])


@pytest.mark.parametrize(
    "weight", [[2**62, 2**62], [2.0**63, 1.0], np.array([2**63, 1], np.uint64)]
)
def test_weights_that_overflow_are_refused(weight):
    with pytest.raises(OverflowWeightError):
        demand(weight=weight)


def test_large_weights_that_fit_are_exact():
    assert demand(weight=[2**62 - 1, 2**62]).total == 2**63 - 1


def test_whole_floats_are_weights():
    assert demand(weight=[12.0, 8.0]).weight.dtype == np.int64


def test_ids_default_to_positions():
    assert list(demand().ids) == [0, 1]


def test_sites_status_is_one_word_or_one_each():
    assert sites().is_usable.all()
    mixed = sites(status=["existing", "forbidden"])
    assert mixed.is_existing.tolist() == [True, False]
    assert mixed.is_forbidden.tolist() == [False, True]
    assert not mixed.is_usable.any()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "maybe"}, "status: row 0 is 'maybe'"),
        ({"status": ["existing"]}, "2 values wanted"),
        ({"capacity": [1, -5]}, "capacity: row 1"),
        ({"cost": [1.5, 2]}, "cost: row 0"),
    ],
)
def test_sites_say_what_is_wrong(changes, words):
    with pytest.raises(InputError, match=words):
        sites(**changes)


def test_site_names_fall_back_to_ids():
    table = pd.DataFrame({"name": ["Library", None]})
    assert sites(ids=["a", "b"], table=table).names == ["Library", "b"]


def test_join_keeps_every_row_and_refuses_another_system():
    a = sites(ids=["a", "b"], table=pd.DataFrame({"name": ["A", "B"]}))
    b = sites(ids=["c", "d"], status="existing")
    both = a.join(b)
    assert list(both.ids) == ["a", "b", "c", "d"]
    assert both.names == ["A", "B", "c", "d"]
    with pytest.raises(DuplicateIdError):
        a.join(a)
    with pytest.raises(InputError, match="coordinate systems"):
        a.join(sites(ids=["c", "d"], crs="EPSG:32650"))


def test_join_keeps_an_amount_that_only_some_sites_have():
    priced = sites(ids=["a", "b"], cost=[10, 20], capacity=[3, 4])
    bare = sites(ids=["c", "d"])
    for both, wanted in ((priced.join(bare), [10, 20, None, None]),
                         (bare.join(priced), [None, None, 10, 20])):  # fmt: skip
        assert both.cost is None
        assert both.capacity is None
        assert [None if v != v else v for v in both.known("cost")] == wanted  # noqa: PLR0124 - NaN
        again = both.join(sites(ids=["e", "f"], cost=[7, 8])).known("cost")
        assert list(again[-2:]) == [7, 8]
        assert sorted(again[again > 8]) == [10, 20]
    assert list(bare.known("capacity")) == pytest.approx([math.nan] * 2, nan_ok=True)
    assert list(priced.join(sites(ids=["e", "f"], cost=[7, 8])).cost) == [10, 20, 7, 8]
    assert "cost_yuan" not in bare.join(sites(ids=["e", "f"])).table


@pytest.mark.parametrize("value", [demand(), sites()])
def test_equal_content_is_equal(value):
    twin = replace(value)
    assert twin == value
    assert hash(twin) == hash(value)


@pytest.mark.parametrize(
    "changes",
    [
        {"x": [0.0, 501.0]}, {"y": [0.0, 1.0]}, {"weight": [12, 9]}, {"ids": ["0", "1"]},
        {"crs": "EPSG:32650"}, {"table": pd.DataFrame({"name": ["a", "b"]})},
    ],
)  # fmt: skip
def test_any_change_changes_the_digest(changes):
    assert demand(**changes) != demand()


def test_digest_does_not_confuse_neighbours():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(np.array([1, 2])) != digest(np.array([1, 2], np.int32))
    assert digest(np.zeros((2, 3))) != digest(np.zeros((3, 2)))


def test_digest_of_large_arrays_sees_every_block():
    big = np.zeros(5_000_000)
    other = big.copy()
    other[-1] = 1
    assert digest(big) != digest(other)
    assert digest(big) == digest(big.copy())


def test_study_refuses_two_systems():
    with pytest.raises(InputError, match="coordinate systems"):
        Study("s", demand(crs="EPSG:32650"), sites())


def test_small_unionised_firms():
    table = pd.DataFrame({"is_unionised": [True, False]})
    study = Study("s", demand(table=table), sites(), small_firm_line=20)
    assert study.is_small_unionised.tolist() == [True, False]
    assert Study("s", demand(), sites(), small_firm_line=12).is_small_unionised.tolist() == [
        False,
        True,
    ]


def test_study_knows_what_must_be_said():
    invented = Source("firms", "f", licence="L", is_synthetic=True)
    sources = (invented, Source("sites", "g", licence="L"))
    study = Study("s", demand(), sites(), sources=sources)
    assert study.is_synthetic
    assert study.licences == ("L",)


def test_scenario_survives_toml():
    scenario = Scenario(
        MaxCover(new=3, radius_m=800), Straight(1.3), ("kmeans",), 60.0, 7, "第一次"
    )
    again = Scenario.from_toml(scenario.to_toml(), problems=PROBLEMS, modes=MODES)
    assert again == scenario
    assert again.digest == scenario.digest
    with pytest.raises(InputError, match="no scenario file"):
        Scenario.from_toml("x = ", problems=PROBLEMS, modes=MODES)
    with pytest.raises(InputError, match="'none'"):
        Scenario.from_toml(
            '[problem]\nname="none"\n[mode]\nname="straight"', problems=PROBLEMS, modes=MODES
        )


def test_asks_are_declared_once_and_checked():
    assert list(asks(MaxCover))[:2] == ["new", "radius_m"]
    assert ask("Label", unit="m", low=1, start=5).default == 5
    check_asks(MaxCover(new=3, radius_m=800))
    for bad in (
        {"new": 0},
        {"new": 2.5},
        {"new": "3"},
        {"radius_m": float("inf")},
        {"radius_m": -5.0},
    ):
        with pytest.raises(InputError):
            check_asks(MaxCover(**({"new": 3, "radius_m": 800} | bad)))


@pytest.mark.parametrize("crs", [4326, "EPSG:4326", "EPSG:2263", "nowhere"])
@pytest.mark.parametrize("make", [demand, sites])
def test_only_metres_are_coordinates(make, crs):
    with pytest.raises(InputError, match=r"not in metres|Unknown coordinate system"):
        make(crs=crs)


def test_a_number_names_a_metric_system():
    assert demand(crs=32650).crs == "EPSG:32650"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=30))
def test_texts_have_one_digest_however_they_are_held(texts):
    held = np.array(texts, dtype=object)
    plain = digest(held)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.core.texts._MANY", 0)
        patch.setattr("geo.core.texts._AT_ONCE", 4)
        column = pd.Series(texts, dtype="str")
        assert digest(column) == digest(pd.Index(texts, dtype="str")) == digest(held) == plain
        assert digest(column.iloc[2:]) == digest(held[2:])
        gap = pd.Series([*texts, None], dtype="str")
        assert digest(gap) == digest(gap.astype(object).to_numpy())


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30))
def test_whole_numbers_have_the_digest_of_their_texts(numbers):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.core.texts._MANY", 0)
        wholes = digest(pd.Index(numbers, dtype="int64"))
    assert wholes == digest(np.array([str(k) for k in numbers], dtype=object))


def test_demand_knows_its_degrees_whether_given_or_projected_back():
    lon, lat = np.array([116.61, 116.72]), np.array([39.91, 39.88])
    given_, crs = (lon, lat), "EPSG:32650"
    kept = Demand.from_degrees(given_, [3, 4], crs=crs)
    assert [part.tolist() for part in kept.degrees] == [lon.tolist(), lat.tolist()]
    assert kept == Demand.from_arrays(*metric(lon, lat, crs), [3, 4], crs=crs)  # no other content
    for moved in (kept.with_weight([1, 1]), kept.take(np.array([1, 0]))):
        back = lonlat(moved.x, moved.y, crs)
        assert np.array_equal(moved.degrees, back)
        assert np.allclose(np.sort(back), np.sort([lon, lat]), atol=1e-9)
    with pytest.raises(InputError, match="no coordinate system"):
        _ = Demand.from_arrays([0.0], [0.0], [1]).degrees


def test_what_is_told_beside_the_numbers_has_a_digest_of_its_contents():
    def areas(width):
        return Areas(("A",), np.array([shapely.box(0, 0, width, 1)], dtype=object), "a.gpkg")

    study = made.study(made.Town())
    told = [
        replace(study, areas=areas(1)),
        replace(study, areas=areas(2)),  # the same name, another boundary
        replace(study, outline=shapely.box(0, 0, 1, 1)),
        replace(study, streets=shapely.box(0, 0, 1, 1).boundary),
        replace(study, rejected=pd.DataFrame({"row": [1], "reason": ["no place"]})),
        replace(study, sources=(Source("firms", "b.csv"),)),
    ]
    assert len({one.told_digest for one in (study, *told)}) == 1 + len(told)
    assert all(one.digest == study.digest for one in told)
    assert replace(study, areas=areas(2)).told_digest == told[1].told_digest
