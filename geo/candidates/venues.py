"""Maker ``venues``: the user's own list, as it is."""

from __future__ import annotations

from geo.core import Demand, Sites

__all__ = ["venues"]


def venues(demand: Demand, sites: Sites, *, n: int, seed: int = 0) -> Sites:  # noqa: ARG001 - a list is a list
    """Return every venue that could be opened, whatever ``n``: candidates and required ones."""
    return sites.take(sites.is_usable)
