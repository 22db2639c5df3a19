"""The house: public names, families, error tree, the size of files, examples in docstrings."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import geo
from geo import errors
from geo.app.pages import PAGES
from geo.cli import COMMANDS

PACKAGE = Path(geo.__file__).parent
MODULES = [m.name for m in pkgutil.walk_packages([str(PACKAGE)], "geo.")]
PUBLIC = {
    "Certificate", "Coverage", "Demand", "Faces", "GeoError", "InfeasibleError", "InputError",
    "MaxCover", "Plan", "Progress", "Proposal", "Reach", "Scenario", "SetCover", "SiteCard",
    "Sites", "Source", "Straight", "Street", "Study", "Table", "compliance", "demo", "doubt",
    "explain", "export", "fairness", "menu", "open_plan", "open_study", "phases", "propose",
    "read_layer", "regret_line", "run", "solve", "why_not",
}  # fmt: skip


def test_the_public_surface_is_what_we_promise():
    assert set(geo.__all__) == PUBLIC
    assert all(callable(getattr(geo, name)) for name in geo.__all__)


@pytest.mark.parametrize(
    ("name", "owners"),
    [
        ("Only the app knows Streamlit", {"app"}),
        ("Only solve knows HiGHS", {"solve"}),
        ("Only candidates know scikit-learn", {"candidates"}),
        ("Only draw knows folium", {"draw"}),
        ("Only export knows Word and typst", {"export"}),
    ],
)
def test_a_library_that_one_room_knows_is_forbidden_to_all_others(name, owners):
    assert forbidden(name) == inside("geo") - {f"geo.{room}" for room in owners}


def test_only_one_module_knows_pyproj():
    others = inside("geo") | inside("geo.core") | inside("geo.core.crs")
    knowing = {"geo.core", "geo.core.crs", "geo.core.crs.systems"}
    assert forbidden("Only core.crs knows pyproj") == others - knowing


def forbidden(name):
    """Return the modules that a contract forbids to know a library."""
    contracts = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    (kept,) = (c for c in contracts["tool"]["importlinter"]["contracts"] if c["name"] == name)
    return set(kept["source_modules"])


def inside(package):
    """Name what lies directly in a package."""
    folder = PACKAGE.parent.joinpath(*package.split("."))
    found = {p.stem for p in folder.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    return {f"{package}.{name}" for name in found - {"__init__"}}


def test_rooms_do_not_hide_the_functions_of_their_name():
    importlib.import_module("geo.export.csv")
    importlib.import_module("geo.explain.cards")
    assert callable(geo.export)
    assert callable(geo.explain)


@pytest.mark.parametrize(("folder", "family"), [("app/pages", PAGES.values()), ("cli", COMMANDS)])
def test_every_member_is_in_its_family(folder, family):
    shared = {"__init__", "datum", "options", "show", "way"}
    files = {p.stem for p in (PACKAGE / folder).glob("*.py")} - shared
    assert files == {Path(module.__file__).stem for module in family}


def test_the_error_tree_is_drawn_as_it_is():
    drawn = re.findall(r"(\w+Error)\b", errors.__doc__)
    raised = {
        n for n, e in vars(errors).items() if isinstance(e, type) and issubclass(e, Exception)
    }
    assert raised <= set(drawn)
    assert set(errors.__all__) == raised
    assert all(issubclass(getattr(errors, name), errors.GeoError) for name in raised)


def test_a_start_loads_no_library_that_few_need():
    """Maps, workbooks and the dictionary of pinyin take most of a second, at each command."""
    few = {"folium", "xlsxwriter", "pypinyin", "matplotlib", "streamlit", "docx"}
    told = subprocess.run(
        [sys.executable, "-c", "import sys, geo.cli; print(*sys.modules)"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert not few & set(told.stdout.split())


def test_pages_hold_no_logic():
    for path in (PACKAGE / "app" / "pages").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        heavy = {"numpy", "pandas", "geopandas"}
        named = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        assert not named & heavy, path
        assert not any(isinstance(n, ast.For) and len(n.body) > 6 for n in ast.walk(tree)), path


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name):
    module = importlib.import_module(name)
    failed, _tried = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert not failed


def test_files_stay_small():
    long = {
        str(p.relative_to(PACKAGE)): n
        for p in PACKAGE.rglob("*.py")
        if (n := p.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert not long
