"""Two lists of one study: whether they fit, in whatever datum; all pairs of datums are tried."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from geo.core import Source
from geo.core.crs import from_wgs84, to_wgs84
from geo.errors import DatumError
from geo.read import Layer, clashes, compare, restate, settle
from geo.words import in_language

DATUMS = ("wgs84", "gcj02", "bd09")
EAST, NORTH = 1 / 85_300, 1 / 111_000


def town(n, seed):
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(5).normal(0, 2500, (25, 2))
    xy = middles[rng.integers(0, 25, n)] + rng.laplace(0, 90, (n, 2))
    return 116.65 + xy[:, 0] * EAST, 39.91 + xy[:, 1] * NORTH


def listed(kind, lon, lat, names=None):
    names = [""] * len(lon) if names is None else names
    table = pd.DataFrame({"name": pd.Series(names, dtype="str")})
    none = pd.DataFrame()
    return Layer(kind, lon, lat, table, Source(kind, f"{kind}.csv"), none, none)


def apart_m(first, second):
    """Return, by the published shift at the middle, how far two datums lie apart."""
    (a, b), (c, d) = (from_wgs84(116.65, 39.91, datum) for datum in (first, second))
    return float(np.hypot((a - c) / EAST, (b - d) / NORTH))


@pytest.mark.parametrize(("one", "other"), [*product(DATUMS, DATUMS)])
def test_lists_fit_where_their_datums_are_one(one, other):
    firms = listed("firms", *from_wgs84(*town(250, 1), one))
    homes = listed("homes", *from_wgs84(*town(180, 2), other))
    told = compare(firms, homes)
    assert told.fits is (one == other)
    assert bool(clashes([firms, homes])) is (one != other)
    if one == other:
        assert "agree with each other" in told.sentence()
    else:
        assert np.hypot(*told.apart_m) == pytest.approx(apart_m(one, other), abs=90)
        assert "do not fit" in told.sentence()
    with in_language("zh"):
        assert "firms.csv" in told.sentence()


@pytest.mark.parametrize("one", DATUMS)
def test_five_names_in_both_lists_tell_too(one):
    lon, lat = town(8, 1)
    names = [f"第{k}职工之家" for k in range(8)]
    told = compare(
        listed("firms", *from_wgs84(lon, lat, one), names), listed("homes", lon, lat, names)
    )
    assert told.fits is (one == "wgs84")


def test_a_converted_list_fits_and_one_stated_wrongly_does_not():
    firms, homes = (
        listed("firms", *from_wgs84(*town(250, 1), "gcj02")),
        listed("homes", *town(180, 2)),
    )
    assert compare(restate(firms, "gcj02"), homes).fits is True
    assert compare(restate(firms, "gcj02"), restate(homes, "gcj02")).fits is False
    assert compare(firms, homes).pair in {("gcj02", "wgs84"), ("wgs84", "over")}


def test_a_shift_of_no_datum_is_found_by_names_and_measured():
    lon, lat = town(8, 1)
    moved = lon + 900 * EAST, lat - 1200 * NORTH
    names = [f"第{k}职工之家" for k in range(8)]
    told = compare(listed("firms", *moved, names), listed("homes", lon, lat, names))
    assert (told.fits, told.pair) == (False, None)
    np.testing.assert_allclose(told.apart_m, [-900, 1200], atol=110)


def test_places_alone_tell_no_shift_of_no_datum():
    """They may as well have nothing to do with one another."""
    lon, lat = town(250, 1)
    moved = lon + 900 * EAST, lat - 1200 * NORTH
    assert compare(listed("firms", *moved), listed("homes", *town(180, 2))).fits is None


def test_few_or_scattered_places_tell_nothing():
    lon, lat = town(12, 1)
    assert compare(listed("firms", lon, lat), listed("homes", *town(9, 2))).fits is None
    rng = np.random.default_rng(3)
    anywhere = 116.6 + rng.random(150) * 0.1, 39.86 + rng.random(150) * 0.1
    told = compare(listed("firms", *anywhere), listed("homes", *town(180, 2)))
    assert told.fits is None
    assert "cannot be told" in told.sentence()


def test_lists_of_which_none_is_known_are_said_to_agree_or_not():
    firms, homes = (
        listed("firms", *from_wgs84(*town(250, 1), "gcj02")),
        listed("homes", *town(180, 2)),
    )
    with pytest.raises(DatumError, match=r"compared with one another.*do not fit"):
        settle({"firms": firms, "homes": homes})
    also = listed("homes", *from_wgs84(*town(180, 2), "gcj02"))
    with pytest.raises(DatumError, match=r"compared with one another.*agree with each other"):
        settle({"firms": firms, "homes": also})


def test_corrected_twice_is_no_datum_of_the_list_beside_it():
    lon, lat = to_wgs84(*town(250, 1), "gcj02")
    told = compare(listed("firms", lon, lat), listed("homes", *town(180, 2)))
    assert told.fits is False
