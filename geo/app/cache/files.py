"""Files of a plan, written once."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.app.cache.keys import plan_key
from geo.core import Proposal, Release
from geo.export import export

__all__ = ["exported"]


@st.cache_data(max_entries=16, show_spinner=False)
def _exported(
    key: tuple[str, ...], release: Release, suffix: str, _found: Proposal, _folder: Path
) -> bytes:
    path = export(
        _found,
        _folder / f"xuanzhi{suffix}",
        audience=release.audience,
        datum=release.datum,
        review_number=release.review_number,
        floor=(release.least_firms, release.least_workers),
        paper=release.paper,
    )
    return path.read_bytes()


def exported(found: Proposal, release: Release, suffix: str, folder: Path) -> bytes:
    """Write the plan in one form for its readers, once, and hand over its bytes."""
    asked = (found.two_levels, found.years, found.norm, found.errors)
    return _exported((*plan_key(found), *map(repr, asked)), release, suffix, found, folder)
