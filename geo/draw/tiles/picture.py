"""A still picture of where the workers are, for a browser that cannot draw the map."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from geo.draw.layers import Layer
from geo.draw.look import EXISTING, INK, PROPOSED

__all__ = ["picture"]

_WIDE = 900.0  # units of the picture across
_MARGIN = 40  # of them around the firms: a hexagon reaches beyond its firms
_HOME = '<path transform="translate({})" d="M-8-8h16v16h-16z" fill="{}" stroke="{}"/>'


def picture(box: tuple[float, float, float, float], layers: Iterable[Layer]) -> str:
    """Draw hexagons of workers and the homes and stations of a map as SVG; it holds no text at all.

    Parameters
    ----------
    box
        South, west, north, east in degrees.
    layers
        The layers of the map, density and homes among them.
    """
    south, west, north, east = box
    middle = float(np.cos(np.radians((south + north) / 2)))
    scale = _WIDE / max((east - west) * middle, north - south, 1e-9)
    wide, high = (east - west) * middle * scale, (north - south) * scale

    def at(lat: float, lon: float) -> str:
        return f"{(lon - west) * middle * scale:.1f},{(north - lat) * scale:.1f}"

    body = []
    for layer in layers:
        rows, colours = (
            layer.spec["rows"],
            [s.get("fillColor") for s in layer.spec.get("styles", [])],
        )
        if layer.role == "density":
            body += [
                f'<polygon points="{" ".join(at(*spot) for spot in ring)}" fill="{colours[k]}"/>'
                for (ring,), k, _said in rows
            ]
        if layer.role in ("homes", "stations"):
            fills = EXISTING, PROPOSED
            body += [_HOME.format(at(*row[:2]), fills[row[2]], "#fff") for row in rows]
        if layer.role == "closing":
            body += [_HOME.format(at(*row[:2]), "#fff", INK) for row in rows]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{_MARGIN} -{_MARGIN} '
        f'{wide + 2 * _MARGIN:.0f} {high + 2 * _MARGIN:.0f}">{"".join(body)}</svg>'
    )
