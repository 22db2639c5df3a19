"""Somebody who holds every public file of a plan tries to find a hidden firm; nothing is shared
with the code that hides it but the exact proposal."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from exported import everything

from geo import words
from geo.core import Demand, Release, Scenario, Sites, Source, Study
from geo.core.crs import local_crs, metric
from geo.export import EXPORTERS, export
from geo.export.edition import in_public, released
from geo.export.record import record
from geo.export.report import find
from geo.export.worker import worker_page
from geo.solve import MaxCover
from geo.study import propose, run
from geo.travel import Straight

import made

SUFFIXES = [form.suffix for form in EXPORTERS]
CRS = local_crs(116.7, 39.9)
X0, Y0 = (float(v[0]) for v in metric([116.7], [39.9], CRS))
RADIUS = 700.0
SITES = ((0.0, 0.0, "existing"), (3000.0, 0.0, "candidate"), (3000.0, 40.0, "candidate"),
         (0.0, 9000.0, "candidate"))  # fmt: skip
PLANTS = {
    "the only one that no home covers": (0.0, 1010.0, "A"),
    "the only one that the first new home covers": (3000.0, -690.0, "B"),
    "the only one that the second new home covers": (3000.0, 735.0, "B"),
    "the only one of its street": (20.0, 20.0, "C"),
    "the only one between": (-1500.0, 400.0, "B"),
}


@dataclass(frozen=True)
class Planted:
    """A town of clusters and one firm apart, whose headcount is the secret."""

    plant: str
    secret: int = 37
    mate: int = 0
    mate_workers: int = 0

    def proposal(self):
        """S1 and S2 are proposed beside S0, all by plain loops elsewhere; nothing is solved."""
        firms = []
        for k, (x, y, street) in enumerate(
            [(0, 300, "A"), (0, -300, "A"), (2900, 300, "B"), (3100, -300, "B"), (0, 600, "A")]
        ):
            firms += [(x + 7.0 * i, y + 3.0, 40 + 3 * i + k, street) for i in range(6)]
        x, y, street = PLANTS[self.plant]
        mate = firms[self.mate]
        firms[self.mate] = (*mate[:2], self.mate_workers or mate[2], mate[3])
        firms.append((x, y, self.secret, street))
        columns = [list(c) for c in zip(*firms, strict=True)]
        demand = Demand.from_arrays(
            np.array(columns[0]) + X0, np.array(columns[1]) + Y0, columns[2],
            [f"F{i}" for i in range(len(firms))], crs=CRS,
            table=pd.DataFrame({"name": [f"Firm{i}" for i in range(len(firms))],
                                "street": columns[3]}),
        )  # fmt: skip
        a, b, status = (list(c) for c in zip(*SITES, strict=True))
        sites = Sites.from_arrays(
            np.array(a) + X0, np.array(b) + Y0, list(status), [f"S{j}" for j in range(4)], crs=CRS,
            table=pd.DataFrame({"name": list("WXYZ"), "hours": ["9-17"] * 4}), cost=[977_771] * 4,
        )  # fmt: skip
        study = Study(
            "Town", demand, sites, sources=(Source("firms", "f.xlsx", "cd" * 32, n_read=31),)
        )
        return run(study, Scenario(MaxCover(new=2, radius_m=RADIUS), Straight()))


def fixed(found, opened):
    """The same firms, with these sites open whatever is best, so that two towns can be compared."""
    plan = found.plan
    new = tuple(i for i in opened if i != "S0")
    weight = found.study.demand.weight
    inside = {
        i: np.hypot(
            found.study.demand.x - found.study.sites.x[int(i[1:])],
            found.study.demand.y - found.study.sites.y[int(i[1:])],
        ) <= RADIUS
        for i in opened
    }  # fmt: skip
    covered = int(weight[np.any(list(inside.values()), axis=0)].sum())
    question = replace(made.Question(), radius_m=RADIUS)
    plan = replace(
        plan, problem=question, open_ids=opened, new_ids=new, covered=covered, value=covered,
        bound=covered, status="optimal", most=None,
    )  # fmt: skip
    return propose(plan, found.study, with_regret=False)


def contents(path):
    """What a reader finds in a file, without what says when it was written."""
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as parts:
            return {n: parts.read(n) for n in parts.namelist() if "docProps/core" not in n}
    if path.suffix == ".pdf":
        tool = shutil.which("pdftotext")
        if tool is None:
            pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
        return subprocess.run([tool, "-layout", path, "-"], check=True, capture_output=True).stdout
    if path.suffix == ".gpkg":
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", everything(path))
    return re.sub(r"_[0-9a-f]{32}", "", path.read_text("utf-8"))  # folium numbers by chance


def files(found, folder):
    folder.mkdir()
    with words.in_language("en"):
        made_ = {
            s: export(found, folder / f"p{s}", audience="public", review_number="GS 1")
            for s in SUFFIXES
        }
        page = folder / "workers.html"
        worker_page(found.study, page, mode=found.plan.mode, open_ids=found.plan.open_ids)
    return made_ | {"workers": page}


@pytest.mark.parametrize("plant", PLANTS)
def test_two_towns_that_differ_in_one_firm_have_the_same_public_files(plant, tmp_path):
    """Workers move between a lone firm and its group: no file may tell, to the last byte."""
    opened = ("S0", "S1", "S2")
    first = fixed(Planted(plant).proposal(), opened)
    groups = in_public(first, Release("public")).merged.group
    mate = int(np.flatnonzero(groups == groups[-1])[0])
    towns = [Planted(plant, secret, mate, 290 - secret) for secret in (37, 112, 199)]
    found = [fixed(town.proposal(), opened) for town in towns]
    exact = [[*f.cards["reach"], *f.cards["new"], *f.cards["only_here"]] for f in found]
    if plant != "the only one of its street":
        assert len({*map(str, exact), str(found[0].plan.covered)}) > 1, "the exact figures differ"
    assert len({f.plan.total for f in found}) == 1
    shown = [
        {name: contents(path) for name, path in files(f, tmp_path / str(k)).items()}
        for k, f in enumerate(found)
    ]
    for name in shown[0]:
        assert shown[0][name] == shown[1][name] == shown[2][name], name


def internal(found):
    """Exact figures of people and firms, and what is left of each total, that may not be told."""
    weight, street = found.study.demand.weight, found.study.demand.table["street"].to_numpy()
    masks = {"all": np.ones(len(weight), bool), "before": found.covered_before,
             "after": found.covered_after}  # fmt: skip
    masks |= {s: street == s for s in set(street)}
    for i, j in itertools.product(list(masks), list(masks)):
        masks[f"{i}&{j}"] = masks[i] & masks[j]
        masks[f"{i}-{j}"] = masks[i] & ~masks[j]
    sums = {int(weight[m].sum()) for m in masks.values()}
    cards = found.cards[["reach", "new", "only_here", "loss_if_swapped"]].to_numpy(float).ravel()
    return sums | {int(c) for c in cards if c == c}  # noqa: PLR0124 - NaN


def integers(text):
    """Whole numbers that stand alone: no part of a name, a decimal, a colour or an id."""
    found = re.findall(
        r"(?<![\w.#\-/%])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+)(?![\w%]|\.\d|,\d{3}\b)", text
    )
    return {int(n.replace(",", "")) for n in found}


def shown(path):
    """The text of a file, its cells apart."""
    if path.suffix == ".pdf":
        return contents(path).decode()
    text = everything(path)
    return text.replace(",", " ") if path.suffix == ".csv" else without_scripts(text)


def without_scripts(text):
    return re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)


def town(seed):
    """A town of real questions; headcounts so large and odd that a number seen is no accident."""
    draw = np.random.default_rng(seed)
    n, m = 70, 12
    xy, spots = draw.uniform(-1500, 1500, (n, 2)), draw.uniform(-1500, 1500, (m, 2))
    weight = (draw.lognormal(5.5, 1.0, n).round() * 2 + 1).astype(int)
    demand = Demand.from_arrays(
        xy[:, 0] + X0, xy[:, 1] + Y0, weight, [f"F{i}" for i in range(n)], crs=CRS,
        table=pd.DataFrame({"name": [f"Firm{i}" for i in range(n)],
                            "street": ["Lone" if i == 37 else "EW"[i % 2] for i in range(n)]}),
    )  # fmt: skip
    sites = Sites.from_arrays(
        spots[:, 0] + X0, spots[:, 1] + Y0, ["existing"] * 2 + ["candidate"] * (m - 2),
        [f"S{j}" for j in range(m)], crs=CRS, cost=[100_000 + 7 * j for j in range(m)],
        table=pd.DataFrame({"name": list("ABCDEFGHIJKL"), "hours": ["周一至周五 9:00-21:00"] * m}),
    )  # fmt: skip
    source = Source("firms", "f.xlsx", "ab" * 32, n_read=n, n_rejected=1, n_doubtful=2)
    return Study("Town", demand, sites, sources=(source,))


def explained(found):
    """Figures that only other answers about the plan hold."""
    asked = find(found, "shared-home")
    curve = [v for _n, v in asked.curve]
    told = [*curve, *np.diff(curve)]
    told += [one.value for one in asked.menu.plans] + [one.loss for one in asked.menu.plans]
    told += list(found.regret["value"]) + list(found.regret["loss"])
    for year in asked.phases.years:
        told += [year.value, year.free_value, year.price, year.value_if_cut]
    doubt = asked.doubt
    told += [doubt.low, doubt.middle, doubt.high, doubt.worst_regret, doubt.robust_regret]
    told += list(asked.hours.table["covered"]) + [c.gain for c in asked.hours.changes]
    groups = asked.compliance.groups
    told += [*groups["people"], *groups["covered"], *groups["twice"], *groups["missing"]]
    return {int(n) for n in told}


@pytest.fixture(scope="module", params=[3, 9])
def solved(request, tmp_path_factory):
    question = MaxCover(new=3, radius_m=600)
    found = run(town(request.param), Scenario(question, Straight(1.25)))
    if request.param == 9:  # stopped: a bound that nobody reaches
        found = replace(
            found, plan=replace(found.plan, status="feasible", bound=found.plan.value + 1237)
        )
    return found, files(found, tmp_path_factory.mktemp("solved") / "all")


def test_no_exact_figure_stands_in_any_public_file(solved):
    found, paths = solved
    secret = internal(found) | {found.plan.bound, found.plan.bound - found.plan.value}
    if found.plan.status == "optimal":
        secret |= explained(found)
    secret = {n for n in secret if n > 200 and n % 25 and n not in (600, 750)}
    assert len(secret) > 20
    for name, path in paths.items():
        seen = integers(shown(path))
        assert not seen & secret, (name, seen & secret)
    with words.in_language("en"):
        plain = {
            s: export(found, paths[".csv"].parent / f"i{s}") for s in (".csv", ".docx", ".xlsx")
        }
    for path in plain.values():  # the same eyes find them in the internal files
        assert len(integers(shown(path)) & secret) > 3


def people(paths):
    """Every count of workers and of firms, from every file."""
    workers, firms = set(), set()
    table = pd.read_csv(paths[".csv"])
    for column in (
        "Workers within the radius",
        "Of them newly covered",
        "Of them covered only here",
    ):
        workers |= set(table[column])
    firms |= set(table["Firms within the radius"])
    for feature in json.loads(paths[".geojson"].read_text("utf-8"))["features"]:
        said = feature["properties"]
        workers |= {
            said[k] for k in ("workers", "reach", "new", "only_here") if said.get(k) is not None
        }
        firms |= {said[k] for k in ("n_firms", "firms") if said.get(k) is not None}
    for name in (".docx", ".pdf", ".html", ".xlsx"):
        text = re.sub(r"\s+", " ", without_scripts(everything(paths[name])))
        text = re.sub(r"at least \d+ firms and \d+ workers", "", text)
        workers |= {int(n.replace(",", "")) for n in re.findall(r"([\d,]*\d) workers\b(?!')", text)}
        firms |= {int(n.replace(",", "")) for n in re.findall(r"([\d,]*\d) firms\b", text)}
    return {int(n) for n in workers}, {int(n) for n in firms}


def test_no_two_published_counts_differ_by_less_than_the_floor(solved):
    workers, firms = people(solved[1])
    assert len(workers) > 15
    for counts, floor in ((workers, 25), (firms, 3)):
        for a, b in itertools.combinations(sorted(counts), 2):
            assert b - a >= floor, (a, b)


def test_every_share_comes_of_published_counts(solved):
    """A share with a decimal, times a total, would else be an exact count again."""
    workers = {n for path in solved[1].values() for n in integers(shown(path)) if not n % 25}
    could = {f"{a / b:.1%}" for a in workers for b in workers if a <= b and b} | {"100.0%", "0.0%"}
    for name in (".docx", ".pdf", ".html"):
        text = shown(solved[1][name])
        shares = set(re.findall(r"\d+\.\d%", text))
        assert shares
        assert shares <= could | {"less than 0.1%", "99.9%"}, (name, shares - could)


def test_the_rest_of_every_total_is_a_group_above_the_floor(solved):
    found, paths = solved
    groups = [
        f["properties"]
        for f in json.loads(paths[".geojson"].read_text("utf-8"))["features"]
        if f["properties"]["layer"] == "group"
    ]
    with words.in_language("en"):
        public = export(found, paths[".csv"].parent / "again.geojson", audience="public")
    said = json.loads(public.read_text("utf-8"))
    total = sum(g["workers"] for g in groups)
    after = sum(g["workers"] for g in groups if g["covered_after"])
    for part in ("covered_before", "covered_after"):
        rest = [g for g in groups if not g[part]]
        assert sum(g["n_firms"] for g in rest) in (0, *range(3, 1000))
    assert said["value"] == after
    assert said["bound"] - said["value"] in {0} | {
        sum(sizes)
        for sizes in itertools.accumulate(
            [[g["workers"]] for g in groups if not g["covered_after"]]
        )
    }
    assert said["bound"] <= total
    assert abs(total - found.plan.total) < 25


def test_figures_for_other_programs_are_public_too(solved):
    said = record(released(solved[0], Release("public")))
    assert (said["data_digest"], said["n_rejected"], said["regret"]) == ("", None, [])
    for key in ("value", "bound", "demand_total", "covered_before", "covered_after"):
        assert said[key] % 25 == 0, key
    assert said["n_firms"] % 3 == 0
