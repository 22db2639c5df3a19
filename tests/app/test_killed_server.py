"""The whole server is killed in the middle of clicks: at most the last of them is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from geo.opening import read_project

import browser
from served import running, settle

ROUNDS = 2
STEP_M = 50


@pytest.fixture(scope="module")
def chromium():
    with browser.opened() as found:
        yield found


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path / "projects"))
    return tmp_path / "projects"


def slider(page):
    return page.get_by_role("slider", name="服务半径").first


def asked(page):
    """The radius that the page asks with."""
    return int(float(slider(page).input_value()))


def further(page):
    """Press for a longer way; do not wait."""
    slider(page).focus()
    page.keyboard.press("ArrowRight")


def heard(page, metres):
    """Wait until the page was made with this radius, to its end."""
    page.get_by_text(f"{metres:,} 米").first.wait_for()
    settle(page)


def saved(path):
    """The file is sound; return the radius in it and the lines of its history."""
    radius = read_project(path).scenario.problem.radius_m  # whoever reads first puts things right
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        n = base.execute("SELECT count(*) FROM xuanzhi_history WHERE what LIKE 'Question%'")
        return int(radius), n.fetchone()[0]


def test_a_killed_server_loses_at_most_the_last_click(home, tmp_path, chromium):
    chance, told, project = random.Random(11), None, ""  # noqa: S311 - no secret
    kept = []
    for round_ in range(ROUNDS):
        with (
            running(tmp_path / f"server-{round_}.log") as (url, server),
            browser.visit(f"{url}/gaps{project}", chromium=chromium, timeout_s=60) as seen,
        ):
            page = seen.page
            settle(page)
            now = asked(page)
            if told is not None:
                assert now == kept[-1], "the project opens as its file has it"
                page.get_by_text("已保存").first.wait_for()  # it may be written: no lock is left
            for _click in range(2):
                further(page)
                now += STEP_M
                heard(page, now)
            told = now
            further(page)
            page.wait_for_timeout(chance.uniform(0, 400))
            os.kill(server.pid, signal.SIGKILL)
            server.wait(timeout=20)
        (path,) = home.glob("*.gpkg")
        project = f"?project={path.stem}"
        radius, n = saved(path)
        assert radius in (told, told + STEP_M), "more than the last click is lost"
        kept.append(radius)
        n_heard = 2 * len(kept) - 1  # the first of all began the project
        assert n >= n_heard, "each click that was heard stands in the history"


HOLD = """
import sys
from geo.opening import open_project
held = open_project(sys.argv[1], "Wang")
held.take("Wang", by_force=True)
print("held", flush=True)
sys.stdin.read()
"""


def test_trials_in_a_project_held_by_another_process_go_along_into_a_copy(home, tmp_path, chromium):
    with (
        running(tmp_path / "server.log") as (url, _server),
        browser.visit(f"{url}/gaps", chromium=chromium, timeout_s=60) as seen,
    ):
        page = seen.page
        settle(page)
        further(page)
        heard(page, 1050)
        (path,) = home.glob("*.gpkg")
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as other:  # fmt: skip
            assert other.stdout.readline() == "held\n"
            for metres in (1100, 1150):
                further(page)
                heard(page, metres)
            page.get_by_text(re.compile("Wang")).first.wait_for()
            page.get_by_role("button", name="另存").first.click()
            page.get_by_text(f"{path.stem} 2").first.wait_for()
            settle(page)
            assert asked(page) == 1150
            other.stdin.close()
        copy = path.with_name(f"{path.stem} 2.gpkg")
        assert read_project(copy).scenario.problem.radius_m == 1150
        assert read_project(path).scenario.problem.radius_m == 1050
