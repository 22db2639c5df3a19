"""The very first start on a machine: Streamlit has never run there and somebody sits before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from geo.cli import main
from geo.cli.app import command

from served import free_port

CALL = "import sys; from geo.cli import main; sys.exit(main())"


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


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_whoever_ends_the_command_ends_the_server(tmp_path):
    port = free_port()
    said = (tmp_path / "log").open("w")
    with (
        said,
        subprocess.Popen(
            [sys.executable, "-c", CALL, "app", "--no-browser", "--port", str(port)],
            stdout=said, stderr=said, env=os.environ | {"XUANZHI_HOME": str(tmp_path)},
        ) as command_,
    ):  # fmt: skip
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health", command_)
        finally:
            command_.terminate()
        assert command_.wait(timeout=20) == 0  # the server went in order
    with socket.socket() as probe:  # nobody holds the port any more
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_of_two_starts_within_seconds_the_slower_is_told(monkeypatch, capsys):
    port = free_port()
    with socket.socket() as other:

        def overtaken(*_given, **_more):
            other.bind(("127.0.0.1", port))
            other.listen()
            return [sys.executable, "-c", "raise SystemExit(1)"]

        monkeypatch.setattr("geo.cli.app.command", overtaken)
        assert main(["app", "--no-browser", "--port", str(port)]) == 2
    assert f"http://127.0.0.1:{port}" in capsys.readouterr().err


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
