"""`streamlit run app.py` serves as `xuanzhi app` does."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

from geo.cli.app import command

ROOT = Path(__file__).parents[2]


def test_both_ways_to_start_have_the_same_options():
    given = command(8501, open_browser=False)
    flags = dict(pairwise(given))
    kept = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for section in ("server", "browser", "client"):
        for name, value in kept[section].items():
            assert flags[f"--{section}.{name}"].lower() == str(value).lower(), name
    for name in ("maxUploadSize", "address", "fileWatcherType", "enableStaticServing"):
        assert name in kept["server"]
