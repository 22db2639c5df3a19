"""Venues that are no home (yet): required, candidate, ruled out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Study
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place, styles
from geo.draw.safe import text
from geo.words import _

__all__ = ["venues"]

_STATUSES = ("candidate", "required", "forbidden")


def venues(study: Study, is_drawn: npt.NDArray[np.bool_]) -> Layer:
    """Draw the venues of ``is_drawn`` that are not open; ``(n_site,)``."""
    sites = study.sites
    lon, lat = lonlat(sites.x, sites.y, sites.crs)
    extra = [c for c in ("host", "kind", "area_m2", "hours") if c in sites.table]
    captions = {
        "host": _("Host"),
        "kind": _("Kind"),
        "area_m2": _("Floor area, m²"),
        "hours": _("Opening hours"),
    }
    kinds = {word: (k, text(_(word))) for k, word in enumerate(_STATUSES)}
    rows: list[list[Any]] = []
    for j in np.flatnonzero(is_drawn & ~sites.is_existing):
        kind, word = kinds[str(sites.status[j])]
        name = text(sites.names[j])
        cells = [word, *(text(sites.table[c].iloc[j]) for c in extra)]
        rows.append([*place(lat[j], lon[j]), 4.2, kind, f"{name} · {word}", cells, name])
    labels = [text(label) for label in (_("Status"), *(captions[c] for c in extra))]
    used = {_STATUSES[row[3]] for row in rows}
    return Layer(
        "points",
        {"rows": rows, "styles": styles(_STATUSES), "labels": labels},
        role="venues",
        name=text(_("Other venues")),
        meanings=tuple(s for s in _STATUSES if s in used),
    )
