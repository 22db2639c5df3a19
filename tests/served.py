"""The planner, served for a test on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from geo.cli.app import command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(log, *, port: int | None = None) -> Iterator[str]:
    """Start the app as ``xuanzhi app --no-browser`` does, on a port if told; end it afterwards."""
    with running(log, port=port) as (url, _server):
        yield url


@contextmanager
def running(log, *, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen]]:
    """Do what `served` does, and hand out the process, too, for a test that kills it."""
    port = port or free_port()
    with log.open("w") as out:
        server = subprocess.Popen(
            command(port, open_browser=False), stdout=out, stderr=subprocess.STDOUT, env=os.environ
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()
            server.wait(timeout=20)


def settle(page, *, timeout_s: float = 120) -> None:
    """Wait until the first heading stands and the script has come to its end."""
    page.locator("h1").first.wait_for(state="visible", timeout=timeout_s * 1000)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"]')"
        "?.getAttribute('data-test-script-state') === 'notRunning'",
        timeout=timeout_s * 1000,
    )


@contextmanager
def one_run(page) -> Iterator[None]:
    """Do something that runs the page, and wait until that run has begun and come to its end."""
    page.evaluate(
        """() => {
          const app = document.querySelector('[data-testid="stApp"]');
          window.hasRun = false;
          new MutationObserver(() => {
            window.hasRun ||= app.dataset.testScriptState !== "notRunning";
          }).observe(app, { attributeFilter: ["data-test-script-state"] });
        }"""
    )
    yield
    page.wait_for_function("() => window.hasRun")
    settle(page)


def upload(page, *files) -> None:
    """Put a file into each of the first pickers; wait until the server has every one."""
    pickers = page.locator('input[type="file"]')
    pickers.first.wait_for(state="attached")
    settle(page)
    for k, file in enumerate(files):
        with page.expect_response(
            lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"
        ):
            pickers.nth(k).set_input_files(file)
        page.get_by_text(file.name).first.wait_for(state="visible")
        settle(page)


def downloaded(page, button: str, *, patience_s: tuple[float, ...] = (6, 12, 20, 30)):
    """Click a button that hands out a file and return what comes.

    A file that is written on demand is offered under a name that a rerun replaces: a click that
    falls into a rerun brings nothing, so the script is waited for first, and asked some times, each
    with more patience, the later ones of a page that was loaded again.

    Raises
    ------
    TimeoutError
        Nothing came; tests in a browser are then begun anew.
    """
    from playwright.sync_api import TimeoutError as NothingCame  # noqa: PLC0415 - as in browser

    for time_, wait_s in enumerate(patience_s):
        if time_ > 1:
            page.reload()
        settle(page)
        try:
            with page.expect_download(timeout=wait_s * 1000) as coming:
                page.get_by_test_id("stDownloadButton").filter(has_text=button).first.click()
        except NothingCame:
            continue
        return coming.value
    msg = f"no file came from {button!r}"
    raise NothingCame(msg)


def _wait(health: str, server: subprocess.Popen) -> None:
    for _try in range(480):
        assert server.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(health, timeout=1)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.25)
        else:
            return
    msg = f"no answer from {health} ({sys.executable})"
    raise AssertionError(msg)
