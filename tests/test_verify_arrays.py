"""The checker on raw arrays: true plans pass, and nothing false does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Sites
from geo.solve.engine import max_cover
from geo.travel import Straight
from geo.verify import Claim, Data, Question, verify_max_cover
from geo.verify.count.faces import faces
from geo.verify.count.recount import Buckets
from geo.verify.verdict import Wrong

STATUS = ["existing", "required", "candidate", "forbidden"]


def square(v):
    return v * v


def random_data(seed, n=4000, m=40, shares=(0.05, 0.05, 0.8, 0.1)):
    rng = np.random.default_rng(seed)
    return Data(
        *rng.random((2, n)),
        rng.integers(0, 101, n),
        *rng.random((2, m)),
        rng.choice(STATUS, m, p=shares),
    )


def solved(data, new, radius, detour=1.0):
    """Ask the engine; ``new`` counts required sites, as a plan does."""
    demand = Demand.from_arrays(data.x, data.y, data.weight)
    sites = Sites.from_arrays(data.site_x, data.site_y, data.status)
    found = max_cover(
        Straight(detour).reach(demand, sites).faces(radius),
        new=new - int(sites.is_required.sum()),
        is_open=sites.is_existing | sites.is_required,
        is_closed=sites.is_forbidden,
    )
    claim = Claim(found.open_pos, found.value, found.bound, found.certificate.arrays)
    return Question(new, radius, detour), claim


@pytest.mark.parametrize(
    ("seed", "new", "radius", "detour"),
    [(1, 6, 0.15, 1.0), (2, 8, 0.2, 1.3), (3, 7, 0.1, 1.0), (4, 10, 0.3, 1.25)],
)
def test_a_true_plan_is_proven(seed, new, radius, detour):
    data = random_data(seed)
    question, claim = solved(data, new, radius, detour)
    verdict = verify_max_cover(data, question, claim)
    assert str(verdict) == f"PROVEN value = bound = {claim.value}"
    assert verdict.exit_status == 0


def test_every_kind_of_node_is_met():
    met = set()
    for seed in (1, 5, 28):
        data = random_data(seed, m=60, shares=(0.03, 0.03, 0.9, 0.04))
        question, claim = solved(data, 11, 0.15)
        met |= set(claim.arrays["node"].tolist())
        assert verify_max_cover(data, question, claim).kind == "proven"
    tiny = random_data(1, n=5, m=4, shares=(0, 0, 1, 0))
    question, claim = solved(tiny, 4, 0.1)
    met |= set(claim.arrays["node"].tolist())
    assert verify_max_cover(tiny, question, claim).kind == "proven"
    assert met == {0, 1, 2, 3}


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_small_plans_are_proven_and_claims_below_the_best_are_not(seed):
    rng = np.random.default_rng(seed)
    n, m = 40, 7
    data = Data(
        *rng.integers(0, 12, (2, n)).astype(float),
        rng.integers(0, 20, n),
        *rng.integers(0, 12, (2, m)).astype(float),
        rng.choice(STATUS, m, p=(0.1, 0.05, 0.75, 0.1)),
    )
    free = np.flatnonzero(data.status == "candidate")
    new = int((data.status == "required").sum()) + int(rng.integers(0, len(free) + 1))
    question, claim = solved(data, new, 5)
    assert verify_max_cover(data, question, claim).kind == "proven"
    worse = worst_plan(data, question)
    if worse is not None and worse[1] < claim.value:
        false = Claim(worse[0], worse[1], worse[1], claim.arrays)
        assert verify_max_cover(data, question, false).kind == "wrong"


def worst_plan(data, question):
    """The allowed plan that covers least, by plain loops."""
    fixed = [j for j, s in enumerate(data.status) if s in ("existing", "required")]
    free = [j for j, s in enumerate(data.status) if s == "candidate"]
    n = question.new - int((data.status == "required").sum())
    plans = []
    for chosen in combinations(free, n):
        opened = [*fixed, *chosen]
        plans.append((by_hand(data, question, opened), opened))
    value, opened = min(plans)
    return np.array(opened, np.int64), value


def by_hand(data, question, opened):
    return sum(
        int(w)
        for x, y, w in zip(data.x, data.y, data.weight, strict=True)
        if any(
            question.detour * sqrt(square(x - data.site_x[j]) + square(y - data.site_y[j]))
            <= question.radius_m
            for j in opened
        )
    )


@pytest.fixture(scope="module")
def branched():
    data = random_data(1, m=60, shares=(0.03, 0.03, 0.9, 0.04))
    question, claim = solved(data, 11, 0.15)
    assert 3 in claim.arrays["node"]
    return data, question, claim


def changed(array, where, value):
    out = array.copy()
    out[where] = value
    return out


def test_a_plan_one_person_better_is_not_believed(branched):
    data, question, claim = branched
    for value, bound in ((claim.value + 1, claim.bound + 1), (claim.value + 1, claim.value + 1)):
        verdict = verify_max_cover(data, question, replace(claim, value=value, bound=bound))
        assert (verdict.kind, verdict.exit_status) == ("wrong", 1)
        assert "recounted" in str(verdict)
    low = verify_max_cover(data, question, replace(claim, bound=claim.bound - 1))
    assert "lies below" in str(low)


def test_a_bound_higher_than_proven_is_a_gap(branched):
    data, question, claim = branched
    verdict = verify_max_cover(data, question, replace(claim, bound=claim.bound + 5))
    assert str(verdict) == f"GAP {claim.value} < {claim.value + 5}"
    assert verdict.exit_status == 4


def test_without_a_certificate_all_sites_together_are_the_bound(branched):
    data, question, claim = branched
    verdict = verify_max_cover(data, question, replace(claim, arrays={}))
    every = np.flatnonzero(data.status != "forbidden")
    assert str(verdict) == f"GAP {claim.value} < {by_hand(data, question, every)}"


def tamperings(data, claim):
    """Every way of changing the data under a plan so that it should not stand any longer."""
    opened = claim.open_pos
    covered = int(np.argmax(data.weight))
    yield "weight", replace(data, weight=changed(data.weight, covered, data.weight[covered] + 1000))
    far = changed(data.x, np.arange(50), 50.0)
    yield "coordinates", replace(data, x=far)
    yield "site moved", replace(data, site_x=changed(data.site_x, opened[0], 9.0))
    new_site = opened[data.status[opened] == "candidate"][0]
    yield "site forbidden", replace(data, status=changed(data.status, new_site, "forbidden"))
    shut = np.setdiff1d(np.flatnonzero(data.status == "candidate"), opened)
    yield "site required", replace(data, status=changed(data.status, shut[0], "required"))
    yield "site existing", replace(data, status=changed(data.status, shut[0], "existing"))
    extra = (
        np.append(data.site_x, 0.5),
        np.append(data.site_y, 0.5),
        np.append(data.status, "candidate"),
    )
    yield "site added", replace(data, site_x=extra[0], site_y=extra[1], status=extra[2])
    yield "not a number", replace(data)


def test_tampered_data_are_caught(branched):
    data, question, claim = branched
    for what, other in tamperings(data, claim):
        if what == "not a number":
            continue
        verdict = verify_max_cover(other, question, claim)
        assert verdict.kind == "wrong", what


def test_a_plan_that_is_not_allowed_is_caught(branched):
    data, question, claim = branched
    opened = claim.open_pos
    fixed = opened[data.status[opened] == "existing"]
    for pos in (
        opened[1:],
        opened[opened != fixed[0]] if len(fixed) else opened[1:],
        np.append(opened, opened[0]),
        np.append(opened[1:], 10**6),
    ):
        assert verify_max_cover(data, question, replace(claim, open_pos=pos)).kind == "wrong"
    assert verify_max_cover(data, replace(question, new=10), claim).kind == "wrong"
    assert verify_max_cover(data, replace(question, radius_m=0.16), claim).kind == "wrong"
    assert verify_max_cover(data, replace(question, detour=1.01), claim).kind == "wrong"


def test_tampered_certificates_are_caught(branched):
    data, question, claim = branched
    arrays = dict(claim.arrays)
    n = len(arrays["multiplier"])
    for name, other in {
        "multipliers gone": {"multiplier": np.zeros(n, np.uint8)},
        "multipliers huge": {"multiplier": np.full(n, 2**63, np.uint64)},
        "multipliers negative": {"multiplier": -arrays["multiplier"].astype(np.int64)},
        "multipliers are fractions": {"multiplier": arrays["multiplier"] / 2},
        "one short": {"multiplier": arrays["multiplier"][:-1]},
        "one too many": {"multiplier": np.append(arrays["multiplier"], 0)},
        "exponent": {"exponent": arrays["exponent"] + 9},
        "exponent wild": {"exponent": np.full(len(arrays["exponent"]), 100)},
        "size": {"size": arrays["size"] + 1},
        "all leaves": {"node": np.zeros(len(arrays["node"]), np.uint8)},
        "settled at once": {"node": np.array([1], np.uint8)},
        "unknown node": {"node": changed(arrays["node"], 0, 7)},
        "no node": {"node": arrays["node"][:0]},
        "site": {"site": np.zeros(len(arrays["site"]), np.uint8)},
        "site out of the list": {"site": np.full(len(arrays["site"]), 200, np.uint8)},
        "opened": {"opened": 1 - arrays["opened"]},
        "fixed": {"fixed": arrays["fixed"] + 1},
    }.items():
        verdict = verify_max_cover(data, question, replace(claim, arrays=arrays | other))
        assert verdict.kind == "wrong", name
    for name in arrays:
        less = {k: v for k, v in arrays.items() if k != name}
        assert verify_max_cover(data, question, replace(claim, arrays=less)).kind == "wrong"


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_no_certificate_proves_what_is_false(seed):
    # Numbers changed at random under a claim one below the best: whatever they say, it is false.
    data, question, claim = small_branched()
    rng = np.random.default_rng(seed)
    arrays = {name: array.copy() for name, array in claim.arrays.items()}
    for _ in range(int(rng.integers(0, 4))):
        array = arrays[rng.choice([n for n in arrays if len(arrays[n])])]
        array[rng.integers(len(array))] = (
            rng.integers(0, 3) if rng.random() < 0.5 else rng.choice(array)
        )
    opened, value = next_best_plan()
    false = Claim(opened, value, int(rng.integers(value, claim.value)), arrays)
    assert verify_max_cover(data, question, false).kind == "wrong"


_made = {}


def small_branched():
    if not _made:
        data = random_data(16, n=600, m=18, shares=(0, 0, 1, 0))
        question, claim = solved(data, 5, 0.2)
        _made["plan"] = data, question, claim
    return _made["plan"]


def next_best_plan():
    if "next" not in _made:
        data, _question, claim = small_branched()
        near = Buckets(data, 0.2, 1.0)
        weight = data.weight[near.order]
        covers = np.zeros((18, len(weight)), bool)
        for j in range(18):
            covers[j, near.within(j)] = True
        plans = [
            (int(weight[covers[list(c)].any(axis=0)].sum()), c) for c in combinations(range(18), 5)
        ]
        value, opened = max(p for p in plans if p[0] < claim.value)
        assert max(plans)[0] == claim.value
        _made["next"] = np.array(opened), value
    return _made["next"]


@given(st.integers(0, 10**6), st.sampled_from([0.0, 4.4e6]), st.sampled_from([1.0, 1.3]))
@settings(max_examples=25)
def test_buckets_find_whom_the_definition_covers(seed, shift, detour):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 40, (2, 60)) * 5.0 + shift
    site = rng.integers(-5, 45, (2, 6)) * 5.0 + shift
    data = Data(x, y, np.ones(60, int), *site, np.full(6, "candidate"))
    for radius in (5, 25, 65, 1000):
        near = Buckets(data, radius, detour)
        for j in range(6):
            want = [
                i
                for i in range(60)
                if detour * sqrt(square(x[i] - site[0, j]) + square(y[i] - site[1, j])) <= radius
            ]
            assert sorted(near.order[near.within(j)].tolist()) == want


def test_faces_are_those_of_the_core():
    data = random_data(6, shares=(0, 0, 1, 0))
    near = Buckets(data, 0.2, 1.0)
    rows = faces(near, np.arange(40), data.weight[near.order])
    demand = Demand.from_arrays(data.x, data.y, data.weight)
    core = Straight().reach(demand, Sites.from_arrays(data.site_x, data.site_y)).faces(0.2)
    some = core.weight > 0
    assert rows.weight.tolist() == core.weight[some].tolist()
    assert rows.site.tolist() == core.site_pos[some[core.row_of_pair]].tolist()


def test_data_that_are_none_are_refused():
    x = np.array([0.0, np.nan])
    with pytest.raises(Exception, match="finite"):
        Data(x, x, np.array([1, 2]), x[:1], x[:1], np.array(["candidate"]))
    with pytest.raises(Exception, match="whole number"):
        Data(x[:1], x[:1], np.array([-1]), x[:1], x[:1], np.array(["candidate"]))
    with pytest.raises(Exception, match="status"):
        Data(x[:1], x[:1], np.array([1]), x[:1], x[:1], np.array(["open"]))


@pytest.mark.parametrize("weight", [[2**62] * 3, [2**62] * 4, np.full(3, 2**63, np.uint64)])
def test_sums_that_leave_64_bits_are_refused(weight):
    """Three times 2^62 is less than nothing in 64 bits: a bound of it would prove anything."""
    weight = np.asarray(weight)
    with pytest.raises(Wrong, match="more than 64 bits"):
        Data(np.zeros(len(weight)), np.zeros(len(weight)), weight, *np.zeros((2, 1)), ["candidate"])


def test_weights_beyond_64_bits_of_room_are_still_exact():
    # 2**53 people: sums of multipliers leave 64 bits and go on in Python's whole numbers.
    big = 2**52
    data = Data(
        np.array([0.0, 10.0]),
        np.zeros(2),
        np.array([big, big - 1]),
        np.array([0.0, 10.0]),
        np.zeros(2),
        np.full(2, "candidate"),
    )
    arrays = {
        "node": np.array([0], np.uint8),
        "exponent": np.array([-10], np.int8),
        "size": np.array([2], np.int32),
        "multiplier": np.array([0, 0], np.uint8),
        "fixed": np.zeros(0, np.int32),
        "site": np.zeros(0, np.uint8),
        "opened": np.zeros(0, np.uint8),
    }
    question, claim = Question(1, 5), Claim(np.array([0]), big, big, arrays)
    assert verify_max_cover(data, question, claim).kind == "wrong"
    full = arrays | {"multiplier": np.full(2, big * 512, np.uint64)}
    assert verify_max_cover(data, question, replace(claim, arrays=full)).kind == "wrong"
    coarse = arrays | {
        "exponent": np.array([52], np.int8),
        "multiplier": np.array([1, 1], np.uint8),
    }
    assert verify_max_cover(data, question, replace(claim, arrays=coarse)).kind == "proven"


def forged(**arrays):
    """A certificate whose arrays fit together; what is not given is empty."""
    names = ("node", "exponent", "size", "multiplier", "fixed", "site", "opened")
    return {name: np.array(arrays.get(name, []), np.int64) for name in names}


def test_forged_proofs_that_fit_together_are_caught():
    data, question, claim = small_branched()
    opened, value = next_best_plan()
    n_face = int(claim.arrays["size"][0])
    others = np.setdiff1d(np.arange(18), opened)
    ruled_out = {"exponent": [0], "size": [n_face], "multiplier": [0] * n_face, "fixed": [13]}
    for arrays, said in (
        (forged(node=[1]), "covers more than is claimed"),
        (forged(node=[3, 1, 1], site=[int(opened[0])]), "covers more than is claimed"),
        (forged(node=[2, 1], site=others, opened=[0] * 13, **ruled_out), "do not settle"),
        (forged(node=[2, 1], site=others, opened=[1] * 13, **ruled_out), "do not settle"),
    ):
        verdict = verify_max_cover(data, question, Claim(opened, value, value, arrays))
        assert said in str(verdict)
