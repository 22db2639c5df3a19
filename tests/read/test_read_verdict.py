"""When the doctor may speak: each rule of its verdict by a list that breaks only that."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.core import Source
from geo.core.crs import from_wgs84
from geo.read import Layer, diagnose
from geo.read.datum.hypotheses import OTHER, Frames
from geo.read.datum.seen.evidence import PLACES, SHIFTS, Evidence
from geo.read.datum.seen.neighbourhoods import Neighbourhoods
from geo.read.datum.verdict import judge_evidence
from geo.words import in_language

EAST, NORTH = 1 / 85_300, 1 / 111_000  # degrees a metre, near Tongzhou
NO_DATUM = "No known datum makes the list fit"
ELSEWHERE = "Moved elsewhere near by, the list would fit nearly as well"
FIVE = "Match five names"


def town(n, seed):
    """Return metres of clustered places; one seed draws places of the same clusters."""
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(5).normal(0, 2500, (25, 2))
    return middles[rng.integers(0, 25, n)] + rng.laplace(0, 90, (n, 2))


def degrees(xy):
    return 116.65 + xy[:, 0] * EAST, 39.91 + xy[:, 1] * NORTH


def listed(kind, lon, lat):
    table = pd.DataFrame({"name": pd.Series([""] * len(lon), dtype="str")})
    none = pd.DataFrame()
    return Layer(kind, lon, lat, table, Source(kind, f"{kind}.csv"), none, none)


def known(xy):
    return listed("homes", *degrees(xy))


@pytest.mark.parametrize("truth", ["wgs84", "gcj02", "bd09"])
def test_places_of_known_datum_tell_a_datum(truth):
    firms = listed("firms", *from_wgs84(*degrees(town(250, 1)), truth))
    verdict = diagnose(firms, trusted=[known(town(180, 2))])
    assert verdict.datum == truth
    assert verdict.is_best


def test_a_shift_of_no_datum_is_told_by_matched_names_only():
    xy, move = town(250, 1), np.array([900.0, -1200.0])
    firms = listed("firms", *degrees(xy + move))
    by_places = diagnose(firms, trusted=[known(town(180, 2))])
    assert by_places.ranking[0] == "other"
    assert by_places.posterior["other"] > 0.99
    assert by_places.datum is None
    assert NO_DATUM in by_places.sentence()
    assert FIVE in by_places.sentence()
    with in_language("zh"):
        assert "没有一种已知坐标基准" in by_places.sentence()
    anchors = (np.arange(5), *degrees(xy[:5]))
    assert diagnose(firms, trusted=[known(town(180, 2))], anchors=anchors).datum == "other"
    assert diagnose(firms, anchors=anchors).datum == "other"


def test_an_outline_alone_tells_no_datum():
    """A township 600 m wide: every other datum puts its firms outside."""
    rng = np.random.default_rng(4)
    firms = listed("firms", *from_wgs84(*degrees(rng.uniform(-300, 300, (150, 2))), "gcj02"))
    township = shapely.box(*(np.ravel(degrees(np.array([[-320.0, -320.0], [320.0, 320.0]])), "F")))
    verdict = diagnose(firms, outline=township)
    assert verdict.ranking[0] == "gcj02"
    assert verdict.posterior["gcj02"] > 0.99
    assert verdict.datum is None
    assert "An outline alone tells no datum" in verdict.sentence()
    assert FIVE in verdict.sentence()


@pytest.mark.parametrize(("n_right", "datum"), [(1, None), (2, "gcj02"), (5, "gcj02")])
def test_one_of_five_names_that_agrees_by_chance_tells_no_datum(n_right, datum):
    xy = town(5, 3)
    firms = listed("firms", *from_wgs84(*degrees(xy), "gcj02"))
    wrong = np.array([[0, 0], [0, 0], [4100, -900], [-3500, 2600], [900, -4400]], float)
    wrong[n_right:2] = [-2900, -3300]
    wrong[:n_right] = 0
    verdict = diagnose(firms, anchors=(np.arange(5), *degrees(xy + wrong)))
    assert verdict.ranking[0] == "gcj02"
    assert verdict.posterior["gcj02"] > 0.99
    assert verdict.datum == datum
    assert ("Too few of the matched names agree" in verdict.sentence()) is (datum is None)


def test_five_rows_of_one_place_are_one_name():
    xy = np.repeat(town(1, 3), 5, axis=0)
    firms = listed("firms", *from_wgs84(*degrees(xy), "gcj02"))
    verdict = diagnose(firms, anchors=(np.arange(5), *degrees(xy)))
    assert not verdict.evidence  # as one matched name alone
    assert verdict.datum is None


def test_a_shift_of_no_datum_needs_three_names():
    xy, move = town(5, 3), np.array([900.0, -1200.0])
    firms = listed("firms", *degrees(xy + move))
    wrong = np.array([[0, 0], [0, 0], [4100, -900], [-3500, 2600], [900, -4400]], float)
    two = diagnose(firms, anchors=(np.arange(5), *degrees(xy + wrong)))
    assert two.ranking[0] == "other"
    assert two.datum is None
    wrong[2] = 0
    assert diagnose(firms, anchors=(np.arange(5), *degrees(xy + wrong))).datum == "other"


def test_names_that_do_not_agree_leave_the_places_their_word():
    xy = town(250, 1)
    firms = listed("firms", *from_wgs84(*degrees(xy), "bd09"))
    wrong = np.random.default_rng(7).uniform(-4000, 4000, (4, 2))
    anchors = (np.arange(4), *degrees(xy[:4] + wrong))
    assert diagnose(firms, trusted=[known(town(180, 2))], anchors=anchors).datum == "bd09"


def test_a_list_that_lies_as_well_elsewhere_is_not_told():
    """The known places stand twice, 1.2 km apart: the list lies on either."""
    places, move = town(150, 2), np.array([1000.0, 600.0])
    firms = listed("firms", *degrees(town(250, 1)))
    verdict = diagnose(firms, trusted=[known(np.concatenate([places, places + move]))])
    assert verdict.ranking[0] == "wgs84"
    assert verdict.posterior["wgs84"] > 0.99
    assert not verdict.is_best
    assert verdict.datum is None
    assert ELSEWHERE in verdict.sentence()
    assert FIVE in verdict.sentence()
    with in_language("zh"):
        assert "移到附近别处" in verdict.sentence()
    assert diagnose(firms, trusted=[known(places)]).datum == "wgs84"


def weighed(by_shift, spots=((0, 0), (9, 0), (0, 9), (9, 9)), uneven=(0.0, 0.0, 0.0, 0.0)):
    """Return evidence of squares of which each says the same but for ``uneven`` of it."""
    n = len(spots)
    parts = (by_shift[:, None] / n + np.outer(by_shift != by_shift.min(), uneven)).astype("float32")
    score = {"wgs84": np.zeros(n), "gcj02": np.full(n, -20.0 / n)}
    places = Neighbourhoods(500.0, np.array(spots), np.full(n, 1 / n), score, parts)
    whole = {h: float(one.sum()) for h, one in score.items()}
    return Evidence("{n} streets", PLACES, 30, whole, by_shift, places=places)


def judged(*evidence):
    at = np.zeros((30, 2))
    given = Frames("", {"wgs84": at, "gcj02": at + 700}, {"wgs84": 0.5, "gcj02": 0.47, OTHER: 0.03},
                   "wgs84", at)  # fmt: skip
    verdict = judge_evidence(given, evidence)
    assert verdict.posterior["wgs84"] > 0.99
    return verdict.datum


def one_rival(east_m, weight):
    by_shift = np.full(len(SHIFTS), -30.0)
    by_shift[([east_m, 0] == SHIFTS).all(axis=1)] = weight
    return by_shift


# Of four squares one says a more, one a less: a standard error of a * sqrt(2 * 4 / 3).
@pytest.mark.parametrize(
    ("east_m", "weight", "errors", "is_told"),
    [
        (200, 3.0, 0, True),  # as good as there
        (300, 0.1, 1, False),  # better at a street's distance
        (300, -0.1, 1, True),
        (-400, -0.1, 1, True),
        (450, -0.1, 0.05, True),
        (450, -0.1, 0.1, False),  # further away the squares must agree that it is worse
        (-450, -2.4, 2.2, False),
        (450, -2.4, 1.8, True),
    ],
)
def test_the_margin_grows_with_the_distance(east_m, weight, errors, is_told):
    a = errors * np.sqrt(3 / 8)
    seen = weighed(one_rival(east_m, weight), uneven=(a, -a, 0, 0))
    assert judged(seen) == ("wgs84" if is_told else None)


def test_streets_that_repeat_what_points_say_make_it_no_surer():
    """Both are dense in the middle of a town: that they agree there is one reason, not two."""
    seen = weighed(one_rival(450, -1.0), uneven=(0.6, -0.6, 0, 0))
    assert judged(seen) is None
    assert judged(seen, seen) is None
    assert judged(seen, seen, seen, seen) is None


def test_places_of_one_neighbourhood_tell_no_datum():
    by_shift = one_rival(450, -9.0)
    assert judged(weighed(by_shift)) == "wgs84"
    assert judged(weighed(by_shift, spots=[(3, 4)], uneven=[0.0])) is None
