"""Lists with a known encoding, blurred as address searches blur them, and the evidence they get."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.core import Source
from geo.core.crs import from_wgs84, lonlat, metric, to_wgs84
from geo.read import Layer
from geo.read.cells.zones import OPEN_ZONE, PROVISIONAL

KNOWN = ("wgs84", "gcj02", "bd09", "over")
PLANES = ("EPSG:4548", "EPSG:4547", "EPSG:32650", "EPSG:32649")
APART_M = 300.0  # an unknown shift this near to a known datum is that datum, for all purposes
UNRELATED = "unrelated"


@dataclass(frozen=True)
class Trial:
    """One question to the doctor; ``seed`` settles everything that is drawn."""

    town: object
    kind: str
    truth: str
    seed: int
    towns: tuple = ()

    def others(self):
        """Return the other towns."""
        return [town() for town in self.towns if town is not self.town]


def encoded(truth, lon, lat, rng):
    """Write degrees as a list of that datum would have them."""
    if truth == "over":
        return to_wgs84(lon, lat, "gcj02")
    if truth in KNOWN:
        return from_wgs84(lon, lat, truth)
    scale = np.array([1 / (111_320 * np.cos(np.radians(np.mean(lat)))), 1 / 110_950])
    apart = [np.mean(np.column_stack(encoded(h, lon, lat, rng)), axis=0) for h in KNOWN]
    while True:
        shift = rng.uniform(-1800, 1800, 2)
        end = np.array([lon.mean(), lat.mean()]) + shift * scale
        if min(np.hypot(*((end - one) / scale)) for one in apart) > APART_M:
            return lon + shift[0] * scale[0], lat + shift[1] * scale[1]


def dirty(xy, rng):
    """Blur a list as address searches do: noise, compounds on one point, some points anywhere."""
    n = len(xy)
    out = xy + rng.normal(0, rng.uniform(20, 100), (n, 2)) / np.sqrt(2)
    central = rng.random(n) < 0.15
    block = np.round(xy[central] / 400)
    away = np.sin(block @ [[12.9, 78.2], [39.3, 11.1]]) * 100
    out[central] = block * 400 + away
    wild = rng.random(n) < 0.05
    out[wild] = xy.mean(axis=0) + rng.uniform(-6000, 6000, (int(wild.sum()), 2))
    return out


def anywhere(town, others, n, rng):
    """Draw places that have nothing to do with a town: anywhere, or those of another town, turned.

    `encoded` moves them as a shift of no known datum would: places all over a town's own box are
    of that town's datum, however they were drawn.
    """
    low, high = town.places.min(axis=0), town.places.max(axis=0)
    if rng.random() < 0.5:
        return rng.uniform(low, high, (n, 2))
    other = others[rng.integers(len(others))].places
    some = other[rng.permutation(len(other))[:n]]
    turn = rng.uniform(0, 2 * np.pi)
    turned = (some - other.mean(axis=0)) @ [
        [np.cos(turn), np.sin(turn)],
        [-np.sin(turn), np.cos(turn)],
    ]
    return turned + town.places.mean(axis=0)


def within(radius_m, n, rng):
    """Draw offsets anywhere within a radius."""
    angle, far = rng.uniform(0, 2 * np.pi, n), radius_m * np.sqrt(rng.random(n))
    return np.column_stack([far * np.cos(angle), far * np.sin(angle)])


def layer(kind, lon, lat, taken_for=None):
    """Make a list without names."""
    table = pd.DataFrame({"name": pd.Series([""] * len(lon), dtype="str")})
    none = pd.DataFrame()
    return Layer(kind, lon, lat, table, Source(kind, kind), none, none, taken_for=taken_for)


def in_metres(plane, lon, lat):
    """Make a list of metres that nobody says the zone of, as it is read: in another zone."""
    x, y = metric(lon, lat, plane)
    return layer("firms", *lonlat(x, y, PROVISIONAL), taken_for=OPEN_ZONE)


def asked(trial):
    """Return the list and the evidence of a trial, as `diagnose` wants them."""
    rng = np.random.default_rng([trial.seed, *trial.kind.encode(), *trial.truth.encode()])
    town = trial.town()
    n = int(rng.choice([30, 60, 120, 200, 400]))
    order = rng.permutation(len(town.places))
    stand = town.places[order[:n]]
    if trial.truth == UNRELATED:
        stand = anywhere(town, trial.others(), n, rng)
    degrees = town.degrees(dirty(stand, rng))
    if trial.kind.startswith("zone"):
        firms = in_metres(trial.truth, *degrees)
    else:
        firms = layer("firms", *encoded(trial.truth, *degrees, rng))
    if trial.kind == "five anchors":
        known = town.places[order[:5]] + rng.normal(0, 15, (5, 2))
        if trial.truth == UNRELATED:  # five names that are alike by chance
            known = stand[:5] + within(5_000, 5, rng)
        return firms, {"anchors": (np.arange(5), *town.degrees(known))}
    evidence = {}
    if "points" in trial.kind:
        other = town.places[order[n : n + 200]]
        evidence["trusted"] = [
            layer("sites", *town.degrees(other + rng.normal(0, 15, other.shape)))
        ]
    if "streets" in trial.kind:
        evidence["streets"] = town.streets
    if "outline" in trial.kind:
        evidence["outline"] = outline(town)
    return firms, evidence


def outline(town):
    """Return a border around all places of a town, in degrees."""
    around = shapely.concave_hull(shapely.multipoints(town.places), ratio=0.3).buffer(200)
    return shapely.transform(around, lambda xy: np.column_stack(town.degrees(xy)))


def two_lists(trial):
    """Return two lists of one town, in datums drawn anew: the same, or two that differ."""
    rng = np.random.default_rng([trial.seed, *trial.kind.encode(), *trial.truth.encode()])
    town = trial.town()
    n = int(rng.choice([60, 120, 200, 400]))
    order = rng.permutation(len(town.places))
    one, other = town.places[order[:n]], town.places[order[n : n + 200]]
    if trial.truth == UNRELATED:
        one = anywhere(town, trial.others(), n, rng)
    datums = rng.choice(KNOWN[:3], 2, replace=False)
    first = datums[1] if trial.truth == "alike" else datums[0]
    first = UNRELATED if trial.truth == UNRELATED else first
    a = layer("firms", *encoded(first, *town.degrees(dirty(one, rng)), rng))
    b = layer(
        "sites", *encoded(datums[1], *town.degrees(other + rng.normal(0, 15, other.shape)), rng)
    )
    return a, b
