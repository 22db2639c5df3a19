"""The least sites under floors of groups: each step against plain loops over every choice."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Faces
from geo.solve import Watch
from geo.solve.evidence import search
from geo.solve.evidence.columns import columns_of
from geo.solve.evidence.search import evidence_for
from geo.solve.exact import CoverModel, Floor, Row
from geo.solve.exact.compact import compact
from geo.solve.exact.floors import least_of_floors
from geo.solve.exact.floors.cheaper import cheaper, thinned
from geo.solve.exact.floors.hull import FloorHull, WholeRow
from geo.solve.exact.floors.ledger import Ledger, Limits
from geo.solve.exact.floors.part import Part, n_choices


def choices(k):
    """Every choice of k sites, as rows of flags."""
    return [np.array(one, bool) for one in product((False, True), repeat=k)]


def worth(part, chosen):
    """What chosen sites cover, by a loop over the rows."""
    got = 0
    for f, (weight, need) in enumerate(zip(part.weight, part.need, strict=True)):
        near = [j for j in range(len(chosen)) if f in part.row[part.start[j] : part.start[j + 1]]]
        got += int(weight) * (sum(bool(chosen[j]) for j in near) >= need)
    return got


@st.composite
def parts(draw, most=7):
    """Draw a floor that all its sites together meet."""
    k, n = draw(st.integers(1, most)), draw(st.integers(1, 8))
    near = [sorted(draw(st.sets(st.integers(0, n - 1), min_size=1))) for _site in range(k)]
    weight = draw(st.lists(st.integers(1, 2**35) | st.integers(1, 9), min_size=n, max_size=n))
    need = draw(st.lists(st.sampled_from([1, 1, 1, 2, 3]), min_size=n, max_size=n))
    part = Part(
        np.arange(k),
        np.r_[0, np.cumsum([len(rows) for rows in near])],
        np.concatenate([np.array(rows, np.int64) for rows in near]),
        np.array(weight, np.int64),
        np.array(need, np.int64),
        1,
    )
    most_worth = worth(part, np.ones(k, bool))
    low = draw(st.integers(1, max(most_worth, 1)))
    return Part(part.site, part.start, part.row, part.weight, part.need, low), most_worth


@settings(max_examples=200, deadline=None)
@given(drawn=parts(), data=st.data())
def test_a_cheaper_choice_is_found_where_there_is_one(drawn, data):
    part, most = drawn
    if most < part.low:
        return
    k = len(part.site)
    price = np.array(data.draw(st.lists(st.integers(0, 9), min_size=k, max_size=k)), np.int64)
    met = [c for c in choices(k) if worth(part, c) >= part.low]
    least = min(int(price[c].sum()) for c in met)
    limit = data.draw(st.integers(0, 9 * k + 1))
    found = cheaper(part, price, limit, 10_000)
    assert found.is_over
    assert (found.chosen is not None) == (least < limit)
    if found.chosen is not None:
        chosen = np.isin(np.arange(k), found.chosen)
        assert worth(part, chosen) >= part.low
        assert price[chosen].sum() < limit
        kept = np.isin(np.arange(k), thinned(part, found.chosen))
        assert worth(part, kept) >= part.low
        assert not (kept & ~chosen).any()
        for j in np.flatnonzero(kept):
            assert worth(part, kept & (np.arange(k) != j)) < part.low


@settings(max_examples=150, deadline=None)
@given(drawn=parts(), data=st.data())
def test_a_hull_keeps_every_choice_that_meets_the_floor_and_no_other(drawn, data):
    part, most = drawn
    if most < part.low:
        return
    k, hull = len(part.site), FloorHull(part)
    every = choices(k)
    met = [worth(part, c) >= part.low for c in every]
    openness = data.draw(st.lists(st.floats(0, 1), min_size=k, max_size=k))
    for y in [np.array(openness), *(c.astype(float) for c in every)]:
        row = hull.cut(y, 10.0)
        if row is not None:
            assert row.coef @ y[row.site] < row.low
            assert all(
                row.coef @ c[row.site] >= row.low for c, ok in zip(every, met, strict=True) if ok
            )
    for c, ok in zip(every, met, strict=True):
        assert (hull.cut(c.astype(float), 10.0) is None) == ok


def test_a_floor_with_too_many_choices_is_given_up_and_claims_nothing():
    rng = np.random.default_rng(1)
    k, n = 40, 300
    near = rng.random((k, n)) < 0.1
    site, row = np.nonzero(near)
    weight = rng.integers(1, 50, n)
    low = int(weight[near.any(axis=0)].sum() * 0.8)
    part = Part(
        np.arange(k),
        np.r_[0, np.cumsum(np.bincount(site, minlength=k))],
        row,
        weight,
        np.ones(n, np.int64),
        low,
    )
    assert n_choices(part) > 10**6
    price = np.full(k, 100)
    found = cheaper(part, price, 100, 500)  # no site at all is cheaper, but that takes longer
    assert found.chosen is None
    hard = cheaper(part, rng.integers(900, 1000, k), 9_000, 500)
    assert hard.n_node <= 500
    assert hard.chosen is not None or not hard.is_over


def test_choices_are_counted_among_sites_that_are_not_forced():
    part = Part(  # site 0 alone reaches 10 of 13; of the others any two are enough
        np.arange(4),
        np.array([0, 1, 2, 3, 4]),
        np.arange(4),
        np.array([10, 1, 1, 1]),
        np.ones(4, np.int64),
        12,
    )
    assert n_choices(part) == comb(3, 2)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_multipliers_prove_holds_for_every_choice(data):
    k = data.draw(st.integers(1, 6))
    price = data.draw(st.lists(st.integers(0, 2**50) | st.integers(0, 5), min_size=k, max_size=k))
    price = np.array(price, np.int64)
    ledger, rows = Ledger(price), []
    for _row in range(data.draw(st.integers(0, 4))):
        site = np.array(sorted(data.draw(st.sets(st.integers(0, k - 1), min_size=1))))
        coef = data.draw(st.lists(st.integers(-3, 9), min_size=len(site), max_size=len(site)))
        rows.append(WholeRow(site, np.array(coef), data.draw(st.integers(-5, 12))))
    ledger.add(rows)
    top = float(price.max() + 1)
    multiplier = data.draw(
        st.lists(st.floats(-1, 1).map(lambda x: x * top), min_size=len(rows), max_size=len(rows))
    )
    is_open = np.array(data.draw(st.lists(st.booleans(), min_size=k, max_size=k)))
    may_open = is_open | np.array(data.draw(st.lists(st.booleans(), min_size=k, max_size=k)))
    value = data.draw(st.integers(0, int(price.sum()) + 1))
    proven = ledger.proven(np.array(multiplier), Limits(is_open, may_open), value)
    for c in choices(k):
        if (is_open & ~c).any() or (c & ~may_open).any():
            continue
        if not all(row.coef @ c[row.site] >= row.low for row in rows):
            continue
        paid = int(price[c].sum())
        assert proven.bound <= paid
        if paid < value:
            assert not (proven.limits.is_open & ~c).any()
            assert not (c & ~proven.limits.may_open).any()


@st.composite
def models(draw):
    """Draw faces of three groups, floors of theirs, conditions on sites, prices."""
    k, n = draw(st.integers(2, 7)), draw(st.integers(1, 9))
    near = [sorted(draw(st.sets(st.integers(0, k - 1), min_size=1))) for _face in range(n)]
    layers = np.array(
        draw(st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=n, max_size=n)), np.int64
    )
    faces = Faces.from_rows(
        np.r_[0, np.cumsum([len(one) for one in near])],
        np.concatenate([np.array(one, np.int32) for one in near]),
        layers.sum(axis=1),
        np.ones(n),
        n_site=k,
        layers=layers,
    )
    total = layers.sum(axis=0)
    low = [draw(st.integers(0, int(most))) for most in total]
    word = draw(st.lists(st.sampled_from("ooxffff"), min_size=k, max_size=k))
    some = np.array(sorted(draw(st.sets(st.integers(0, k - 1), min_size=2))))
    rows = draw(
        st.sampled_from(
            [
                (),
                (Row(some, np.ones(len(some), np.int64), high=1),),
                (Row(some, np.arange(1, len(some) + 1), low=3, high=9),),
            ]
        )
    )
    price = draw(
        st.none()
        | st.lists(st.integers(0, 9), min_size=k, max_size=k)
        | st.lists(st.integers(0, 2**45), min_size=k, max_size=k)
    )
    return CoverModel(
        faces,
        np.array([one == "o" for one in word]),
        np.array([one == "x" for one in word]),
        times=draw(st.sampled_from([1, 1, 2])),
        target=draw(st.sampled_from([0, 0, int(total.sum()) // 2])),
        rows=rows,
        floors=tuple(Floor(g, one) for g, one in enumerate(low)),
        price=None if price is None else np.array(price, np.int64),
    )


def allowed(model):
    """Price every choice that meets all conditions, by loops."""
    faces, found = model.faces, []
    for c in choices(faces.n_site):
        if (model.is_open & ~c).any() or (c & model.is_closed).any():
            continue
        is_covered = [
            sum(c[j] for j in faces.site_pos[faces.start[f] : faces.start[f + 1]]) >= model.times
            for f in range(len(faces))
        ]
        if any(faces.layers[is_covered, f.layer].sum() < f.low for f in model.floors):
            continue
        if faces.weight[is_covered].sum() < model.target:
            continue
        totals = [(row, sum(row.coef[c[row.pos]].tolist())) for row in model.rows]
        if any(row.high is not None and total > row.high for row, total in totals):
            continue
        if any(row.low is not None and total < row.low for row, total in totals):
            continue
        found.append(int(c.sum() if model.price is None else model.price[c].sum()))
    return found


@settings(max_examples=200, deadline=None)
@given(model=models())
def test_the_least_of_floors_is_that_of_all_choices(model):
    prices = allowed(model)
    small = compact(model)
    found = least_of_floors(model, small, None, Watch(), limit_s=20.0)
    if found.is_done:
        assert (found.is_open is None) == (not prices)
    if found.is_open is not None:
        assert model.value(found.is_open) in prices
    if prices:
        assert found.bound <= min(prices)
        if found.is_done:
            assert model.value(found.is_open) == found.bound == min(prices)
    for cut in found.cuts:
        for c in choices(len(small.free)):
            is_open = model.is_open.copy()
            is_open[small.free[c]] = True
            if model.floors_hold(is_open):
                assert cut.coef @ c[cut.site] >= cut.low


@settings(max_examples=40, deadline=None)
@given(model=models(), n_asked=st.integers(0, 3))
def test_stopped_at_any_moment_it_claims_no_more_than_it_knows(model, n_asked):
    prices, asked = allowed(model), []

    def progress(_now):
        asked.append(1)
        return len(asked) <= n_asked

    watch = Watch(None, progress)
    watch.begin(None)
    found = least_of_floors(model, compact(model), None, watch, limit_s=20.0)
    if prices:
        assert found.bound <= min(prices)
    late = least_of_floors(model, compact(model), None, Watch(0), limit_s=20.0)
    if prices:
        assert late.bound <= min(prices)


def streets(seed, n_site=60, n_street=12, share=0.5):
    """A town along a road: many streets, each near a dozen sites."""
    rng = np.random.default_rng(seed)
    n = 3000
    firm, site = rng.uniform(0, n_street, n), rng.uniform(0, n_street, n_site)
    height, high = rng.uniform(0, 1, n), rng.uniform(0, 1, n_site)
    near = (firm[:, None] - site) ** 2 + (height[:, None] - high) ** 2 <= 0.35**2
    layers = np.zeros((n, n_street), np.int64)
    layers[np.arange(n), firm.astype(int)] = rng.integers(1, 30, n)
    degree = near.sum(axis=1)
    faces = Faces.from_rows(
        np.r_[0, np.cumsum(degree)],
        np.nonzero(near)[1].astype(np.int32),
        layers.sum(axis=1),
        np.ones(n),
        n_site=n_site,
        layers=layers,
    )
    most = (layers * (degree > 0)[:, None]).sum(axis=0)
    none = np.zeros(n_site, bool)
    return CoverModel(
        faces,
        none,
        none.copy(),
        target=0,
        floors=tuple(Floor(g, int(share * most[g])) for g in range(n_street)),
    )


def test_a_town_of_many_streets_is_proven_at_once():
    for seed in (0, 1):
        model = streets(seed)
        found = least_of_floors(model, compact(model), None, Watch(), limit_s=30.0)
        assert found.is_done
        assert model.holds(found.is_open)


class Paced(Watch):
    """A clock that stands still: a second has gone by, so many are left."""

    def __init__(self, left_s):
        super().__init__()
        self._left_s = left_s

    seconds = property(lambda _self: 1.0)
    left_s = property(lambda self: self._left_s)


def test_evidence_is_given_up_where_its_tree_promises_no_end_in_time(monkeypatch):
    chance = np.random.default_rng(2)
    near = chance.random((120, 14)) < 0.3
    near[~near.any(axis=1), 0] = True
    faces = Faces.from_rows(
        np.r_[0, np.cumsum(near.sum(axis=1))],
        np.nonzero(near)[1],
        chance.integers(1, 9, 120),
        np.ones(120, np.int64),
        n_site=14,
    )
    none = np.zeros(14, bool)
    model = CoverModel(faces, none, none, times=1, target=faces.total * 4 // 5)
    least = min(int(one.sum()) for one in choices(14) if model.holds(one))
    asked = columns_of(model), -least
    proof = evidence_for(*asked, Paced(10**6))
    assert proof is not None
    assert len(proof.arrays["node"]) > 3
    monkeypatch.setattr(search, "_HOPE", 1)
    assert evidence_for(*asked, Paced(0.01)) is None
