"""Worker density: hexagons in viridis."""

from __future__ import annotations

import numpy as np

from geo.core import Study
from geo.core.crs import lonlat
from geo.core.hexes import corners, hexagons
from geo.draw.layers.element import Layer, place
from geo.draw.look import VIRIDIS, viridis
from geo.draw.pictures import legend_picture
from geo.draw.safe import text
from geo.words import _, counted

__all__ = ["density"]

_ACROSS = 36  # hexagons across the area of the firms, about
_SIDES_M = (25, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 2000, 5000, 10_000, 50_000)


def density(study: Study, *, show: bool, counts_firms: bool = True) -> Layer:
    """Sum the workers over hexagons of a round size that suits the area.

    Without ``counts_firms`` the rows of the demand are groups, and only their workers are told.
    """
    demand = study.demand
    wide = max(float(np.ptp(demand.x)), float(np.ptp(demand.y))) if len(demand) else 0.0
    side = next((s for s in _SIDES_M if s * 3**0.5 * _ACROSS >= wide), _SIDES_M[-1])
    cells, _cell = hexagons(demand.x, demand.y, demand.weight, side_m=side)
    edge = corners(cells)
    lon, lat = lonlat(edge[..., 0].ravel(), edge[..., 1].ravel(), demand.crs)
    lon, lat = lon.reshape(-1, 6), lat.reshape(-1, 6)
    # Ranks, not amounts: one crowded cell would make all others look alike.
    amounts = np.unique(cells.weight)
    shares = (np.searchsorted(amounts, cells.weight) + 0.5) / max(len(amounts), 1)
    rows = [
        [
            [[place(a, b) for a, b in zip(lat[k], lon[k], strict=True)]],
            VIRIDIS.index(viridis(float(shares[k]))),
            text(_said(int(cells.weight[k]), int(cells.count[k]) if counts_firms else 0)),
        ]
        for k in range(len(cells))
    ]
    looks = [
        {"stroke": False, "fillColor": colour, "fillOpacity": 0.55, "fill": True}
        for colour in VIRIDIS
    ]
    name = text(_("Workers per hexagon of {side} m", side=side))
    return Layer(
        "areas",
        {"rows": rows, "styles": looks},
        role="density",
        # The scale stands beside the switch: the legend explains only what is switched on.
        name=f"{name} {legend_picture('density')}",
        meanings=("density",) if show else (),
        show=show,
    )


def _said(workers: int, firms: int) -> str:
    told = counted.workers(workers)
    if not firms:
        return told
    return _("{workers} in {firms}", workers=told, firms=counted.firms(firms))
