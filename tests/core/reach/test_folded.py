"""Folded demand answers as the demand itself, at the one radius it was folded for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import Demand, Faces, Sites
from geo.core.reach import FoldedReach, fold_reach
from geo.errors import InputError, RadiusError
from geo.solve import MaxCover, SetCover, solve
from geo.travel import Straight

whole = st.integers(0, 12)


@st.composite
def towns(draw):
    firms = draw(st.lists(st.tuples(whole, whole, st.integers(1, 9)), min_size=1, max_size=25))
    halls = draw(st.lists(st.tuples(whole, whole), min_size=2, max_size=6))
    return firms, halls


def parts_of(firms, size):
    for k in range(0, len(firms), size):
        x, y, weight = zip(*firms[k : k + size], strict=True)
        yield Demand.from_arrays(x, y, weight)


@given(towns(), st.integers(1, 7), st.sampled_from([1.0, 3.0, 5.0]))
@settings(max_examples=60, deadline=None)
def test_counts_and_plans_are_those_of_the_points(town, size, radius):
    firms, halls = town
    sites = Sites.from_arrays(
        *zip(*halls, strict=True), ["existing"] + ["candidate"] * (len(halls) - 1)
    )
    reach = fold_reach(parts_of(firms, size), sites, mode=Straight(), radius_m=radius)

    def covered(chosen):
        return sum(
            w
            for x, y, w in firms
            if any((x - halls[j][0]) ** 2 + (y - halls[j][1]) ** 2 <= radius**2 for j in chosen)
        )

    assert reach.demand.total == sum(w for _x, _y, w in firms)
    for j in range(len(halls)):
        assert reach.coverage(radius, [j]).covered == covered([j])
        assert reach.demand.weight[reach.within(radius, j)].sum() == covered([j])
    best = max(covered([0, j]) for j in range(1, len(halls)))
    if best:
        plan = solve(MaxCover(new=1, radius_m=radius), reach)
        assert (plan.value, plan.bound, plan.status) == (best, best, "optimal")
        assert plan.covered_before == covered([0])


def test_floors_and_fewest_are_asked_of_the_folded_demand():
    firms = [(0, 0, 3), (4, 0, 5), (9, 0, 7), (90, 0, 2)]
    sites = Sites.from_arrays([0, 4, 9], [0, 0, 0])
    reach = fold_reach(parts_of(firms, 1), sites, mode=Straight(), radius_m=4)
    plan = solve(SetCover(radius_m=4, share=0.85), reach)
    assert plan.value == 2
    assert plan.covered == 15


def test_another_radius_and_distances_are_refused():
    sites = Sites.from_arrays([0, 9], [0, 0])
    reach = fold_reach(parts_of([(0, 0, 1)], 1), sites, mode=Straight(), radius_m=5)
    for radius in (4.0, 6.0):
        with pytest.raises(RadiusError):
            reach.faces(radius)
    with pytest.raises(InputError, match="folded"):
        reach.pairs()
    with pytest.raises(InputError, match="folded"):
        reach.nearest(np.array([0]))


def test_other_sites_are_refused():
    faces = Faces.from_rows([0, 1], [0], [1], [1], n_site=2)
    with pytest.raises(InputError, match="2 sites, 1"):
        FoldedReach(faces, Sites.from_arrays([0], [0]), Straight(), 5.0)


def test_layers_follow_the_rows_of_the_demand():
    sites = Sites.from_arrays([0, 9], [0, 0])
    reach = fold_reach(
        parts_of([(0, 0, 1), (9, 0, 2), (99, 0, 4)], 2), sites, mode=Straight(), radius_m=1
    )
    faces = reach.faces(1, np.array([[10], [20], [40]]))
    assert faces.layers.tolist() == [[10], [20]]
    assert faces.out_layers.tolist() == [40]
    assert reach.digest != fold_reach([], sites, mode=Straight(), radius_m=1).digest
