"""Editions: no firm in what is public, the datum said and right, the review number everywhere."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from exported import READERS, everything
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import cli, words
from geo.app.state.settings import kept_release
from geo.core.crs import lonlat
from geo.core.proposal import Release
from geo.errors import DatumError, InputError
from geo.export import EXPORTERS, export
from geo.export.edition import in_public, released
from geo.export.edition.public import _ways as public_ways
from geo.export.edition.public import public_proposal
from geo.export.report.choices import Choices
from geo.export.worker import Edition
from geo.read.places import public_groups

import made

SUFFIXES = [form.suffix for form in EXPORTERS]
SECRET = tuple(f"Secretfirm{k:03d}" for k in range(120))
NUMBER = "京S(2026)012号"


def secret(n=120, seed=3):
    """A proposal whose firms have names and ids that are easily found again."""
    table = {"contact": [f"Secretperson{k}" for k in range(n)]}
    ids = [f"Secretid{k:03d}" for k in range(n)]
    return made.proposal(made.Town(n=n, seed=seed, ids=ids, names=SECRET[:n], table=table))


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("public"), secret()
    # Venues are called after no firm here: a venue's name is meant to be seen.
    sites = replace(found.study.sites, table=pd.DataFrame({"name": list("ABCDEFGHIJ")}))
    found = replace(
        found,
        study=found.study.with_sites(sites),
        cards=found.cards.assign(
            name=["A", "B", "D"], runner_up_name=["", "C", "C"], nearest_home_name="A"
        ),
    )
    with words.in_language("en"):
        return found, {
            s: export(found, folder / f"p{s}", audience="public", review_number=NUMBER)
            for s in SUFFIXES
        }


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_firm_is_in_what_is_public(suffix, public):
    text = everything(public[1][suffix])
    for word in ("Secretfirm", "Secretid", "Secretperson"):
        assert word not in text, word
    if suffix in (".xlsx", ".geojson", ".gpkg"):
        assert "Group of " in text


def test_the_search_for_a_firm_would_find_one(tmp_path):
    found = secret()
    for suffix in (".xlsx", ".geojson", ".gpkg", ".html"):
        assert "Secretfirm" in everything(export(found, tmp_path / f"i{suffix}")), suffix


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_review_number_and_the_edition_are_said(suffix, public):
    text = everything(public[1][suffix])
    said = json.dumps(NUMBER)[1:-1] if suffix == ".html" else NUMBER
    assert NUMBER in text or said in text
    assert "Public edition" in text or "Publicedition" in text


def test_the_public_geopackage_holds_layers_and_no_plan(public):
    path = public[1][".gpkg"]
    with closing(sqlite3.connect(path)) as base:
        tables = {row[0] for row in base.execute("SELECT name FROM sqlite_master")}
    assert not {t for t in tables if t.startswith("xuanzhi") or t == "firms"}
    groups = gpd.read_file(path, layer="groups")
    assert groups.crs.to_epsg() == 4326
    assert abs(groups["workers"].sum() - public[0].study.demand.weight.sum()) <= 25 / 2
    assert abs(groups["n_firms"].sum() - len(public[0].study.demand)) <= 3 / 2


@settings(max_examples=30)
@given(
    n=st.integers(3, 120),
    seed=st.integers(0, 10**6),
    floor=st.tuples(st.integers(2, 9), st.integers(1, 80)),
)
def test_groups_add_up_and_are_above_the_floor(n, seed, floor):
    found = made.proposal(made.Town(n=n, seed=seed))
    demand = found.study.demand
    release = Release("public", least_firms=floor[0], least_workers=floor[1])
    if n < floor[0] or sum(demand.weight.tolist()) < floor[1]:
        with pytest.raises(InputError, match="under the floor"):
            released(found, release)
        return
    ready = released(found, release)
    groups = ready.study.demand
    assert abs(sum(groups.weight.tolist()) - sum(demand.weight.tolist())) <= floor[1] / 2
    assert abs(sum(groups.table["n_firms"]) - n) <= floor[0] / 2
    assert {w % floor[1] for w in groups.weight} == {0}
    assert {k % floor[0] for k in groups.table["n_firms"]} == {0}
    assert min(groups.table["n_firms"]) >= floor[0]
    assert min(groups.weight) >= floor[1]
    shown = sum(w for w, c in zip(groups.weight, ready.covered_after, strict=True) if c)
    assert ready.plan.covered == shown
    assert ready.plan.total == sum(groups.weight)
    assert ready.plan.certificate is None
    for column, step in (("reach", floor[1]), ("only_here", floor[1]), ("firms", floor[0])):
        assert all(said % step == 0 for said in ready.cards[column])


REFUSED = {"en": "A group of one firm is that firm", "zh": "只有一家企业的组就是该企业本身"}


@pytest.mark.parametrize("language", REFUSED)
def test_a_group_of_one_firm_is_refused_everywhere(language, tmp_path):
    group = np.zeros((1, 2)), np.array([3]), np.array([30])
    out = str(tmp_path / "x.geojson")
    with words.in_language(language):
        for floor in (1, 0, -1):
            for made_with in (
                lambda n: Release("public", least_firms=n),
                lambda n: Choices(least_firms=n),
                lambda n: Edition(least_firms=n),
                lambda n: public_groups(*group, least_firms=n),
                lambda n: export(made.proposal(), out, audience="public", floor=(n, 25)),
            ):
                with pytest.raises(InputError, match=REFUSED[language]) as refused:
                    made_with(floor)
                assert refused.value.option == "--least-firms"
        assert Release("public", least_firms=2, least_workers=1).is_public


def test_a_group_of_one_firm_is_refused_before_anything_is_solved(tmp_path, capsys):
    out = tmp_path / "x.geojson"
    asked = ["demo", "yongshun", "--audience", "public", "--least-firms", "1", "--out", str(out)]
    assert cli.main(["--lang", "en", *asked]) == 2
    said = capsys.readouterr()
    assert REFUSED["en"] in said.err
    assert "writing" not in said.err
    assert not out.exists()


def test_a_project_that_kept_a_floor_of_one_stays_public():
    kept = asdict(Release("public", least_firms=2)) | {"least_firms": 1}
    assert kept_release(kept) == Release("public", least_firms=2)
    assert kept_release({"least_firms": "many"}) == kept_release({"of": 3}) == Release()


@settings(max_examples=20)
@given(n=st.integers(3, 120), seed=st.integers(0, 10**6))
def test_the_place_of_two_firms_is_told_by_hundreds_of_metres(n, seed):
    """Else one of the two would compute the other's from its own."""
    release = Release("public", least_firms=2, least_workers=1)
    groups = in_public(made.proposal(made.Town(n=n, seed=seed)), release)
    shown = public_proposal(groups).study.demand
    of_two = groups.merged.size == 2
    x, y = (groups.merged.mean(values) for values in groups.firms.xy.T)
    for told, exact in ((shown.x, x), (shown.y, y)):
        assert {v % 100 for v in told[of_two]} <= {0}
        assert {v % 10 for v in told} == {0}
        assert (abs(told - exact)[~of_two] <= 5).all()
        assert (abs(told - exact) <= 50).all()


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), radius=st.integers(900, 920), floor=st.sampled_from([2, 7]))
def test_a_group_that_is_near_has_a_way_within_the_radius(seed, radius, floor):
    """Rounding to ten metres takes no group over the border, nor one that is beyond within it."""
    found = made.proposal(made.Town(n=60, seed=7))
    plan = replace(found.plan, problem=replace(found.plan.problem, radius_m=float(radius)))
    groups = in_public(found, Release("public", least_firms=floor, least_workers=1))
    groups = replace(groups, firms=replace(groups.firms, proposal=replace(found, plan=plan)))
    rng, n = np.random.default_rng(seed), groups.merged.n
    ways = (radius + rng.integers(-9, 9, n))[groups.merged.group] + rng.uniform(0, 1, 60)
    told = public_ways(groups, ways)
    for number, way in enumerate(told.tolist()):
        metres = ways[groups.merged.group == number]
        if (metres <= radius).all():
            assert way <= radius
        if (metres > radius).all():
            assert way > radius
        assert abs(way - metres.mean()) <= 11


def test_firms_where_nobody_is_counted_do_not_fill_a_group():
    found = made.proposal()
    weight = np.where(np.arange(120) < 4, 30, 0)
    study = found.study.with_demand(found.study.demand.with_weight(weight))
    ready = released(replace(found, study=study), Release("public"))
    assert sum(ready.study.demand.table["n_firms"]) == 3  # of 4, rounded


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".xlsx"])
def test_coordinates_are_in_the_datum_and_say_so(datum, suffix, tmp_path):
    oracle = pytest.importorskip("geocoordinates_ffi")
    move = {"gcj02": oracle.wgs84_to_gcj02, "bd09": oracle.wgs84_to_bd09}[datum]
    found = made.proposal()
    path = export(found, tmp_path / f"p{suffix}", datum=datum)
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[datum]
    text = everything(path)
    assert name in text
    if suffix != ".geojson":
        assert f"Longitude ({name})" in text
        assert "Longitude (WGS-84)" not in text
    sites = found.study.sites
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    for site_id, spot in places(path, name).items():
        j = int(site_id[1:])
        true = move(oracle.Wgs84(lat=lat[j], lon=lon[j]))
        assert spot == pytest.approx((true.lon, true.lat), abs=1e-6, rel=0)


def places(path, name):
    """Where a file says the open sites are."""
    if path.suffix == ".geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {
            f["properties"]["id"]: tuple(f["geometry"]["coordinates"])
            for f in features
            if f["properties"]["layer"] == "site" and f["properties"]["is_open"]
        }
    table = (
        pd.read_csv(path)
        if path.suffix == ".csv"
        else pd.read_excel(path, sheet_name=1, engine="openpyxl")
    )
    spots = zip(table[f"Longitude ({name})"], table[f"Latitude ({name})"], strict=True)
    return dict(zip(table["Site id"], spots, strict=True))


def test_a_geopackage_stays_wgs84(tmp_path):
    found = made.proposal()
    plain = READERS[".gpkg"](export(found, tmp_path / "a.gpkg")).places
    assert READERS[".gpkg"](export(found, tmp_path / "b.gpkg", datum="bd09")).places == plain


def test_the_map_shows_the_review_number(tmp_path):
    page = export(made.proposal(), tmp_path / "p.html", review_number="GS-77").read_text("utf-8")
    assert page.count("GS-77") == 2, "on the map and among the notes"


def test_what_makes_no_sense_is_a_sentence(tmp_path):
    found = made.proposal()
    with pytest.raises(InputError, match="audience"):
        export(found, tmp_path / "p.csv", audience="all")
    with pytest.raises(DatumError, match="datum"):
        export(found, tmp_path / "p.csv", datum="mars")
    with pytest.raises(InputError, match="2 or more"):
        export(found, tmp_path / "p.csv", audience="public", floor=(0, 5))
    with pytest.raises(InputError, match="one line"):
        export(found, tmp_path / "p.csv", review_number="a\nb")
    assert not list(tmp_path.iterdir())


def test_the_command_line_writes_a_public_edition(tmp_path, capsys):
    plan = tmp_path / "plan.gpkg"
    export(made.proposal(), plan)
    firms = ["--audience", "public", "--out-datum", "gcj02", "--review-number", "GS-77"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.cli.export.open_plan", lambda _path: (made.study(), None))
        patch.setattr("geo.cli.export.propose", lambda _plan, _study: made.proposal())
        code = cli.main(["export", str(plan), "--out", str(tmp_path / "p.geojson"), *firms])
    assert code == 0, capsys.readouterr()
    said = json.loads((tmp_path / "p.geojson").read_text(encoding="utf-8"))
    assert (said["audience"], said["datum"], said["review_number"]) == ("public", "gcj02", "GS-77")
    assert "公司" not in json.dumps(said, ensure_ascii=False)
