"""The workbook, reckoned anew by LibreOffice from its rows alone, says what plain loops count."""

from __future__ import annotations

import math
import shutil
import subprocess
from dataclasses import dataclass, replace

import openpyxl
import pytest

from geo import words
from geo.core import USUAL_ERRORS, Scenario
from geo.explain import USUAL_DRAWS, regret_line
from geo.export import export
from geo.solve import MaxCover
from geo.study import run
from geo.travel import Straight

from cases import CASES, DETOUR, STREETS, Raw, opened_by, proposal

NAMES = ("usual", "move", "close", "twice", "budget", "nobody covered", "one firm", "stopped")
ODD = ("*", "?", "=1+1", ">0", "a", "A", "~*", None, " ", "12")
CLASSES = ((1, 19), (20, 99), (100, 299), (300, 10**9))
SHEETS = {
    "en": {
        "totals": "Totals", "street": "Coverage by street", "size": "Coverage by size of firm",
        "site": "Served by home", "summary": "Summary", "yes": "yes", "all": "all together",
    },
    "zh": {
        "totals": "合计核对", "street": "分街道（社区）覆盖情况", "size": "按企业规模的覆盖情况",
        "site": "各职工之家就近服务情况", "summary": "概要", "yes": "是", "all": "全部合计",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A workbook as written, as its stored values read, and as LibreOffice reckons it."""

    formulas: openpyxl.Workbook
    stored: openpyxl.Workbook
    reckoned: openpyxl.Workbook


def hostile():
    """The usual case, its streets called as a spreadsheet would misread them, or not at all."""
    found = proposal("usual")
    table = found.study.demand.table
    table = table.assign(street=[ODD[i % len(ODD)] for i in range(len(table))])
    demand = replace(found.study.demand, table=table)
    return replace(found, study=found.study.with_demand(demand))


BORDERS = (1, 19, 20, 99, 100, 299, 300, 301)


def borders():
    """Firms just below and just at the lines between the classes of size, all near one home."""
    firms = tuple((10.0 * k, 0.0, workers) for k, workers in enumerate(BORDERS))
    study = Raw(firms, ((0.0, 0.0, "candidate"), (50.0, 0.0, "candidate"))).study()
    return run(study, Scenario(MaxCover(new=1, radius_m=500), Straight(DETOUR)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Case and language -> its workbook; what was stored beside a formula is thrown away."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc-nogui)")
    folder = tmp_path_factory.mktemp("totals")
    bare, done = folder / "bare", folder / "done"
    bare.mkdir()
    with words.in_language("en"):
        odd = [
            export(hostile(), folder / "hostile-en.xlsx"),
            export(borders(), folder / "borders-en.xlsx"),
        ]
    for path in odd:
        openpyxl.load_workbook(path).save(bare / path.name)
    for language in words.LANGUAGES:
        for name in NAMES:
            path = folder / f"{name.replace(' ', '_')}-{language}.xlsx"
            with words.in_language(language):
                export(proposal(name), path)
            openpyxl.load_workbook(path).save(bare / path.name)
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [office, "--headless", own, "--convert-to", "xlsx", "--outdir", str(done)]
    given = [str(path) for path in sorted(bare.glob("*.xlsx"))]
    subprocess.run([*convert, *given], check=True, capture_output=True, timeout=240)
    return {
        path.stem: Made(
            openpyxl.load_workbook(path),
            openpyxl.load_workbook(path, data_only=True),
            openpyxl.load_workbook(done / path.name, data_only=True),
        )
        for path in folder.glob("*.xlsx")
    }


def of(made, name, language="en"):
    return made[f"{name.replace(' ', '_')}-{language}"]


def rows(sheet):
    return list(sheet.iter_rows(min_row=2, values_only=True))


def loops(name):
    """Each firm: street, workers, near a home today, and then; metres and home that serves it."""
    raw, question = CASES[name if name in CASES else "usual"]
    opened, told = opened_by(proposal(name)), []
    for i, (x, y, workers) in enumerate(raw.firms):
        far = [DETOUR * math.dist((x, y), raw.sites[j][:2]) for j in opened]
        near = [(d, j) for d, j in zip(far, opened, strict=True) if d <= question.radius_m]
        today = any(raw.near(i, j, question.radius_m) for j in raw.today)
        told.append((STREETS[i % 3], workers, today, bool(near), min(near, default=None)))
    return told


def summed(firms):
    """Firms, workers, of them covered today, of them covered then."""
    return [
        len(firms),
        sum(f[1] for f in firms),
        sum(f[1] for f in firms if f[2]),
        sum(f[1] for f in firms if f[3]),
    ]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_reckoned_is_what_is_stored_and_nothing_differs_from_the_document(
    made, name, language
):
    one, n_live = of(made, name, language), 0
    for sheet in one.formulas:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            n_live += 1
            stored, found = (
                book[sheet.title][cell.coordinate].value for book in (one.stored, one.reckoned)
            )
            where = f"{sheet.title}!{cell.coordinate} {cell.value}"
            if isinstance(stored, (int, float)):
                assert found == pytest.approx(stored), where
            else:
                assert (found or "") == (stored or ""), where
    assert n_live > 40
    yes = SHEETS[language]["yes"]
    for key in ("totals", "street", "size", "site"):
        for row in rows(one.reckoned[SHEETS[language][key]]):
            assert row[{"totals": 3, "site": 5}.get(key, -1)] == yes, row


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_sums_by_street_and_by_size_are_those_of_the_firms(made, name, language):
    one, firms, titles = of(made, name, language), loops(name), SHEETS[language]
    said = {row[0]: row for row in rows(one.reckoned[titles["street"]])}
    groups = {s: [f for f in firms if f[0] == s] for s in STREETS}
    groups = {s: chosen for s, chosen in groups.items() if chosen} | {titles["all"]: firms}
    assert set(said) == set(groups)
    for street, chosen in groups.items():
        assert [said[street][k] for k in (1, 2, 3, 5)] == summed(chosen)
    said = {row[0]: row for row in rows(one.reckoned[titles["size"]])}
    for low, high in CLASSES:
        chosen = [f for f in firms if low <= f[1] <= high]
        found = said.get(f"{low}+" if high == 10**9 else f"{low}-{high}")
        assert (found is not None) == bool(chosen)
        if found is None:
            continue
        counts = summed(chosen)
        assert [found[k] for k in (1, 2, 3, 5)] == counts
        assert found[4] == pytest.approx(counts[2] / counts[1])
        assert found[6] == pytest.approx(counts[3] / counts[1])


def test_streets_with_odd_names_and_firms_without_a_street_are_told_apart(made):
    firms = loops("usual")
    said = {row[0]: row for row in rows(of(made, "hostile").reckoned["Coverage by street"])}
    groups = {name: [] for name in ODD if name is not None and name.strip()} | {"not stated": []}
    for i, firm in enumerate(firms):
        name = ODD[i % len(ODD)]
        groups["not stated" if name is None or not name.strip() else name].append(firm)
    assert set(said) - {"all together"} == set(groups)
    for name, chosen in groups.items():
        assert [said[name][k] for k in (1, 2, 3, 5)] == summed(chosen), name
    assert {row[-1] for row in said.values()} == {"yes"}


def test_a_firm_at_a_line_between_two_sizes_is_in_the_class_above(made):
    said = rows(of(made, "borders").reckoned["Coverage by size of firm"])
    assert [row[:3] for row in said] == [
        ("1-19", 2, 20),
        ("20-99", 2, 119),
        ("100-299", 2, 399),
        ("300+", 2, 601),
        ("all together", 8, sum(BORDERS)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_sums_by_home_are_those_of_the_firms_it_serves(made, name):
    one, firms, (raw, question) = of(made, name), loops(name), CASES.get(name, CASES["usual"])
    said = {row[0]: row for row in rows(one.reckoned[SHEETS["en"]["site"]])}
    for j in opened_by(proposal(name)):
        mine = [(f[1], f[4][0]) for f in firms if f[4] is not None and f[4][1] == j]
        _id, _name, n, workers, longest, _equal, each = said[f"S{j}"]
        assert (n, workers) == (len(mine), sum(w for w, _d in mine))
        assert longest == pytest.approx(max((d for _w, d in mine), default=0.0), abs=0.01)
        new = sum(
            f[1] for i, f in enumerate(firms) if raw.near(i, j, question.radius_m) and not f[2]
        )
        is_new = raw.sites[j][2] == "candidate"
        assert each == (pytest.approx(1000 * (j + 1) / new) if new and is_new else None)


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_of_the_firms_and_homes(made, name):
    one, firms = of(made, name), loops(name)
    said = {row[0]: row[1] for row in rows(one.reckoned["Totals"])}
    n, workers, today, then = summed(firms)
    (raw, _question), opened = CASES.get(name, CASES["usual"]), opened_by(proposal(name))
    new = [j for j in opened if raw.sites[j][2] == "candidate"]
    small = [f[1] for i, f in enumerate(firms) if i % 2 == 0 and f[1] < 20]
    wanted = {
        "Firms": n, "Workers": workers, "Workers covered today": today,
        "Workers covered by the plan": then, "Workers covered more than today": then - today,
        "Workers not covered by the plan": workers - then,
        "Share covered today": today / workers, "Share covered by the plan": then / workers,
        "Firms not covered by the plan": sum(not f[3] for f in firms),
        "Homes open in the plan": len(opened), "Proposed homes": len(new),
        "Small unionised firm: number": len(small), "Small unionised firm: workers": sum(small),
    }  # fmt: skip
    if new:
        wanted["Yearly cost of the proposed homes, yuan"] = sum(1000 * (j + 1) for j in new)
    assert {k: said[k] for k in wanted} == pytest.approx(wanted)
    assert set(said) - set(wanted) <= {"Homes large enough"}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_ways_of_choosing_tell_how_often_each_would_have_been_as_good(made, language):
    found = proposal("usual")
    line = regret_line(
        found.plan, found.study, errors=USUAL_ERRORS, n=USUAL_DRAWS, seed=found.plan.seed
    )
    sheet = of(made, "usual", language).reckoned[SHEETS[language]["summary"]]
    head = {"en": "As good in draws", "zh": "同样好的占比"}[language]
    told = list(sheet.iter_rows(values_only=True))
    at = next(k for k, row in enumerate(told) if head in row)
    ways = told[at + 1 : at + 1 + len(line)]
    assert [row[1] for row in ways] == line["value"].tolist()
    assert [row[2] for row in ways] == pytest.approx(line["share"].tolist())
    assert [row[3] for row in ways] == line["loss"].tolist()
    assert [row[4] for row in ways] == pytest.approx(line["as_good_share"].tolist())
    assert ways[-1][4] == 1
    assert any(
        isinstance(row[0], str) and str(USUAL_DRAWS) in row[0] and head in row[0] for row in told
    )


def test_of_a_plan_that_is_not_proven_no_draws_are_told(made):
    sheet = of(made, "stopped").reckoned["Summary"]
    assert not [
        c for row in sheet.iter_rows(values_only=True) for c in row if c == "As good in draws"
    ]
