"""What a project has set for its documents: years, levels, norm, errors; None: nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.core import AskedNorm, Errors, TwoLevels, Years
from geo.errors import InputError

__all__ = ["asked_errors", "asked_norm", "asked_two_levels", "asked_years"]


def asked_years(settings: Mapping[str, Any]) -> Years | None:
    """Read what each year may open."""
    kept = settings.get("years")
    if not kept:
        return None
    told: dict[str, Any] = {k: None if v is None else tuple(v) for k, v in kept.items()}
    try:
        return Years(**told)
    except (TypeError, InputError):  # another version's: the years are asked anew
        return None


def asked_two_levels(settings: Mapping[str, Any]) -> TwoLevels | None:
    """Read what is asked of homes and stations together."""
    kept = settings.get("levels")
    if not kept:
        return None
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    try:
        return TwoLevels(**told)
    except TypeError:  # another version's: both levels are asked anew
        return None


def asked_norm(settings: Mapping[str, Any]) -> AskedNorm | None:
    """Read which norm homes are held against, and how."""
    kept = settings.get("norm")
    if not kept:
        return None
    try:
        return AskedNorm.from_record(kept)
    except (KeyError, TypeError, ValueError):  # another version's: the norm is asked anew
        return None


def asked_errors(settings: Mapping[str, Any]) -> Errors | None:
    """Read how wrong the lists are taken to be."""
    kept = settings.get("errors")
    if not kept:
        return None
    try:
        return Errors(**kept)
    except (TypeError, InputError):  # another version's: it is asked anew
        return None
