"""Shared by all tests: real data beside the checkout, and a settled language."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from geo import words

settings.register_profile("xuanzhi", deadline=None, print_blob=True)
settings.load_profile("xuanzhi")


def pytest_collection_modifyitems(items):
    """Ask a browser that did not answer in time again; whatever it answers wrongly is final.

    On a loaded machine of two cores Chromium can starve for minutes beside the solver's tests.
    The summary names what was asked again.
    """
    for item in items:
        if "browser" in vars(item.module):
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=["TimeoutError"]))


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
