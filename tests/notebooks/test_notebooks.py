"""Every notebook runs from top to bottom, is stripped of outputs and speaks both languages."""

import re
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import geo

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def said(cells):
    """All that the cells printed or showed as text."""
    outputs = [o for c in cells if c.cell_type == "code" for o in c.outputs]
    return "\n".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in outputs)


def test_there_is_one():
    assert NOTEBOOKS


@every_notebook
def test_outputs_are_stripped(path):
    notebook = read(path)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@every_notebook
def test_every_text_is_in_chinese_and_in_english(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert len(re.findall(r"[一-鿿]", cell.source)) >= 10
            assert len(re.findall(r"[A-Za-z]{2,}", cell.source)) >= 10


@pytest.fixture(scope="module")
def plan():
    """The plan of the quickstart, made here; this compiles the kernels where nobody has yet."""
    study = geo.demo("yongshun")
    reach = geo.Straight(detour=1.3).reach(study.demand, study.sites)
    return geo.solve(geo.MaxCover(new=3, radius_m=1000), reach)


@pytest.fixture(scope="module")
def quickstart(plan):
    """The cells of the quickstart, run by this very Python, and the seconds it took."""
    notebook = read(FOLDER / "01_quickstart.ipynb")
    start = time.monotonic()
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )
    with client.setup_kernel():
        assert client.km.kernel_spec.argv[0] in (sys.executable, "python", "python3")
        for k, cell in enumerate(notebook.cells):
            client.execute_cell(cell, k)
    return notebook.cells, time.monotonic() - start


def test_the_quickstart_runs_in_under_a_minute(quickstart):
    _cells, seconds = quickstart
    assert seconds < 60


def test_the_quickstart_shows_the_proven_plan_and_says_that_the_town_is_synthetic(quickstart, plan):
    text = said(quickstart[0])
    assert f"-> {plan.share:.1%}; nothing can beat {plan.share:.1%} (optimal)" in text
    assert f"{plan.total:,} workers" in text
    assert "合成示例" in text
    for name in ("plan.gpkg", "plan.html", "plan.xlsx"):
        assert re.search(rf"{name} [1-9][\d,]* kB", text)


def executed(name):
    """What a notebook says, run by this very Python."""
    notebook = read(FOLDER / f"{name}.ipynb")
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    return said(notebook.cells)


def test_gaps_and_fairness_say_what_the_package_says(plan):
    text = executed("02_gaps_and_fairness")
    assert "合成示例" in text
    assert f"{plan.covered_before:,} of {plan.total:,} (" in text
    assert re.search(r"fewest +\d+ \(", text)
    assert re.search(r"cheapest [\d,]+ yuan", text)
    assert str(FOLDER.parent) not in text


def test_clusters_stand_beside_the_exact_plan(plan):
    text = executed("03_clusters_against_exact")
    assert f"{plan.value:,} covered, nothing can beat {plan.bound:,} (optimal)" in text
    for way in ("by-eye", "kmeans", "density", "greedy", "exact"):
        assert text.count(way) >= 3
    assert "as_good_share" in text
    assert str(FOLDER.parent) not in text


def test_doubt_and_phases_are_what_they_are_without_error(plan):
    text = executed("04_doubt_and_phases")
    assert "1.0 0 True" in text
    assert "of 100 draws the plan is as good as any" in text
    assert "(proven over 100 draws, seed 0)" in text
    assert "of 100 draws the plan still reaches its target" in text
    assert text.count("Year 3: open") == 2
    assert "Stations: " in text
    assert str(FOLDER.parent) not in text
