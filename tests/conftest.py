"""Shared by all tests: real data beside the checkout, and a settled language."""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from geo import words

settings.register_profile("xuanzhi", deadline=None, print_blob=True)
settings.load_profile("xuanzhi")


# The files that take longest, from half a minute upwards, those with a browser between others.
LONGEST = (
    *("app/test_pictures.py", "store/project/test_killed.py", "app/test_whole_flow.py"),
    *("explain/test_walks.py", "app/test_tile_map.py", "packaging/test_wheel.py"),
    *("app/test_shared_in_browser.py", "test_compiled.py", "app/test_killed_server.py"),
    *("notebooks/test_notebooks.py", "app/test_compare_in_browser.py", "solve/test_tight.py"),
    *("app/test_organisation_login.py", "app/test_first_start.py", "app/test_late_press.py"),
    *("app/test_in_browser.py", "app/test_remembered.py", "app/test_distance.py"),
)


def pytest_configure(config):
    """Files are begun in the order below; xdist orders them by their number of tests."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items):
    """Begin the files that take longest first; ask a browser that did not answer in time again.

    A long file begun last would run alone, and the other core wait. After those named, files with
    many tests come before files with few. Whatever a browser answers wrongly is final; but on a
    loaded machine of two cores Chromium can starve for minutes beside the solver's tests. The
    summary names what was asked again.
    """
    of_each = Counter(item.path for item in items)
    folder = Path(__file__).parent
    rank = {folder / name: k for k, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (rank.get(item.path, len(rank)), -of_each[item.path]))
    for item in items:
        if "browser" in vars(item.module):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=["TimeoutError"]))


def pytest_collection_finish():
    """All libraries are loaded now: what would be done again at each run of a page is done once.

    Streamlit has all objects searched for garbage after each run; libraries never become any. And
    each `AppTest` reads what every installed package says of itself, seeking components.
    """
    gc.collect()
    gc.freeze()
    if "streamlit.testing.v1" in sys.modules:
        scanner = import_module("streamlit.components.v2.manifest_scanner")
        scanner.scan_component_manifests = cache(scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def _english():
    with words.in_language("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _nothing_goes_on():
    """Work that a test left behind ends before the program does."""
    yield
    if "geo.app.running" in sys.modules:
        sys.modules["geo.app.running"].end_all()


@pytest.fixture(autouse=True, scope="session")
def _projects_elsewhere(tmp_path_factory):
    """Nothing that a test saves ends up among the documents of whoever runs it."""
    before = os.environ.get("XUANZHI_HOME")
    os.environ["XUANZHI_HOME"] = str(tmp_path_factory.mktemp("projects"))
    yield
    if before is None:
        del os.environ["XUANZHI_HOME"]
    else:
        os.environ["XUANZHI_HOME"] = before


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public instances and real data beside the checkout; tests skip without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared folder with public instances and data beside this checkout")
    return folder
