"""Firms made, deleted, renamed: taken back, the list is what it was to the last digit and kind."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo.core import Demand, Scenario, Sites, Study
from geo.core.crs import lonlat
from geo.core.edits import (
    AddFirm,
    Batch,
    ChangeFirm,
    DropFirm,
    Log,
    MoveFirm,
    RenameFirm,
    WeighFirm,
    by_hand,
    firm_changes,
    firm_rows,
    fresh_id,
)
from geo.core.edits.place import FIRM
from geo.errors import InputError
from geo.explain import coverage_by_group
from geo.opening import demo, open_study
from geo.solve import MaxCover, solve
from geo.study import run
from geo.travel import Straight, Street

import made

ORDER = np.arange(120)[::-1].copy()
KINDS = {
    "name": ["甲", "乙", None],
    "street": pd.array(["a", "b", None], dtype="str"),
    "industry": np.array(["x", None, float("nan")], dtype=object),
    "members": np.array([1, 2, 3], dtype=np.int64),
    "some": pd.array([1, None, 3], dtype="Int64"),
    "small": np.array([1, 2, 255], dtype=np.uint8),
    "is_unionised": [True, False, True],
    "maybe": pd.array([True, None, False], dtype="boolean"),
    "area": [0.1 + 0.2, float("nan"), -0.0],
    "since": pd.to_datetime(["2020-01-01", None, "2024-02-29"]),
    "class": pd.Categorical(["s", "m", None]),
    7: [(1, 2), None, {"a": 1}],
}
IDS = [None, [3, 1, 2], ["F1", "F2", "F3"], [1, "b", 2.5], ["007", "7", "new-firm-1"]]


def town(ids=None, columns=tuple(KINDS)):
    table = pd.DataFrame({c: KINDS[c] for c in columns}, index=range(3) if columns else None)
    demand = Demand.from_arrays([0.1, 1e3, -7], [0, 1 / 3, 5], [5, 0, 40], ids, table=table)
    return Study("t", demand, Sites.from_arrays([0, 900], [0, 0], ids=["S0", "S1"]))


def assert_same(found, wanted):
    """Compare to the last digit and kind, by other means than the digest; then the digest too."""
    for part in ("x", "y", "weight"):
        a, b = getattr(found, part), getattr(wanted, part)
        assert (a.tobytes(), a.dtype) == (b.tobytes(), b.dtype)
    assert type(found.ids) is type(wanted.ids)
    assert found.ids.dtype == wanted.ids.dtype
    assert [(type(i), i) for i in found.ids] == [(type(i), i) for i in wanted.ids]
    assert list(map(str, found.table.dtypes)) == list(map(str, wanted.table.dtypes))
    pd.testing.assert_frame_equal(found.table, wanted.table, check_exact=True)
    for k in range(len(wanted.table.columns)):
        assert list(map(repr, found.table.iloc[:, k])) == list(map(repr, wanted.table.iloc[:, k]))
    assert found.digest == wanted.digest


def drawn(draw, study):
    """Choose an edit of firms that this study can take."""
    ids = study.demand.ids
    firm = ids[draw(some.integers(0, len(ids) - 1))]
    text = draw(some.sampled_from(["", "甲", " b ", "=1+1", "new-firm-3"]))
    whole = draw(some.integers(0, 10**6))
    known = {
        "name": text,
        "street": text,
        "industry": text,
        "members": draw(some.sampled_from([None, 4])),
        "is_unionised": draw(some.booleans()),
    }
    picked = draw(some.sets(some.sampled_from(sorted(known))))
    cells = tuple((c, known[c]) for c in picked if c in study.demand.table or c == "name")
    return draw(
        some.sampled_from(
            [
                AddFirm(fresh_id(ids, FIRM), float(whole % 999), 1 / 7, whole, cells),
                DropFirm(firm) if len(ids) > 1 else WeighFirm(firm, whole),
                RenameFirm(firm, text.strip() or "丙"),
                ChangeFirm(firm, cells),
                MoveFirm(firm, 3.25, float(whole % 999)),
                WeighFirm(firm, whole),
            ]
        )
    )


@settings(max_examples=150, deadline=None)
@given(some.data())
def test_each_edit_taken_back_is_the_list_as_it_was(data):
    columns = data.draw(some.permutations(list(KINDS)))
    ids = data.draw(some.sampled_from(IDS))
    study = town(ids, columns[: data.draw(some.integers(0, len(columns)))])
    for _step in range(data.draw(some.integers(1, 5))):
        edit = drawn(data.draw, study)
        after = edit.apply(study)
        assert after.demand.ids.is_unique
        way = edit.back(study)
        assert_same(way.apply(after).demand, study.demand)
        assert_same(way.back(after).apply(way.apply(after)).demand, after.demand)
        study = after


@settings(max_examples=60, deadline=None)
@given(some.data())
def test_a_log_goes_back_and_forth_over_all_of_them(data):
    study = town(data.draw(some.sampled_from(IDS)))
    log, past = Log(), [study]
    for _step in range(data.draw(some.integers(1, 7))):
        log, now = log.do(drawn(data.draw, past[-1]), past[-1])
        past.append(now)
    now = past[-1]
    for wanted in past[-2::-1]:
        log, now = log.undo(now)
        assert_same(now.demand, wanted.demand)
    for wanted in past[1:]:
        log, now = log.redo(now)
        assert_same(now.demand, wanted.demand)


def test_what_is_not_known_of_a_new_firm_is_a_gap_not_a_guess():
    now = AddFirm("new-firm-1", 1.0, 2.0, 12, (("street", "a"),)).apply(town()).demand
    one = now.table.iloc[3]
    assert (now.x[3], now.y[3], now.weight[3], now.ids[3]) == (1.0, 2.0, 12, "new-firm-1")
    assert (one["name"], one["street"], one["industry"]) == ("new-firm-1", "a", "")
    assert one["is_unionised"] == np.False_
    assert all(pd.isna(one[c]) for c in ("members", "some", "small", "maybe", "area", "since"))
    assert now.table["members"].dtype == "Int64"  # whole numbers stay whole beside a gap
    assert now.table["members"].tolist()[:3] == [1, 2, 3]
    assert now.table["is_unionised"].dtype == bool


def test_a_number_given_by_hand_is_no_estimate_any_more():
    study = town(["a", "b", "c"], ["name"])
    table = study.demand.table.assign(is_estimated=[True, True, False])
    study = study.with_demand(replace(study.demand, table=table))
    edit = WeighFirm("a", 9)
    assert edit.apply(study).demand.table["is_estimated"].tolist() == [False, True, False]
    assert_same(edit.back(study).apply(edit.apply(study)).demand, study.demand)
    added = AddFirm("n", 0.0, 0.0, 3).apply(study)
    assert added.demand.table["is_estimated"].tolist() == [True, True, False, False]


def test_firms_without_names_are_called_by_their_ids():
    study = town([4, 5, 6], [])
    named = RenameFirm(5, " 乙厂 ").apply(study)
    assert named.demand.table["name"].tolist() == ["4", "乙厂", "6"]
    assert AddFirm("n", 0.0, 0.0).apply(study).demand.table.empty


def test_ids_that_number_themselves_are_written_out_when_one_goes():
    study = town(None, [])
    first, last = DropFirm(0).apply(study), DropFirm(2).apply(study)
    assert list(first.demand.ids) == [1, 2]
    assert list(last.demand.ids) == [0, 1]
    told = Demand.from_arrays([1e3, -7], [1 / 3, 5], [0, 40], [1, 2])
    assert first.demand.digest == told.digest


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (AddFirm("F003", 0.0, 0.0), "already"),
        (AddFirm("new", 1e9, 0.0), "outside the study"),
        (AddFirm("new", np.nan, 0.0), "finite"),
        (AddFirm("new", 0.0, 0.0, -1), "0 or more"),
        (DropFirm("gone"), "no firm"),
        (RenameFirm("gone", "a"), "no firm"),
        (RenameFirm("F003", "  "), "must have a name"),
        (ChangeFirm("F003", (("is_unionised", "perhaps"),)), "yes or no"),
        (ChangeFirm("F003", (("members", "many"),)), "number is wanted"),
        (ChangeFirm("F003", (("members", -1),)), "0 or more"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(edit, said):
    study = made.study()
    table = study.demand.table.assign(is_unionised=True, members=1)
    study = study.with_demand(replace(study.demand, table=table))
    if isinstance(edit, AddFirm) and said in ("already", "0 or more"):
        edit = replace(edit, x=float(study.sites.x[0]), y=float(study.sites.y[0]))
    with pytest.raises(InputError, match=said):
        edit.apply(study)


def test_ids_of_different_kinds_stay_what_they_are():
    """Found by drawing: pandas makes floats of 1 and 2.5 once no text stands beside them."""
    study = DropFirm("b").apply(town([1, "b", 2.5], []))
    edit = DropFirm(1)
    back = edit.back(study).apply(edit.apply(study))
    assert_same(back.demand, study.demand)


def test_the_last_firm_stays():
    study = made.study()
    others = Batch(tuple(DropFirm(i) for i in study.demand.ids[1:])).apply(study)
    with pytest.raises(InputError, match="last firm"):
        DropFirm(study.demand.ids[0]).apply(others)


class TestTable:
    def added(self, **cells):
        return pd.DataFrame([{"lon": 116.70, "lat": 39.93, "workers": 30, **cells}], index=[900])

    def test_everything_can_be_done_in_it(self):
        study = made.study()
        shown = firm_rows(study, "", most=50)
        edited = shown.reset_index(drop=True)
        renamed, gone, streeted = shown.index[[0, 2, 3]]
        edited.loc[0, "name"] = "甲"
        edited.loc[1, "workers"] = 9
        edited.loc[3, "street"] = "别的街"
        edited = pd.concat([edited.drop(index=2), self.added(name="新厂")])
        now = Batch(firm_changes(study, shown, edited, taken=["new-firm-7"])).apply(study)
        assert len(now.demand) == len(study.demand)
        assert study.demand.ids[gone] not in now.demand.ids
        table = now.demand.table.set_index(now.demand.ids)
        assert table.loc[study.demand.ids[renamed], "name"] == "甲"
        assert table.loc[study.demand.ids[streeted], "street"] == "别的街"
        assert table.loc["new-firm-8", "name"] == "新厂"
        assert now.demand.weight[-1] == 30
        lon, lat = lonlat(now.demand.x, now.demand.y, now.demand.crs)
        assert (round(lon[-1], 6), round(lat[-1], 6)) == (116.70, 39.93)

    def test_a_firm_that_was_not_shown_is_not_deleted(self):
        study = made.study()
        shown = firm_rows(study, "", most=5)
        edits = firm_changes(study, shown, shown.reset_index(drop=True).iloc[1:])
        assert edits == (DropFirm(study.demand.ids[shown.index[0]]),)

    def test_a_new_row_in_the_place_of_one_not_shown_is_new(self):
        study = made.study()
        shown = firm_rows(study, "第1公司", most=5)
        new = self.added().set_axis([1], axis=0)
        edited = pd.concat([shown.reset_index(drop=True), new])
        (edit,) = firm_changes(study, shown, edited)
        assert isinstance(edit, AddFirm)
        assert dict(edit.cells)["name"] == "New firm 1"

    @pytest.mark.parametrize(
        ("cells", "said"), [({"workers": None}, "workers is missing"), ({"lon": None}, "longitude")]
    )
    def test_a_new_row_needs_a_place_and_workers(self, cells, said):
        study = made.study()
        shown = firm_rows(study, "", most=5)
        edited = pd.concat([shown.reset_index(drop=True), self.added(name="Hall", **cells)])
        with pytest.raises(InputError, match=said):
            firm_changes(study, shown, edited)

    def test_a_name_is_not_emptied(self):
        study = made.study()
        shown = firm_rows(study, "", most=5)
        edited = shown.reset_index(drop=True)
        edited.loc[0, "name"] = None
        with pytest.raises(InputError, match="must have a name"):
            Batch(firm_changes(study, shown, edited)).apply(study)

    def test_those_made_by_hand_come_first(self):
        study = made.study()
        now = AddFirm("new-firm-1", *map(float, (study.demand.x[0], study.demand.y[0]))).apply(
            study
        )
        assert firm_rows(now, "", most=3)["id"].tolist()[0] == "new-firm-1"


class TestHand:
    def told(self, study, **more):
        return {"of": study.digest, "lon": 116.7, "lat": 39.93, "kind": "firm", **more}

    def test_draw_and_delete(self):
        study = made.study()
        drawn_one = by_hand(
            study, self.told(study, what="add", number=-1), order=ORDER, taken=["new-firm-4"]
        )
        now = drawn_one.apply(study)
        assert now.demand.ids[-1] == "new-firm-5"
        assert now.demand.table["name"].iloc[-1] == "New firm 5"
        assert now.demand.weight[-1] == 0
        gone = by_hand(study, self.told(study, what="drop", number=0), order=ORDER)
        assert gone == DropFirm("F119")


LIST = [(f"企业{k}", 116.60 + 0.003 * (k % 9), 39.90 + 0.002 * (k // 9), 3 + k) for k in range(40)]
VENUES = [(f"场地{k}", 116.60 + 0.005 * k, 39.90 + 0.002 * k) for k in range(6)]


def written(folder, firms):
    folder.mkdir()
    for name, head, rows in (
        ("firms.csv", ["id", "name", "lon", "lat", "workers", "street"], firms),
        ("venues.csv", ["name", "lon", "lat"], VENUES),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    return open_study(folder)


def test_an_edited_study_answers_as_one_read_with_that_list(tmp_path):
    """Values, coverage, groups: nothing remembers the list of before."""
    rows = [(f"F{k}", *one, f"街{k % 3}") for k, one in enumerate(LIST)]
    study = written(tmp_path / "before", rows)
    at = study.demand
    new = ("new-firm-1", "新厂", *LIST[14][1:3], 500, "街1")
    edits = (
        DropFirm("F13"),
        AddFirm(
            new[0], float(at.x[14]), float(at.y[14]), 500, (("name", new[1]), ("street", new[5]))
        ),
        RenameFirm("F20", "改名"),
        WeighFirm("F21", 99),
        DropFirm("F22"),
    )
    now = Batch(edits).apply(study)
    changed = [list(r) for r in rows if r[0] not in ("F13", "F22")]
    for row in changed:
        row[1] = "改名" if row[0] == "F20" else row[1]
        row[4] = 99 if row[0] == "F21" else row[4]
    read = written(tmp_path / "after", [*changed, new])
    assert list(now.demand.ids) == list(read.demand.ids)
    known = ["name", "street"]
    pd.testing.assert_frame_equal(now.demand.table[known], read.demand.table[known])
    asked, mode = MaxCover(new=2, radius_m=500), Straight(1.0)
    answers = []
    for one in (now, read, study):
        reach = mode.reach(one.demand, one.sites)
        plan = solve(asked, reach)
        seen = reach.coverage(radius_m=500, open_ids=plan.open_ids)
        answers.append(
            (plan.value, plan.bound, plan.status, coverage_by_group(one.demand, seen, by="street"))
        )
    assert answers[0][:3] == answers[1][:3]
    pd.testing.assert_frame_equal(answers[0][3], answers[1][3])
    assert answers[0][0] != answers[2][0]


@pytest.mark.parametrize("mode", [Straight(1.3), Street()], ids=lambda m: m.name)
def test_answers_faces_and_allocation_are_those_of_the_same_list_built_anew(mode):
    study = demo("helsinki")
    at = study.demand
    edits = (
        DropFirm(at.ids[5]),
        AddFirm("new-firm-1", float(at.x[9]) + 40, float(at.y[9]) - 25, 60),
        AddFirm("new-firm-2", float(at.x[300]), float(at.y[300]), 9),
        DropFirm(at.ids[700]),
        WeighFirm(at.ids[9], 33),
        DropFirm("new-firm-2"),
    )
    now = Batch(edits).apply(study)
    d = now.demand
    columns = {c: list(d.table[c]) for c in d.table}
    built = Demand.from_arrays(
        d.x.tolist(), d.y.tolist(), d.weight.tolist(), list(d.ids), crs=d.crs,
        table=pd.DataFrame(columns),
    )  # fmt: skip
    asked = Scenario(MaxCover(new=2, radius_m=300), mode)
    found = [run(one, asked) for one in (now, study.with_demand(built))]
    mine, theirs = found
    for part in ("value", "bound", "status"):
        assert getattr(mine.plan, part) == getattr(theirs.plan, part)
    assert list(mine.plan.open_ids) == list(theirs.plan.open_ids)
    assert mine.served_pos.tolist() == theirs.served_pos.tolist()
    assert len(mine.served_pos) == len(at) - 1
    assert mine.covered_after.tolist() == theirs.covered_after.tolist()
    # From the definition, by plain loops over raw numbers.
    covered = zip(mine.covered_after.tolist(), d.weight.tolist(), strict=True)
    assert sum(weight for is_in, weight in covered if is_in) == mine.plan.value
