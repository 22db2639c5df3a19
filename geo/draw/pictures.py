"""Symbols as SVG: the homes on the map, and every line of the legend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from geo.draw.look import EXISTING, GREY, INK, PROPOSED, SYMBOLS, VIRIDIS

__all__ = ["HOME_SYMBOLS", "icons", "legend_picture"]

_SIZE = re.compile(r'\b(width|height)="([\d.]+)"')
_HOUSE = "M12 5.2 4.8 11.4h2v7h3.9v-4.6h2.6v4.6h3.9v-7h2z"


def _star(middle: float, outer: float, inner: float) -> str:
    angle = np.pi * np.arange(10) / 5 - np.pi / 2
    far = np.where(np.arange(10) % 2, inner, outer)
    x, y = middle + far * np.cos(angle), middle + far * np.sin(angle)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))


def _svg(width: float, height: float, body: str) -> str:
    # The width is given in CSS as well: some pages reset the size of every svg.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" aria-hidden="true">{body}</svg>'
    )


_SQUARE = (
    f'<rect x="1.5" y="1.5" width="21" height="21" rx="3" fill="{EXISTING}" stroke="#fff" '
    f'stroke-width="1.5"/><path d="{_HOUSE}" fill="#fff"/>'
)
# Hollow and crossed out: told from a home that stays without any colour.
_CLOSED = (
    f'<rect x="1.5" y="1.5" width="21" height="21" rx="3" fill="#fff" stroke="{INK}" '
    f'stroke-width="1.5"/><path d="{_HOUSE}" fill="{GREY}"/><path d="M4.5 4.5 19.5 19.5M19.5 '
    f'4.5 4.5 19.5" fill="none" stroke="{INK}" stroke-width="2"/>'
)
# The number stands on the star; "#number" is filled in by static/map/map.js.
_STAR = (
    f'<polygon points="{_star(19, 18, 10.4)}" fill="{PROPOSED}" stroke="{INK}" stroke-width="1.1" '
    'stroke-linejoin="round"/><text x="19" y="24.2" text-anchor="middle" font-size="14" '
    f'font-weight="700" font-family="system-ui, sans-serif" fill="#111">#number</text>'
)

# A shield: a form that neither homes nor venues nor firms have.
_SHIELD = "M3 2.5h20v12.5L13 24 3 15z"
_STATION = (
    f'<path d="{_SHIELD}" fill="{EXISTING}" stroke="#fff" stroke-width="1.5" '
    'stroke-linejoin="round"/><circle cx="13" cy="11" r="4" fill="#fff"/>'
)
_NEW_STATION = (
    f'<path d="{_SHIELD}" fill="{PROPOSED}" stroke="{INK}" stroke-width="1.1" '
    'stroke-linejoin="round"/><text x="13" y="16" text-anchor="middle" font-size="13" '
    'font-weight="700" font-family="system-ui, sans-serif" fill="#111">#number</text>'
)

HOME_SYMBOLS: dict[str, dict[str, Any]] = {
    "existing": {"svg": _svg(24, 24, _SQUARE), "size": 24, "above": 0},
    "proposed": {"svg": _svg(38, 38, _STAR), "size": 38, "above": 1000},
    "closed": {"svg": _svg(24, 24, _CLOSED), "size": 24, "above": 0},
    "station": {"svg": _svg(26, 26, _STATION), "size": 26, "above": 0},
    "new_station": {"svg": _svg(26, 26, _NEW_STATION), "size": 26, "above": 900},
}
"""Symbols that stand on the map as pictures: their SVG, size in pixels, and height in the pile."""


_MARKS = ("candidate", "required", "forbidden", "covered_small", "uncovered_small", "firm_small")


def icons(numbered: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Draw the symbols of a map that takes pictures: twice as large as they stand.

    Parameters
    ----------
    numbered
        The proposed homes and stations; each has a picture of its own, ``proposed-1`` ...
    """
    made = {name: _svg(24, 18, _path(SYMBOLS[name].shape, SYMBOLS[name].style)) for name in _MARKS}
    made |= {name: HOME_SYMBOLS[name]["svg"] for name in ("existing", "closed", "station")}
    for kind, n in numbered:
        made[f"{kind}-{n}"] = HOME_SYMBOLS[kind]["svg"].replace("#number", str(n))
    return {name: _SIZE.sub(_twice, svg, count=2) for name, svg in made.items()}


def _twice(found: re.Match[str]) -> str:
    return f'{found[1]}="{2 * float(found[2]):g}"'


def legend_picture(name: str) -> str:
    """Draw a symbol as the legend shows it, 24 x 18 pixels."""
    symbol = SYMBOLS[name]
    if symbol.shape == "square":
        square = _CLOSED if name == "closed" else _SQUARE
        return _svg(24, 18, f'<g transform="translate(3 0) scale(.75)">{square}</g>')
    if name == "proposed":
        star = _STAR.replace("#number", "1")
        return _svg(24, 18, f'<g transform="translate(3 0) scale(.475)">{star}</g>')
    if symbol.shape == "shield":
        shield = _STATION if name == "station" else _NEW_STATION.replace("#number", "1")
        return _svg(24, 18, f'<g transform="translate(3 0) scale(.69)">{shield}</g>')
    if symbol.shape == "hexagon":
        steps = "".join(
            f'<rect x="{2 + 2 * k}" y="4" width="2.1" height="10" fill="{colour}" opacity=".75"/>'
            for k, colour in enumerate(VIRIDIS)
        )
        return _svg(24, 18, steps)
    return _svg(24, 18, _path(symbol.shape, symbol.style))


def _path(shape: str, style: dict[str, object]) -> str:
    stroke = f'stroke="{style.get("color")}" stroke-width="{style.get("weight", 1)}"'
    fill = f'fill="{style.get("fillColor", "none")}" fill-opacity="{style.get("fillOpacity", 0)}"'
    dash = f' stroke-dasharray="{style["dashArray"]}"' if "dashArray" in style else ""
    bodies = {
        "circle": '<circle cx="12" cy="9" r="4.6" {}/>',
        "triangle": '<polygon points="12,3.6 17,13 7,13" {}/>',
        "diamond": '<polygon points="12,3.4 17.6,9 12,14.6 6.4,9" {}/>',
        "cross": '<path d="M7.8 4.8 16.2 13.2M16.2 4.8 7.8 13.2" {}/>',
        "disc": '<circle cx="12" cy="9" r="7.6" {}/>',
        "line": '<path d="M1 9h22" {}/>',
    }
    return bodies[shape].format(f"{stroke} {fill}{dash}")
