"""`streamlit run app.py` serves as `xuanzhi app` does."""

from __future__ import annotations

import socket
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from geo.cli import main
from geo.cli.app import command

ROOT = Path(__file__).parents[2]


def test_both_ways_to_start_have_the_same_options():
    given = command(8501, open_browser=False)
    flags = dict(pairwise(given))
    kept = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for section in ("server", "browser", "client", "logger"):
        for name, value in kept[section].items():
            assert flags[f"--{section}.{name}"].lower() == str(value).lower(), name
    assert kept["logger"]["hideWelcomeMessage"] is True  # no offer to developers on the page
    for name in ("maxUploadSize", "address", "fileWatcherType", "enableStaticServing"):
        assert name in kept["server"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_planner_opened_twice_is_told(language, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["--lang", language, "app", "--no-browser", "--port", str(port)]) == 2
    told = capsys.readouterr()
    assert str(port) in told.err
    assert ("perhaps the planner is open already" in told.err) == (language == "en")
    assert "The planner opens" not in told.out
