"""Edits: applied one after another and taken back again, the study is the one it was."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo.core import STATUSES
from geo.core.crs import lonlat
from geo.core.edits import (
    AddSite,
    Batch,
    ChangeSite,
    DropSite,
    Log,
    MoveFirm,
    MoveSite,
    WeighFirm,
    by_hand,
    firm_changes,
    firm_rows,
    fresh_id,
    site_changes,
    site_rows,
)
from geo.errors import DuplicateIdError, InputError

import made

ORDER = np.arange(120)[::-1].copy()


@pytest.fixture(scope="module")
def study():
    return made.study()


def near(study):
    return float(study.sites.x[0]), float(study.sites.y[0])


def drawn(draw, study):
    """Choose an edit that this study can take."""
    x, y = near(study)
    shift = draw(some.integers(-3000, 3000))
    kind = draw(some.integers(0, 5))
    j = draw(some.integers(0, len(study.sites) - 1))
    i = draw(some.integers(0, len(study.demand) - 1))
    site, firm = study.sites.ids[j], study.demand.ids[i]
    cells = draw(
        some.dictionaries(
            some.sampled_from(["name", "cost", "capacity", "hours", "host", "status"]),
            some.integers(0, 10**6),
        )
    )
    cells = tuple((c, list(STATUSES)[v % 4] if c == "status" else v) for c, v in cells.items())
    return [
        lambda: AddSite(fresh_id([*study.sites.ids, *draw(some.just(["new-7"]))]), x, y, cells),
        lambda: MoveSite(site, x + shift, y),
        lambda: ChangeSite(site, cells),
        lambda: DropSite(site) if len(study.sites) > 3 else MoveSite(site, x, y),
        lambda: MoveFirm(firm, x, y + shift),
        lambda: WeighFirm(firm, abs(shift)),
    ][kind]()


@settings(max_examples=30, deadline=None)
@given(some.data())
def test_what_is_done_can_be_taken_back_and_done_again(data):
    study = now = made.study()
    log, digests = Log(), [study.digest]
    for _step in range(data.draw(some.integers(1, 8))):
        log, now = log.do(drawn(data.draw, now), now)
        digests.append(now.digest)
        assert now.sites.ids.is_unique
        assert set(now.sites.status) <= set(STATUSES)
    for wanted in digests[-2::-1]:
        log, now = log.undo(now)
        assert now.digest == wanted
    assert not log.last
    assert log.undo(now)[1] is now
    for wanted in digests[1:]:
        log, now = log.redo(now)
        assert now.digest == wanted
    assert not log.next


def test_the_study_itself_is_never_changed(study):
    before = study.digest
    Log().do(MoveFirm("F003", *near(study)), study)
    Log().do(DropSite("S1"), study)
    assert made.study().digest == before == study.digest


def test_a_move_moves_one_thing(study):
    x, y = near(study)
    moved = MoveSite("S4", x + 10, y + 20).apply(study)
    same = np.arange(10) != 4
    assert (moved.sites.x[4], moved.sites.y[4]) == (x + 10, y + 20)
    assert (moved.sites.x[same] == study.sites.x[same]).all()
    assert moved.demand is study.demand
    firm = MoveFirm("F004", x, y).apply(study)
    assert firm.demand.x[4] == x
    assert (firm.demand.weight == study.demand.weight).all()
    assert firm.sites is study.sites


def test_a_number_of_workers_stays_whole(study):
    heavier = WeighFirm("F000", 77).apply(study)
    assert heavier.demand.weight.dtype == np.int64
    assert heavier.demand.total == study.demand.total - study.demand.weight[0] + 77
    with pytest.raises(InputError, match="0 or more"):
        WeighFirm("F000", -1).apply(study)


def test_amounts_are_arrays_only_where_every_site_has_one(study):
    assert study.sites.cost is None
    some_cost = ChangeSite("S1", (("cost", 900),)).apply(study)
    assert some_cost.sites.cost is None  # nine sites do not become free of charge
    assert some_cost.sites.table["cost_yuan"].tolist()[1] == 900
    every = Batch(tuple(ChangeSite(f"S{k}", (("cost", k),)) for k in range(10))).apply(study)
    assert every.sites.cost.tolist() == list(range(10))
    more = AddSite("new-1", *near(study)).apply(every)
    assert more.sites.cost is None
    assert more.sites.table["cost_yuan"].tolist()[:10] == list(range(10))
    given_one = ChangeSite("new-1", (("cost", 5),)).apply(more)
    assert given_one.sites.cost.tolist() == [*range(10), 5]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (AddSite("S1", 1e7, 0), "outside the study"),
        (MoveSite("S1", np.nan, 0), "finite"),
        (MoveSite("gone", 0, 0), "no site"),
        (DropSite("gone"), "no site"),
        (ChangeSite("S1", (("status", "open"),)), "no status"),
        (ChangeSite("S1", (("cost", -4),)), "0 or more"),
        (ChangeSite("S1", (("capacity", "many"),)), "number is wanted"),
        (WeighFirm("gone", 4), "no firm"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(study, edit, said):
    with pytest.raises(InputError, match=said):
        edit.apply(study)


def test_an_id_is_given_once(study):
    with pytest.raises((InputError, DuplicateIdError), match="already"):
        AddSite("S1", *near(study)).apply(study)
    assert fresh_id(["new-2", "S9", "new-11", 5]) == "new-12"


def test_a_batch_is_all_or_nothing(study):
    with pytest.raises(InputError):
        Log().do(Batch((DropSite("S1"), DropSite("S1"))), study)


class TestTable:
    def test_an_untouched_table_changes_nothing(self, study):
        assert site_changes(study, site_rows(study)) == ()
        rows = firm_rows(study, "", most=500)
        assert firm_changes(study, rows, rows.reset_index(drop=True)) == ()

    def test_everything_can_be_done_in_it(self, study):
        table = site_rows(study)
        table.loc[3, "name"] = "Library"
        table.loc[4, "lat"] += 0.001
        table.loc[5, "cost"] = 1200
        table = table.drop(index=6)
        new = {"name": "Hall", "lon": 116.70, "lat": 39.93, "status": "required", "area_m2": 80.0}
        table = pd.concat([table, pd.DataFrame([new], index=[10])])
        now = Batch(site_changes(study, table, taken=["new-4"])).apply(study)
        assert now.sites.names[3] == "Library"
        assert "S6" not in now.sites.ids
        assert now.sites.ids[-1] == "new-5"
        assert now.sites.status[-1] == "required"
        assert now.sites.table["area_m2"].iloc[-1] == 80
        lon, lat = lonlat(now.sites.x, now.sites.y, now.sites.crs)
        assert lat[4] == pytest.approx(site_rows(study)["lat"][4] + 0.001, abs=2e-6)
        assert (round(lon[-1], 6), round(lat[-1], 6)) == (116.70, 39.93)

    def test_a_new_row_needs_a_place(self, study):
        table = pd.concat([site_rows(study), pd.DataFrame([{"name": "Hall"}], index=[10])])
        with pytest.raises(InputError, match="Hall: longitude"):
            site_changes(study, table)

    def test_firms_are_found_and_changed(self, study):
        rows = firm_rows(study, "第1公司", most=5)
        assert list(rows.index) == [1]
        edited = rows.reset_index(drop=True)
        edited.loc[0, ["workers", "lon"]] = [9, edited.loc[0, "lon"] + 0.002]
        now = Batch(firm_changes(study, rows, edited)).apply(study)
        assert now.demand.weight[1] == 9
        assert now.demand.x[1] == pytest.approx(study.demand.x[1] + 171, abs=2)


class TestHand:
    def told(self, study, **more):
        return {"of": study.digest, "lon": 116.7, "lat": 39.93, "kind": "site", "number": 2, **more}

    def test_move_add_drop(self, study):
        moved = by_hand(study, self.told(study, what="move"), order=ORDER)
        assert moved.site_id == "S2"
        assert by_hand(study, self.told(study, what="drop"), order=ORDER) == DropSite("S2")
        added = by_hand(
            study, self.told(study, what="add", number=-1), order=ORDER, taken=["new-3"]
        )
        assert added.site_id == "new-4"
        firm = by_hand(study, self.told(study, what="move", kind="firm", number=0), order=ORDER)
        assert firm.firm_id == "F119"

    @pytest.mark.parametrize(
        "more",
        [
            {"of": "another"},
            {"what": "move", "number": 10},
            {"what": "move", "number": True},
            {"what": "move", "number": -1},
            {"what": "move", "number": "2"},
            {"what": "drop", "kind": "firm", "number": 120},
            {"what": "drop", "kind": "firm", "number": -1},
            {"what": "drop", "kind": "firm", "number": "0"},
            {"what": "add", "kind": "street"},
            {"what": "add", "kind": "firm", "lat": 4000},
            {"what": "move", "lon": "<img>"},
            {"what": "move", "lat": [1]},
            {"what": "move", "lat": 4000},
            {"what": "eval"},
            {},
        ],
    )
    def test_what_is_no_edit_is_refused(self, study, more):
        with pytest.raises(InputError):
            by_hand(study, self.told(study, **more), order=ORDER)
