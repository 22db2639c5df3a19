"""A still picture of where the workers are, for a browser that cannot draw the map."""

from __future__ import annotations

import numpy as np

from geo.core import Study
from geo.draw.layers import density, homes
from geo.draw.look import EXISTING
from geo.draw.stack import bounds

__all__ = ["picture"]

_WIDE = 900.0  # units of the picture across


def picture(study: Study) -> str:
    """Draw hexagons of workers and the homes open today as SVG; it holds no text at all."""
    south, west, north, east = bounds(study)
    middle = np.cos(np.radians((south + north) / 2))
    scale = _WIDE / max((east - west) * middle, north - south, 1e-9)
    high = max((north - south) * scale, 1.0)
    wide = max((east - west) * middle * scale, 1.0)

    def at(spot: list[float]) -> str:
        lat, lon = spot
        return f"{(lon - west) * middle * scale:.1f},{(north - lat) * scale:.1f}"

    layer = density(study, show=True)
    colours = [style["fillColor"] for style in layer.spec["styles"]]
    cells = [
        f'<polygon points="{" ".join(at(spot) for spot in ring)}" fill="{colours[k]}"/>'
        for (ring,), k, _said in layer.spec["rows"]
    ]
    squares = [
        f'<rect x="{x}" y="{y}" width="14" height="14" fill="{EXISTING}" stroke="#fff"/>'
        for x, y in (at(row[:2]).split(",") for row in homes(study).spec["rows"])
    ]
    body = "".join(cells) + f'<g transform="translate(-7 -7)">{"".join(squares)}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 {wide + 20:.0f} '
        f'{high + 20:.0f}">{body}</svg>'
    )
