"""Laws of every demo, found by listing the family."""

from pathlib import Path

import pytest

import geo.read.demos as family
from geo import words
from geo.errors import InputError
from geo.read.demos import DEMOS, demo, demo_names
from geo.travel import Straight

NOT_A_DEMO = {"__init__", "entry", "chance", "__pycache__", "osm_words"}


@pytest.mark.parametrize("name", demo_names())
def test_a_demo_is_read_once_and_is_ready_to_plan(name):
    town = demo(name)
    assert demo(name) is town
    assert town.is_synthetic
    assert len(town.demand) > 500
    assert town.sites.is_usable.sum() >= 12
    assert town.sites.is_existing.any()
    assert not town.demand.table.isna().any(axis=None)
    assert {"name", "street", "industry"} <= set(town.demand.table)
    assert {"name", "host", "kind", "hours", "area_m2"} <= set(town.sites.table)


@pytest.mark.parametrize("one", DEMOS, ids=lambda d: d.name)
def test_the_stated_radius_leaves_something_to_decide(one):
    town = demo(one.name)
    reach = Straight(1.3).reach(town.demand, town.sites)
    today = reach.coverage(one.radius_m).share
    all_open = reach.coverage(one.radius_m, town.sites.ids[~town.sites.is_forbidden]).share
    assert 0.05 < today < 0.7
    assert all_open > today + 0.3


@pytest.mark.parametrize("one", DEMOS, ids=lambda d: d.name)
def test_the_title_is_said_in_chinese_too(one):
    with words.in_language("zh"):
        assert words._(one.title) != one.title
        assert demo(one.name).name == one.title


def test_every_file_of_the_folder_is_in_the_family():
    folder = Path(family.__file__).parent
    found = {p.stem for p in folder.iterdir() if p.suffix in ("", ".py")} - NOT_A_DEMO
    assert found == set(demo_names())


def test_an_unknown_demo_is_refused_with_the_names_there_are():
    with pytest.raises(InputError, match=r"'atlantis'.*yongshun, helsinki"):
        demo("atlantis")
