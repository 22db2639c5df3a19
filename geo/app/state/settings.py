"""What was set on the screen, as plain texts and numbers that a project keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import streamlit as st

from geo.app.state.corrected import corrections, use_corrections
from geo.app.state.published import keep_published, published
from geo.app.state.question import (
    errors_if_asked,
    keep_errors,
    keep_norm,
    keep_two_levels,
    keep_years,
    norm_if_asked,
    release,
    two_levels_if_asked,
    use_release,
    years_if_asked,
)
from geo.app.state.typed import all_typed, use_typed
from geo.core import LEAST_FIRMS, Release
from geo.core.edits import Corrections
from geo.errors import InputError
from geo.store.project.asked import asked_errors, asked_norm, asked_two_levels, asked_years

__all__ = ["kept_release", "settings", "use_settings"]


def settings() -> dict[str, Any]:
    """Return what differs from how everything begins, and what was done by hand in the lists."""
    said: dict[str, Any] = st.session_state.get("columns", {})
    asked, levels, chosen = years_if_asked(), two_levels_if_asked(), release()
    found: dict[str, Any] = {}
    if said:
        found["columns"] = {kind: dict(columns) for kind, columns in said.items()}
    if asked is not None:
        found["years"] = {k: None if v is None else list(v) for k, v in vars(asked).items()}
    if levels is not None:
        given = vars(levels)
        found["levels"] = {k: list(v) if isinstance(v, tuple) else v for k, v in given.items()}
    if (norm := norm_if_asked()) is not None:
        found["norm"] = norm.record()
    if (errors := errors_if_asked()) is not None:
        found["errors"] = vars(errors).copy()
    if chosen != Release():
        found["release"] = asdict(chosen)
    if published():
        found["worker_page"] = published()
    if corrections() != Corrections():
        found["corrections"] = corrections().record()
    if all_typed():
        found["typed"] = all_typed()
    return found


def use_settings(kept: Mapping[str, Any]) -> None:
    """Set everything as a project has kept it; what it does not say begins anew."""
    st.session_state["columns"] = {k: dict(v) for k, v in kept.get("columns", {}).items()}
    keep_years(asked_years(kept))
    keep_two_levels(asked_two_levels(kept))
    keep_norm(asked_norm(kept))
    keep_errors(asked_errors(kept))
    use_release(kept_release(kept.get("release", {})))
    keep_published(kept.get("worker_page", {}))
    use_corrections(Corrections.from_record(kept.get("corrections", {})))
    use_typed(kept.get("typed", {}))


def kept_release(kept: Mapping[str, Any]) -> Release:
    """Take up for whom files were last written, with the least floor that there is now."""
    try:
        least = max(kept.get("least_firms", Release.least_firms), LEAST_FIRMS)
        return Release(**{**kept, "least_firms": least})
    except (TypeError, InputError):  # another version's: it is chosen anew
        return Release()
