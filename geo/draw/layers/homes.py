"""Homes: open today (blue square) and proposed (orange star with its number)."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.core import Proposal, Study
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place
from geo.draw.pictures import HOME_SYMBOLS
from geo.draw.safe import text
from geo.words import _

__all__ = ["homes"]

_KINDS = ("existing", "proposed")


def homes(study: Study, proposal: Proposal | None = None) -> Layer:
    """Draw the open homes; without a proposal those open today."""
    rows, labels = _today(study) if proposal is None else _planned(proposal)
    spec = {"rows": rows, "symbols": [HOME_SYMBOLS[kind] for kind in _KINDS], "labels": labels}
    used = {_KINDS[row[2]] for row in rows}
    return Layer(
        "homes",
        spec,
        role="homes",
        name=text(_("Homes")),
        meanings=tuple(k for k in _KINDS if k in used),
    )


def _today(study: Study) -> tuple[list[list[Any]], list[str]]:
    sites = study.sites
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    word = text(_("Home open today"))
    rows = [
        [*place(lat[j], lon[j]), 0, f"{text(sites.names[j])} · {word}", [word], 0, word]
        for j in np.flatnonzero(sites.is_existing)
    ]
    return rows, [text(_("Status"))]


def _planned(proposal: Proposal) -> tuple[list[list[Any]], list[str]]:
    labels = [
        text(_("Workers within the radius")),
        text(_("Of them newly covered")),
        text(_("Of them covered only here")),
        text(_("Firms within the radius")),
    ]
    rows: list[list[Any]] = []
    for card in proposal.cards.to_dict("records"):
        rank = int(card["rank"])
        word = text(
            _("Proposed home {rank}", rank=rank) if card["is_new"] else _("Home open today")
        )
        cells = [f"{card[n]:,}" for n in ("reach", "new", "only_here", "firms")]
        spot = place(card["lat"], card["lon"])
        rows.append(
            [*spot, int(card["is_new"]), f"{text(card['name'])} · {word}", cells, rank, word]
        )
    return rows, labels
