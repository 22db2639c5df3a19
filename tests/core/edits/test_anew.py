"""Lists read anew: what a hand corrected stands in them too, and what cannot is kept and told."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from geo import words
from geo.core import Demand, Sites, Study
from geo.core.crs import lonlat, metric
from geo.core.edits import (
    AddFirm,
    AddSite,
    Batch,
    ChangeFirm,
    ChangeSite,
    Corrections,
    DropFirm,
    DropSite,
    Log,
    MoveFirm,
    MoveSite,
    RenameFirm,
    WeighFirm,
    carry,
    firms,
    firms_of,
    report,
)

CRS = "EPSG:4549"
FIRMS = {  # id: name, lon, lat, workers, members
    "F1": ("甲厂", 116.650, 39.910, 5, 1),
    "F2": ("乙厂", 116.651, 39.911, 6, 2),
    "F3": ("丙厂", 116.652, 39.912, 7, 3),
    "F4": ("丁厂", 116.653, 39.913, 8, 4),
}
SITES = {"S1": ("文化馆", 116.650, 39.911), "S2": ("体育馆", 116.654, 39.912)}


@pytest.fixture(autouse=True)
def _english():
    with words.in_language("en"):
        yield


def town(firms=FIRMS, sites=SITES, *, crs=CRS, but=(), ids=None):
    name, lon, lat, workers, members = zip(*firms.values(), strict=True)
    x, y = metric(lon, lat, crs)
    table = pd.DataFrame({"name": name, "members": members}).drop(columns=list(but))
    demand = Demand.from_arrays(
        x, y, workers, list(firms) if ids is None else ids, crs=crs, table=table
    )
    called, lon, lat = zip(*sites.values(), strict=True)
    x, y = metric(lon, lat, crs)
    places = Sites.from_arrays(x, y, ids=list(sites), crs=crs, table=pd.DataFrame({"name": called}))
    return Study("镇", demand, places)


def corrected(study, *edits):
    """Do edits one after another, as the screen does; return what is known of them."""
    known = Corrections()
    for edit in edits:
        after = edit.apply(study)
        known, study = known.noted(study, after, firms_of(edit)), after
    return known, study


def at(study, lon, lat):
    x, y = metric([lon], [lat], study.demand.crs)
    return float(x[0]), float(y[0])


def carried(known, new):
    """Carry over by way of the file, as after a reload."""
    kept = Corrections.from_record(json.loads(json.dumps(known.record())))
    assert kept == known
    edits, left = carry(kept, new)
    return edits.apply(new), left


def firm(study, name):
    """Return a firm by name: lon, lat, workers, members."""
    row = study.demand.table["name"].tolist().index(name)
    lon, lat = lonlat(study.demand.x[[row]], study.demand.y[[row]], study.demand.crs)
    members = study.demand.table.get("members")
    return (
        round(float(lon[0]), 6), round(float(lat[0]), 6), int(study.demand.weight[row]),
        None if members is None else members.iloc[row],
    )  # fmt: skip


def everything(study):
    return (
        MoveFirm("F1", *at(study, 116.66, 39.92)),
        WeighFirm("F2", 60),
        RenameFirm("F2", "乙有限公司"),
        ChangeFirm("F1", (("members", 9),)),
        DropFirm("F3"),
        AddFirm("new-firm-1", *at(study, 116.655, 39.915), 11, (("name", "新厂"), ("members", 2))),
        MoveSite("S1", *at(study, 116.649, 39.90)),
        ChangeSite("S2", (("status", "required"), ("capacity", 40))),
        AddSite("new-1", *at(study, 116.64, 39.91), (("name", "新馆"),)),
    )


def test_all_that_a_hand_did_stands_in_the_list_read_anew():
    known, _study = corrected(town(), *everything(town()))
    new = town({**FIRMS, "F5": ("戊厂", 116.656, 39.916, 9, 5)}, crs="EPSG:4548")
    now, left = carried(known, new)
    assert sorted(now.demand.table["name"]) == sorted(
        ["甲厂", "乙有限公司", "丁厂", "戊厂", "新厂"]
    )
    assert firm(now, "甲厂") == (116.66, 39.92, 5, 9)
    assert firm(now, "乙有限公司") == (116.651, 39.911, 60, 2)
    assert firm(now, "新厂") == (116.655, 39.915, 11, 2)
    assert list(now.sites.ids) == ["S1", "S2", "new-1"]
    lon, lat = lonlat(now.sites.x, now.sites.y, now.sites.crs)
    assert (round(lon[0], 6), round(lat[0], 6)) == (116.649, 39.90)
    assert list(now.sites.status) == ["candidate", "required", "candidate"]
    assert not left.waiting
    assert not left.remarks
    assert left.n_carried == 7
    # Carried over once more, onto the same list: nothing is forgotten on the way.
    again, _left = carried(left, town())
    assert firm(again, "甲厂") == (116.66, 39.92, 5, 9)
    assert "丙厂" not in set(again.demand.table["name"])


def test_rows_that_have_other_numbers_now_are_known_by_their_names():
    study = town(ids=[2, 3, 4, 5])
    known, _study = corrected(study, WeighFirm(3, 60), DropFirm(4))
    more = {"x": ("新来的厂", 116.65, 39.90, 1, 1), **FIRMS}
    now, left = carried(known, town(more, ids=[2, 3, 4, 5, 6]))
    assert firm(now, "乙厂")[2] == 60
    assert sorted(now.demand.table["name"]) == sorted(["新来的厂", "甲厂", "乙厂", "丁厂"])
    assert not left.waiting


def test_numbers_that_became_texts_are_the_same_ids():
    known, _study = corrected(town(ids=[2, 3, 4, 5], but=["name"]), WeighFirm(3, 60))
    now, left = carried(known, town(ids=["2", "3", "4", "x"], but=["name"]))
    assert now.demand.weight.tolist() == [5, 60, 7, 8]
    assert not left.waiting


def test_what_the_new_list_does_not_have_waits_and_is_told():
    known, _study = corrected(town(), WeighFirm("F2", 60), DropFirm("F3"), DropSite("S1"))
    other = {"F2": ("别的厂", 116.66, 39.93, 1, 1), "F9": ("己厂", 116.65, 39.91, 2, 2)}
    now, left = carried(known, town(other, {"S2": SITES["S2"]}))
    assert now.demand.weight.tolist() == [1, 2]
    assert left.n_carried == 0
    told = report(left)
    assert told["id"].tolist() == ["F2", "F3", "S1"]
    assert "number of workers 6 → 60" in told["done by hand"].iloc[0]
    assert "别的厂" in told["remark"].iloc[0]
    assert "no such row" in told["remark"].iloc[1]
    # The right list, given next, gets them after all.
    then, last = carried(left, town())
    assert firm(then, "乙厂")[2] == 60
    assert "丙厂" not in set(then.demand.table["name"])
    assert list(then.sites.ids) == ["S2"]
    assert not last.waiting


def test_a_list_that_says_something_new_is_heard_and_the_hand_stands():
    known, _study = corrected(
        town(), WeighFirm("F2", 60), MoveFirm("F1", *at(town(), 116.66, 39.92)), DropFirm("F3")
    )
    news = {
        **FIRMS,
        "F1": ("甲厂", 116.656, 39.911, 5, 1),  # 520 m off, as by another datum
        "F2": ("乙厂", 116.651, 39.911, 70, 2),
        "F3": ("丙厂", 116.652, 39.912, 99, 3),
    }
    now, left = carried(known, town(news))
    assert firm(now, "乙厂")[2] == 60
    assert firm(now, "甲厂")[:2] == (116.66, 39.92)
    assert "丙厂" not in set(now.demand.table["name"])
    said = dict(zip(report(left)["name"], report(left)["remark"], strict=True))
    assert "70" in said["乙厂"]
    assert "m; it stays" in said["甲厂"]
    assert "stays deleted" in said["丙厂"]


def test_what_the_list_says_by_now_needs_no_hand():
    known, _study = corrected(town(), WeighFirm("F2", 60), *everything(town())[5:6])
    said = {**FIRMS, "F2": ("乙厂", 116.651, 39.911, 60, 2)}
    written = {**said, "new-firm-1": ("新厂", 116.655, 39.915, 12, 2)}  # it was handed out before
    now, left = carried(known, town(written))
    assert now.demand.weight.tolist() == [5, 60, 7, 8, 12]
    assert not left.standing
    assert "what the list says stands" in report(left)["remark"].iloc[0]


def test_a_firm_drawn_by_hand_that_the_list_has_by_now_is_to_be_looked_at():
    known, _study = corrected(town(), *everything(town())[5:6])
    now, left = carried(known, town({**FIRMS, "F5": ("新厂", 116.656, 39.915, 12, 2)}))
    assert now.demand.table["name"].tolist().count("新厂") == 2
    assert "F5" in report(left)["remark"].iloc[0]


def test_a_column_that_the_new_list_lacks_waits_alone():
    known, _study = corrected(town(), *everything(town())[:6])
    now, left = carried(known, town(but=["members"]))
    assert "members" not in now.demand.table
    assert firm(now, "甲厂") == (116.66, 39.92, 5, None)
    assert firm(now, "新厂")[2] == 11
    assert sorted(one.id for one in left.waiting) == ["F1", "new-firm-1"]
    assert all("no column members" in said for said in report(left)["remark"])
    then, last = carried(left, town())
    assert firm(then, "甲厂") == (116.66, 39.92, 5, 9)
    assert firm(then, "新厂") == (116.655, 39.915, 11, 2)
    assert not last.waiting


def test_another_town_gets_none_of_it():
    known, _study = corrected(town(), *everything(town()))
    far = {i: (f"远{name}", lon - 3, lat - 3, w, m) for i, (name, lon, lat, w, m) in FIRMS.items()}
    new = town(far, {"S1": ("远馆", 113.65, 36.911)})
    now, left = carried(known, new)
    assert now.digest == new.digest
    assert len(left.waiting) == 7
    assert "outside the study" in " ".join(report(left)["remark"])


def test_what_is_taken_back_is_no_correction():
    study = town()
    for edit in everything(study):
        known, after = corrected(study, edit)
        assert len(known.standing) == 1, edit
        back = edit.back(study)
        assert not known.noted(after, back.apply(after), firms_of(back)).standing


def test_every_edit_of_firms_tells_which_firms():
    study = town()
    done = Log().do(Batch(everything(study)), study)[0].done[-1]
    assert set(firms_of(done.edit)) == set(firms_of(done.back)) == {"F1", "F2", "F3", "new-firm-1"}
    kinds = {type(e).__name__ for step in (done.edit, done.back) for e in step.edits}
    assert kinds >= set(firms.__all__)
