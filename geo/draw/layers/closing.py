"""Homes that the plan closes: a hollow square, crossed out, as in no other sign."""

from __future__ import annotations

import numpy as np

from geo.core import Proposal
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place
from geo.draw.pictures import HOME_SYMBOLS
from geo.draw.safe import text
from geo.words import _

__all__ = ["closing"]


def closing(proposal: Proposal) -> Layer:
    """Draw the homes open today that are not open by the plan; most plans have none."""
    sites = proposal.study.sites
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    is_closed = sites.is_existing & ~sites.ids.isin(list(proposal.plan.open_ids))
    word = text(_("Home to be closed"))
    rows = [
        [*place(lat[j], lon[j]), 0, f"{text(sites.names[j])} · {word}", [word], 0, word]
        for j in np.flatnonzero(is_closed)
    ]
    return Layer(
        "homes",
        {"rows": rows, "symbols": [HOME_SYMBOLS["closed"]], "labels": [text(_("Status"))]},
        role="closing",
        name=text(_("Homes to be closed")),
        meanings=("closed",) if rows else (),
    )
