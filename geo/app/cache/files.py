"""Files of a plan, written once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from geo.app.cache.keys import plan_key
from geo.core import AskedNorm, Proposal, Release, TwoLevels, Years
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


def exported(
    found: Proposal,
    release: Release,
    suffix: str,
    folder: Path,
    *,
    levels: TwoLevels | None = None,
    years: Years | None = None,
    norm: AskedNorm | None = None,
) -> bytes:
    """Write the plan in one form for its readers, once, and hand over its bytes.

    A document asks of homes and stations, of the years and of the norm what the screen asks.
    """
    key = (*plan_key(found), repr(levels), repr(years), repr(norm))
    asked = replace(found, two_levels=levels, years=years, norm=norm)
    return _exported(key, release, suffix, asked, folder)
