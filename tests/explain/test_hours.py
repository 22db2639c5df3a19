"""Coverage by the hour against plain loops; what is open when is written beside the hours."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError, StoppedError
from geo.explain import PERIODS, HoursChange, Period, open_hours
from geo.words import in_language

from towns import crowded

R = 300
HOURS = {  # open at lunch, 14-17, evening, night, weekend
    "每日 9:00-21:00": (1, 1, 1, 0, 1),
    "周一至周五 11:30-13:30、17:30-21:00": (1, 0, 1, 0, 0),
    "周一至周五 9:00-18:00": (1, 1, 0, 0, 0),
    "Mo-Fr 12:00-13:00": (1, 0, 0, 0, 0),
    "Mo-Fr 12:01-13:00": (0, 0, 0, 0, 0),
    "Mo-Th 12:00-13:00": (0, 0, 0, 0, 0),
    "周末 8:00-18:00": (0, 0, 0, 0, 1),
    "Su-Th 22:00-02:00": (0, 0, 0, 1, 0),
    "24/7": (1, 1, 1, 1, 1),
    "ask": (None,) * 5,
    "": (None,) * 5,
}


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    texts=st.lists(st.sampled_from(list(HOURS)), min_size=6, max_size=6),
    stands=st.none() | st.sets(st.integers(0, 5)),
)
def test_each_period_is_counted_by_loops(seed, texts, stands):
    town = crowded(seed)
    reach = town.reach()
    reach = replace(reach, sites=replace(reach.sites, table=pd.DataFrame({"hours": texts})))
    ids = None if stands is None else [f"site {j}" for j in sorted(stands)]
    found = open_hours(reach, R, ids)
    there = [j for j, s in enumerate(town.sites) if s[2] == "existing"]
    there = there if stands is None else sorted(stands)
    usable = [j for j, s in enumerate(town.sites) if s[2] == "candidate" and j not in there]

    def served(chosen):
        return {i for i in range(len(town.firms)) if any(town.metres(i, j) <= R for j in chosen)}

    def people(firms):
        return sum(town.firms[i][2] for i in firms)

    expected = {}
    for k, row in enumerate(found.table.itertuples()):
        now = served([j for j in there if HOURS[texts[j]][k]])
        perhaps = served([j for j in there if HOURS[texts[j]][k] != 0])
        assert row.covered == people(now)
        assert row.not_known == people(perhaps - now)
        homes = [people(served([j]) - now) for j in usable]
        assert row.home_gain == max(homes, default=0)
        for j in there:
            if HOURS[texts[j]][k] == 0 and (gain := people(served([j]) - now)):
                expected[f"site {j}", row.period] = gain
    assert {(c.site_id, c.period.name): c.gain for c in found.changes} == expected
    gains = [c.gain for c in found.changes]
    assert gains == sorted(gains, reverse=True)
    assert all(c.is_as_good == (c.gain >= c.home_gain) for c in found.changes)
    assert found.covered_ever == people(served(there))
    assert (found.table["covered"] <= found.covered_ever).all()


def test_no_hours_at_all_are_not_known():
    reach = crowded(3).reach()
    found = open_hours(reach, R, ["site 0"])
    assert found.table["covered"].tolist() == [0] * len(PERIODS)
    assert found.table["not_known"].tolist() == [found.covered_ever] * len(PERIODS)
    assert found.changes == ()


def test_other_periods_can_be_asked():
    reach = crowded(3).reach()
    early = Period("early", "early", (0,), 5 * 60, 6 * 60)
    found = open_hours(reach, R, periods=(early,))
    assert found.table["period"].tolist() == ["early"]
    with pytest.raises(InputError):
        open_hours(reach, R, ["nowhere"])


def test_counting_can_be_stopped_between_two_parts_of_the_week():
    told = []

    def stop(now):
        told.append(now.share)
        return len(told) < 3

    with pytest.raises(StoppedError):
        open_hours(crowded(3).reach(), R, progress=stop)
    assert told == sorted(told)
    assert len(told) == 3


def test_it_is_said_in_both_languages():
    town = crowded(3)
    reach = town.reach()
    table = pd.DataFrame({"hours": ["Mo-Fr 12:00-13:00"] * 6})
    reach = replace(reach, sites=replace(reach.sites, table=table))
    found = open_hours(reach, R, ["site 0"])
    assert str(found).startswith("lunch on workdays, 12:00-13:00: ")
    assert str(found.changes[0]).startswith("With site 0 open longer (")
    with in_language("zh"):
        assert str(found).startswith("工作日午间（12:00至13:00）：")
        assert str(found.changes[0]).startswith("“site 0”若在")


@pytest.mark.parametrize(
    ("gain", "home", "en", "zh"),
    [
        (9, 4, "would have an open home near then; a new home open then would add fewer, 4.",
         "可新增覆盖 9 名职工；届时新设一处只能新增 4 名，不如延长开放。"),
        (9, 9, "; a new home open then would add as many.", "；届时新设一处新增人数相同。"),
        (1, 3, "would have an open home near then; a new home open then would add more, 3.",
         "可新增覆盖 1 名职工；届时新设一处可新增 3 名，多于延长开放。"),
        (2, 0, "; a new home open then would add nobody.", "；届时新设一处则无新增。"),
    ],
)  # fmt: skip
def test_a_change_is_set_beside_a_new_home(gain, home, en, zh):
    change = HoursChange("s", "Hall", PERIODS[1], gain, home)
    assert str(change).endswith(en)
    assert ("1 more worker would" in str(change)) == (gain == 1)
    with in_language("zh"):
        assert str(change).endswith(zh)
