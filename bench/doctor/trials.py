"""Trials: what the doctor says of lists whose encoding is known, counted."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count

from scipy.stats import binomtest

from bench.doctor.lists import KNOWN, PLANES, UNRELATED, Trial, asked, two_lists
from bench.doctor.towns import TOWNS
from bench.measure import row
from geo.read import compare, diagnose

TUNING_SEED, FIRST_SEED = 0, 40_000
"""Weights and rules were set on seeds from the first on; what is published begins at the second."""
TRUE_OF_TWO = {"alike": True, "apart": False}
"""Whether two lists fit; of unrelated lists nothing is to be said."""
N_EACH = 1_300
"""Trials of each evidence and sort of truth: none wrong of 1,228 is below 0.3 % (95 %)."""
GOALS = (
    "goals: right >= 99 % (five anchors), right of those answered >= 95 % (200 points), wrong <= "
    "0.3 % everywhere; wrong = a verdict that is not the truth, 'no known datum' included"
)


@dataclass(frozen=True)
class Kind:
    """An evidence, and the truths it is tried on: sort of truth -> truths."""

    name: str
    truths: dict


DATUMS = {"known": KNOWN, "other shift": ("other",), "unrelated list": (UNRELATED,)}
KINDS = (
    Kind("five anchors", DATUMS),
    Kind("200 points", DATUMS),
    Kind("streets", DATUMS),
    Kind("200 points, streets", DATUMS),
    Kind("outline", DATUMS),
    Kind("zone unknown, 200 points", {"zone": PLANES}),
    Kind(
        "two lists",
        {"one datum": ("alike",), "two datums": ("apart",), "unrelated list": (UNRELATED,)},
    ),
)


def trials(first, n_each):
    """List all trials, sort by sort."""
    here = [town for town in TOWNS if town() is not None]
    for kind in KINDS:
        towns = [t for t in here if "streets" not in kind.name or t().streets is not None]
        for sort, truths in kind.truths.items():
            draws = -(-n_each // (len(towns) * len(truths)))
            for town in towns:
                for truth in truths:
                    for seed in range(first, first + draws):
                        yield sort, Trial(town, kind.name, truth, seed, tuple(here))


def outcome(trial):
    """Ask, and say how it went: right, wrong, silent."""
    if trial.kind == "two lists":
        fits = compare(*two_lists(trial)).fits
        return "silent" if fits is None else said(TRUE_OF_TWO.get(trial.truth) == fits)
    firms, evidence = asked(trial)
    found = diagnose(firms, **evidence).datum
    if found is None:
        return "silent"
    truth = f"{trial.truth}|wgs84" if trial.truth in PLANES else trial.truth
    return said(found == truth)


def said(is_right):
    return "right" if is_right else "wrong"


def judged(one):
    sort, trial = one
    return sort, trial, outcome(trial)


def run_all(first=FIRST_SEED, n_each=N_EACH, workers=None):
    """Return (evidence, sort of truth, town) -> Counter of outcomes, and the trials gone wrong."""
    found, wrong = {}, []
    todo = list(trials(first, n_each))
    with ProcessPoolExecutor(workers or min(cpu_count() or 1, 8), initializer=prepare) as pool:
        for sort, trial, how in pool.map(judged, todo, chunksize=20):
            for town in (trial.town().name, "all"):
                found.setdefault((trial.kind, sort, town), Counter())[how] += 1
            if how == "wrong":
                wrong.append(trial)
    return found, wrong


def prepare():
    for town in TOWNS:
        town()


def interval(k, n):
    """Write k of n as a share with its 95 % interval (Clopper and Pearson: never too narrow)."""
    if not n:
        return "-"
    low, high = binomtest(k, n).proportion_ci(method="exact")
    return f"{k / n:.1%} ({low:.1%} to {high:.1%})"


def run(first=FIRST_SEED, n_each=N_EACH, workers=None):
    for town in TOWNS:
        if town() is None:
            print(f"left out: {town.__name__}, its data are not here")
    print(GOALS)
    row("evidence", "truth", "town", "n", "right of all", "right of answered", "wrong", "abstained")
    found, wrong = run_all(first, n_each, workers)
    whole = Counter()
    for (kind, sort, town), count in sorted(found.items(), key=lambda one: one[0][2] != "all"):
        n, right, silent = count.total(), count["right"], count["silent"]
        row(
            kind, sort, town, n, interval(right, n), interval(right, n - silent),
            f"{count['wrong']}: {interval(count['wrong'], n)}", f"{silent / n:.1%}",
        )  # fmt: skip
        whole.update(count if town == "all" else {})
    print(
        "confidently wrong in all:",
        f"{whole['wrong']} of {whole.total()},",
        interval(whole["wrong"], whole.total()),
    )
    for trial in wrong:
        print("wrong:", trial.town.__name__, trial.kind, trial.truth, trial.seed)
