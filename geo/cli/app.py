"""``xuanzhi app``: open the planner in the browser."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from geo import words
from geo.words import _

__all__ = ["add", "command", "main_script", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("app", help=_("open the planner in the browser"))
    parser.add_argument("--port", type=int, default=8501, help=_("port on this machine"))
    parser.add_argument("--no-browser", action="store_true", help=_("serve, but open no browser"))
    parser.set_defaults(run=run)


def main_script() -> Path:
    """Find the page's main script: beside the package in a clone, inside it in the wheel.

    Streamlit serves the folder ``static`` beside that script.
    """
    package = Path(__file__).resolve().parents[1]
    packed = package / "main_page.py"
    return packed if packed.is_file() else package.parent / "app.py"


def command(port: int, *, open_browser: bool) -> list[str]:
    """Write the command that serves the page: on this machine only, with no telemetry."""
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": str(not open_browser).lower(),
        "server.showEmailPrompt": "false",  # else a new machine waits for an address, in English
        "server.enableStaticServing": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "theme.primaryColor": "#0072B2",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "streamlit", "run", str(main_script()), *flags]


def run(given: argparse.Namespace) -> int:
    """Start Streamlit and wait until it ends."""
    print(
        _("The planner opens at http://127.0.0.1:{port} (Ctrl+C ends it).", port=given.port),
        flush=True,
    )
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter, our own script
            command(given.port, open_browser=not given.no_browser),
            check=False,
            env=os.environ | {"XUANZHI_LANG": words.language()},
        ).returncode
    except KeyboardInterrupt:
        return 0
