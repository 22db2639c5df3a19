"""The proof of a bound by zones: accepted as it is, worth nothing for what is not true."""

from dataclasses import replace
from functools import cache
from itertools import combinations
from math import hypot

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from geo.core import Demand, Sites
from geo.scale.country import search, solve_country
from geo.scale.country.gather import gather
from geo.scale.country.zones import earning, zone_bound
from geo.solve import MaxCover
from geo.solve.engine.integer import Multipliers
from geo.solve.engine.proof import Twig
from geo.solve.progress import Watch
from geo.travel import Straight
from geo.verify import Claim, Question, verify_max_cover
from tests.scale.country.countries import is_proven, made, raw, recount, whole


def nothing_proven(cover, _p, _lam):
    total = int(cover.weight.sum())
    return Twig(total, Multipliers(0, np.zeros(len(cover.weight), np.int64)))


@pytest.fixture
def divided(monkeypatch):
    """Small zones carry the proof, however few sites there are and however much that loses."""
    monkeypatch.setattr(search, "_WHOLE", 0)
    monkeypatch.setattr(search, "_ZONE", 20)
    monkeypatch.setattr(search, "_proof", nothing_proven)


def test_zones_prove_more_than_the_multipliers(monkeypatch):
    parts, sites = made(3, 6000, 60, seed=1)
    question = MaxCover(new=24, radius_m=600)
    plan = solve_country(question, parts, sites)
    assert plan.certificate.kind == "zones/1"
    assert is_proven(plan, parts, sites)
    monkeypatch.setattr(search._Search, "divide", lambda *_: None)
    other = solve_country(question, parts, sites)
    assert other.certificate.kind == "max-cover/1"
    assert plan.value <= plan.bound < other.bound


@pytest.mark.parametrize("seed", range(4))
def test_the_plain_solver_lies_between(divided, seed):
    parts, sites = made(2, 1500, 40, seed=seed)
    demand, question = whole(parts), MaxCover(new=12, radius_m=500)
    plan = solve_country(question, parts, sites)
    plain = geo.solve(question, Straight().reach(demand, sites))
    assert plain.status == "optimal"
    assert plan.value <= plain.value <= plan.bound
    assert is_proven(plan, parts, sites)


def test_sites_are_named_by_their_positions_in_the_list(divided, monkeypatch):
    parts, sites = made(3, 6000, 60, seed=3)
    status = np.full(180, "candidate", object)
    status[:60:9], status[3:180:17], status[5:180:13] = "existing", "forbidden", "required"
    mixed = Sites.from_arrays(sites.x, sites.y, status.tolist())
    for zone in (40, 10**6):
        monkeypatch.setattr(search, "_ZONE", zone)
        plan = solve_country(MaxCover(new=34, radius_m=600), parts, mixed)
        assert len(plan.certificate.arrays["site"])
        assert is_proven(plan, parts, mixed), zone


def test_a_search_stopped_among_the_zones_proves_what_it_says(divided):
    parts, sites = made(4, 2000, 60, seed=4)
    kinds = set()
    for stop in range(60, 90, 3):
        left = iter(range(stop))
        plan = solve_country(
            MaxCover(new=30, radius_m=500),
            parts,
            sites,
            progress=lambda _so_far, left=left: next(left, None) is not None,
        )
        kinds.add(plan.certificate.kind)
        assert is_proven(plan, parts, sites)
    assert kinds


@pytest.mark.parametrize("batches", [0, 1, 2, 5])
def test_a_tree_left_unfinished_proves_less_but_the_truth(divided, monkeypatch, batches):
    parts, sites = made(2, 3000, 60, seed=9)
    question = MaxCover(new=20, radius_m=600)
    full = solve_country(question, parts, sites)
    monkeypatch.setattr(earning, "_MOST_BATCHES", batches)
    plan = solve_country(question, parts, sites)
    assert is_proven(plan, parts, sites)
    assert full.value <= plan.bound


@pytest.mark.parametrize("slack", [0, 0.003, 0.02, 0.1])
def test_what_is_given_up_for_shorter_trees_is_claimed(divided, monkeypatch, slack):
    # Sites are settled against the goal, which lies above what the ends of the tree prove.
    monkeypatch.setattr(earning, "_SLACK", slack)
    for seed in range(4):
        parts, sites = made(3, 6000, 60, seed=seed)
        plan = solve_country(MaxCover(new=34, radius_m=600), parts, sites)
        assert is_proven(plan, parts, sites)


def test_equal_countries_have_equal_certificates(divided):
    parts, sites = made(3, 3000, 50, seed=1)
    question = MaxCover(new=20, radius_m=600)
    one, other = (solve_country(question, p, sites) for p in (parts, parts[::-1]))
    assert one.certificate.kind == "zones/1"
    assert one.certificate == other.certificate


class Small:
    """A country of a few sites, cut into zones at random, with the worth of all its plans."""

    def __init__(self, seed, *, n=40, m=9, new=4, n_zone=3, is_wild=True):
        rng = np.random.default_rng(seed)
        self.parts = [Demand.from_arrays(*rng.random((2, n)), rng.integers(1, 60, n))]
        self.sites = Sites.from_arrays(*rng.random((2, m)))
        self.new = new
        read = gather(
            self.parts, self.sites, mode=Straight(), radius_m=0.3, watch=Watch(None, None)
        )
        assert read.base == 0
        label = rng.integers(0, n_zone, m)
        zones = [np.flatnonzero(label == z) for z in range(n_zone)]
        share = rng.random(len(read.cover.weight)) if is_wild else 0.4
        found = zone_bound(
            read.cover, new, zones=zones, lam=share * read.cover.weight, go_on=lambda _bound: True
        )
        self.bound, self.arrays = found.bound, found.proof.arrays
        x, y, weight = (getattr(self.parts[0], name).tolist() for name in ("x", "y", "weight"))
        covers = [
            {i for i in range(n) if hypot(x[i] - a, y[i] - b) <= 0.3}
            for a, b in zip(self.sites.x, self.sites.y, strict=True)
        ]
        self.plans = sorted(
            (sum(weight[i] for i in set().union(*(covers[j] for j in opened))), opened)
            for opened in combinations(range(m), new)
        )
        self.best = self.plans[-1][0]

    def verdict(self, arrays, claim):
        """Judge a claim beside a plan that is not better."""
        value, opened = max(plan for plan in self.plans if plan[0] <= claim)
        said = Claim(np.array(opened), value, claim, arrays)
        return verify_max_cover(raw(self.parts, self.sites), Question(self.new, 0.3), said)

    def forged(self, arrays, claim):
        """Lower the zones' claims until their sum is what is claimed."""
        true = self.arrays
        rest = self.bound - int(true["price"][0]) * self.new + int(true["lam"].sum())
        rest -= int(true["claim"].sum())
        rest += int(arrays["price"][0]) * self.new - int(arrays["lam"].sum())
        lower = arrays["claim"].astype(np.int64)
        excess = rest + int(lower.sum()) - claim
        for z in np.argsort(-lower):
            by = max(min(excess, int(lower[z])), 0)
            lower[z] -= by
            excess -= by
        lower[0] -= max(excess, 0)
        return arrays | {"claim": lower}


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=60)
def test_any_zones_and_multipliers_prove_no_less_than_the_best(seed, is_wild):
    country = Small(seed, is_wild=is_wild, n_zone=1 + seed % 4, new=1 + seed % 5)
    assert country.best <= country.bound
    assert country.verdict(country.arrays, country.bound).kind in ("proven", "gap")
    assert country.verdict(country.arrays, country.bound - 1).kind == "wrong"


@cache
def small():
    return Small(81, n=500, m=16, new=5, n_zone=3, is_wild=False)


@given(st.integers(0, 10**6))
@settings(max_examples=150)
def test_no_certificate_proves_what_is_false(seed):
    country, rng = small(), np.random.default_rng(seed)
    arrays = {name: array.astype(np.int64) for name, array in country.arrays.items()}
    for _ in range(int(rng.integers(0, 4))):
        array = arrays[rng.choice([name for name in arrays if len(arrays[name])])]
        change = rng.integers(0, 3) if rng.random() < 0.5 else rng.choice(array)
        array[rng.integers(len(array))] = change
    false = int(rng.integers(country.best - 20, country.best))
    assert country.verdict(country.forged(arrays, false), false).kind == "wrong"


def test_no_zone_proves_less_than_it_claims():
    country = small()
    for z in range(len(country.arrays["claim"])):
        lower = country.arrays["claim"].copy()
        lower[z] -= 1
        assert country.verdict(country.arrays | {"claim": lower}, country.bound).kind == "wrong"


def changed(array, where, value):
    other = array.astype(np.int64)
    other[where] = value
    return other


def test_tampered_certificates_are_caught():
    country = small()
    arrays = country.arrays
    assert set(arrays["node"].tolist()) == {0, 1, 2, 3}
    assert arrays["priced"].any()
    n, most = len(arrays["multiplier"]), int(arrays["lam"].max())
    for name, other in {
        "price higher": {"price": arrays["price"] + 1},
        "two prices": {"price": np.tile(arrays["price"], 2)},
        "no price": {"price": arrays["price"][:0]},
        "zone unknown": {"zone": changed(arrays["zone"], 0, 99)},
        "zone negative": {"zone": changed(arrays["zone"], 0, -1)},
        "zones exchanged": {"zone": arrays["zone"].max() - arrays["zone"]},
        "all in one zone": {"zone": arrays["zone"] * 0},
        "zone short": {"zone": arrays["zone"][:-1]},
        "lam negative": {"lam": changed(arrays["lam"], 0, -1)},
        "lam above the people": {"lam": changed(arrays["lam"], 0, most * 1000)},
        "lam nothing": {"lam": arrays["lam"] * 0},
        "lam short": {"lam": arrays["lam"][:-1]},
        "claims gone": {"claim": arrays["claim"] * 0},
        "a zone more": {"claim": np.append(arrays["claim"], 0)},
        "a zone less": {"claim": arrays["claim"][:-1]},
        "a claim of fractions": {"claim": arrays["claim"] / 2},
        "no lists": {"priced": arrays["priced"] * 0},
        "a list more": {"priced": arrays["priced"] + 1},
        "lists without end": {"priced": changed(arrays["priced"], 0, 2**40)},
        "lists fewer than none": {"priced": changed(arrays["priced"], 0, -1)},
        "multipliers gone": {"multiplier": np.zeros(n, np.uint8)},
        "multipliers huge": {"multiplier": np.full(n, 2**63, np.uint64)},
        "multipliers one short": {"multiplier": arrays["multiplier"][:-1]},
        "multipliers one too many": {"multiplier": np.append(arrays["multiplier"], 0)},
        "exponent": {"exponent": arrays["exponent"] + 9},
        "size": {"size": arrays["size"] + 1},
        "all leaves": {"node": arrays["node"] * 0},
        "all settled": {"node": arrays["node"] * 0 + 1},
        "unknown node": {"node": changed(arrays["node"], 0, 7)},
        "a node more": {"node": np.append(arrays["node"], 1)},
        "opened": {"opened": 1 - arrays["opened"]},
        "fixed": {"fixed": arrays["fixed"] + 1},
        "sites of another zone": {"site": arrays["site"] * 0 + np.flatnonzero(arrays["zone"])[0]},
    }.items():
        assert country.verdict(arrays | other, country.bound).kind == "wrong", name
    for name in arrays:
        less = {k: v for k, v in arrays.items() if k != name}
        assert country.verdict(less, country.bound).kind == "wrong"


def test_data_that_changed_are_caught():
    country = small()
    heavier = country.parts[0].with_weight(country.parts[0].weight + 1)
    value = recount([heavier], country.sites, country.plans[-1][1], 0.3)
    claim = Claim(np.array(country.plans[-1][1]), value, country.bound, country.arrays)
    question = Question(country.new, 0.3)
    said = verify_max_cover(raw([heavier], country.sites), question, claim)
    assert said.kind == "wrong"
    moved = replace(raw(country.parts, country.sites), site_x=country.sites.x[::-1])
    value = recount(country.parts, Sites.from_arrays(moved.site_x, moved.site_y), range(5), 0.3)
    claim = Claim(np.arange(5), value, country.bound, country.arrays)
    assert verify_max_cover(moved, question, claim).kind == "wrong"


def by_price_alone(price, lam, claim):
    """Judge a proof for two sites that share 10 people and a third with 100; one is opened."""
    parts = [Demand.from_arrays([0, 9], [0, 0], [10, 100])]
    sites = Sites.from_arrays([-0.5, 0.5, 9], [0, 0, 0])
    arrays = dict.fromkeys(small().arrays, np.zeros(0, np.int64))
    arrays |= {"price": [price], "lam": [lam], "zone": range(3), "claim": [0] * 3}
    arrays = {name: np.array(array, np.int64) for name, array in arrays.items()}
    arrays["priced"] = np.zeros(3, np.int64)
    site, value = (2, 100) if claim >= 100 else (0, 10)
    said = Claim(np.array([site]), value, claim, arrays)
    return verify_max_cover(raw(parts, sites), Question(1, 1.0), said)


def test_a_face_across_zones_cannot_be_worth_more_than_its_people():
    assert str(by_price_alone(100, 10, 100)) == "PROVEN value = bound = 100"
    # The face would be paid for where nobody covers it: 1010 - (1010 - 10) for all plans.
    assert "more than its people" in str(by_price_alone(1010, 1010, 10))
    assert "less than nothing" in str(by_price_alone(100, -1, 111))
