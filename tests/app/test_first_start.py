"""The very first start on a machine: Streamlit has never run there and somebody sits before it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from geo.cli.app import command

from served import free_port


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_it_asks_for_nothing(tmp_path):
    import pty  # noqa: PLC0415 - not on Windows

    port = free_port()
    mine, theirs = pty.openpty()
    new = os.environ | {"HOME": str(tmp_path), "BROWSER": "true"}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            command(port, open_browser=True), stdin=theirs, stdout=log, stderr=log, env=new
        )
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health", server)
        finally:
            server.terminate()
            server.wait(timeout=20)
            os.close(mine)
            os.close(theirs)
    assert "mail" not in (tmp_path / "log").read_text()


def answers(health, server):
    for _try in range(120):
        if server.poll() is not None:
            return False
        try:
            urllib.request.urlopen(health, timeout=1)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.25)
        else:
            return True
    return False
