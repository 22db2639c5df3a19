"""Trials: a list with a known encoding, the evidence it is given, and what the doctor says."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from bench.doctor.towns import TOWNS
from bench.measure import row
from geo.core import Source
from geo.core.crs import from_wgs84, to_wgs84
from geo.read import Layer, diagnose

KNOWN = ("wgs84", "gcj02", "bd09", "over")
KINDS = ("five anchors", "200 trusted points", "streets", "points and streets")
APART_M = 300.0  # an unknown shift this near to a known datum is that datum, for all purposes
FIRST_SEED = 10_000
# Draws of each town and truth; together they take some minutes on two cores.
N_TRIALS = {"five anchors": 100, "200 trusted points": 40, "streets": 40, "points and streets": 40}
GOALS = "right of those answered >= 99 % (anchors) and 95 % (points), wrong <= 0.3 %"


@dataclass(frozen=True)
class Trial:
    town: object
    kind: str
    truth: str
    seed: int


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


def layer(name, kind, lon, lat, names):
    table = pd.DataFrame({"name": pd.Series(names, dtype="str")})
    none = pd.DataFrame()
    return Layer(kind, lon, lat, table, Source(kind, name), none, none)


def asked(trial):
    """Return the list and the evidence of a trial, as `diagnose` wants them."""
    rng = np.random.default_rng([trial.seed, KINDS.index(trial.kind), len(trial.truth)])
    town = trial.town()
    n = int(rng.choice([30, 60, 120, 200, 400]))
    order = rng.permutation(len(town.places))
    spots = town.places[order[:n]]
    lon, lat = town.degrees(dirty(spots, rng))
    firms = layer("firms", "firms", *encoded(trial.truth, lon, lat, rng), [""] * len(spots))
    if trial.kind == "five anchors":
        rows = np.arange(5)
        known = town.places[order[:5]] + rng.normal(0, 15, (5, 2))
        return firms, {"anchors": (rows, *town.degrees(known))}
    evidence = {}
    if "points" in trial.kind:
        other = town.places[order[n : n + 200]]
        known = other + rng.normal(0, 15, other.shape)
        at = layer("venues", "sites", *town.degrees(known), [""] * len(other))
        evidence["trusted"] = [at]
    if "streets" in trial.kind:
        evidence["streets"] = town.streets
    return firms, evidence


def outcome(trial):
    firms, evidence = asked(trial)
    verdict = diagnose(firms, **evidence)
    if verdict.datum is None:
        return "silent", verdict
    if verdict.datum == trial.truth:
        return "right", verdict
    # Said to be of no known datum: nothing is converted, a person is asked.
    return ("asks" if not verdict.is_trusted else "wrong"), verdict


def trials(first, draws):
    for kind, n in draws.items():
        for town in TOWNS:
            if "streets" in kind and town().streets is None:
                continue
            for truth in (*KNOWN, "other"):
                for seed in range(first, first + n):
                    yield Trial(town, kind, truth, seed)


def judged(trial):
    return trial, outcome(trial)[0]


def run_all(first=FIRST_SEED, draws=N_TRIALS):
    """Return (kind, town, truth) -> Counter of outcomes."""
    found = {}
    with ProcessPoolExecutor(initializer=prepare) as pool:
        for trial, said in pool.map(judged, trials(first, draws), chunksize=10):
            truth = "other" if trial.truth == "other" else "known"
            found.setdefault((trial.kind, trial.town().name, truth), Counter())[said] += 1
    return found


def prepare():
    for town in TOWNS:
        town()


def interval(k, n):
    """Write k of n as a share with its 95 % interval (Clopper and Pearson: never too narrow)."""
    if not n:
        return "-"
    low, high = binomtest(k, n).proportion_ci(method="exact")
    return f"{k / n:.1%} ({low:.1%} to {high:.1%})"


def run():
    print(GOALS)
    row("evidence", "town", "truth", "trials", "right of answered", "wrong", "asks", "silent")
    found = run_all()
    whole = Counter()
    for (kind, _town, truth), count in list(found.items()):
        found.setdefault((kind, "all", truth), Counter()).update(count)
        whole.update(count)
    for (kind, town, truth), count in found.items():
        n, silent = count.total(), count["silent"]
        row(
            kind, town, truth, n, interval(count["right"], n - silent),
            interval(count["wrong"], n), count["asks"], f"{silent / n:.1%}",
        )  # fmt: skip
    print("confidently wrong in all:", count_of(whole))


def count_of(whole):
    return f"{whole['wrong']} of {whole.total()}, {interval(whole['wrong'], whole.total())}"
