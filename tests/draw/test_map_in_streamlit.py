"""The map inside Streamlit, as streamlit-folium rewrites it, with the network cut."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.draw import vendor

import browser
import made

APP = """
import sys
sys.path.insert(0, {tests!r})
import made, streamlit as st
from streamlit_folium import st_folium
from geo.draw import proposal_map
town = made.Town(names=made.HOSTILE)
density = st.checkbox("density")
clicked = st_folium(
    proposal_map(made.proposal(town), density=density), height=520, width=900, key="map",
    returned_objects=["last_object_clicked_tooltip"],
)
st.text(clicked["last_object_clicked_tooltip"])
"""


@contextmanager
def served(folder: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    flags = [
        "--server.port",
        str(port),
        "--server.address",
        "127.0.0.1",
        "--server.headless",
        "true",
    ]
    flags += ["--server.enableStaticServing", "true", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *flags]
    with subprocess.Popen(command, env=os.environ | {"XUANZHI_LANG": "en"}, **where) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            for _attempt in range(150):
                try:
                    urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                    break
                except (urllib.error.URLError, OSError):
                    time.sleep(0.2)
            yield address
        finally:
            server.terminate()


def test_the_map_works_offline_and_runs_no_name(tmp_path):
    if reason := browser.why_not():
        pytest.skip(reason)
    tests = str(Path(__file__).resolve().parents[1])
    (tmp_path / "app.py").write_text(APP.format(tests=tests), encoding="utf-8")
    shutil.copytree(vendor.folder(), tmp_path / "static")
    with served(tmp_path) as address, browser.visit(address, wait_for="iframe") as seen:
        frame = seen.page.frame_locator("iframe").first
        frame.locator(".xz-home").nth(1).wait_for()
        seen.page.wait_for_timeout(500)
        picture = seen.page.locator("iframe").first.screenshot()
        frame.locator(".xz-home").nth(1).click(force=True)
        seen.page.get_by_text(f"{made.HOSTILE[1]} · Proposed home 1").first.wait_for()
        assert made.HOSTILE[1] in frame.locator(".xz-card").inner_text()
        assert seen.is_quiet, seen.complaints
    assert browser.painted(picture) > 0.05
