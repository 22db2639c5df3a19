"""Colours and shapes: safe for colour-blind readers and in greyscale.

Okabe and Ito's colours; every meaning has a shape of its own as well, proposed sites a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.words import N_

__all__ = [
    "COVERED",
    "EXISTING",
    "INK",
    "PROPOSED",
    "SYMBOLS",
    "UNCOVERED",
    "VIRIDIS",
    "Symbol",
    "small_kind",
    "viridis",
]

COVERED, UNCOVERED = "#009E73", "#D55E00"
EXISTING, PROPOSED = "#0072B2", "#E69F00"
WALKED = "#CC79A7"
INK, GREY, PALE = "#333333", "#8a8a86", "#cbcbc5"
VIRIDIS = (
    *("#440154", "#482878", "#3e4989", "#31688e", "#26828e"),
    *("#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"),
)


@dataclass(frozen=True)
class Symbol:
    """One kind of thing on the map.

    Attributes
    ----------
    label
        English words of the legend, translated where they are shown.
    shape
        ``circle, triangle, square, diamond, cross, star, shield, hexagon, disc`` or ``line``.
    style
        Leaflet's path options.
    """

    label: str
    shape: str
    style: dict[str, Any]


def _point(shape: str, color: str, fill: float, weight: float = 1.6) -> dict[str, Any]:
    edge = "#ffffff" if fill == 1 else color
    return {
        "shape": shape,
        "color": edge,
        # A hollow mark is white inside, so that it stands out on streets and hexagons too.
        "fillColor": color if fill == 1 else "#ffffff",
        "fillOpacity": 0.9 if fill == 1 else 0.7,
        "weight": 0.8 if fill == 1 else weight,
        "opacity": 1,
        "fill": True,
    }


def _band(fill: float) -> dict[str, Any]:
    """Ground within a time: purple, which no other sign has, the darker the nearer."""
    return {
        "color": WALKED,
        "weight": 1,
        "opacity": 0.9,
        "fillColor": WALKED,
        "fillOpacity": fill,
    }


LABELS = {
    "covered": N_("Firm, covered"),
    "covered_small": N_("Small unionised firm, covered"),
    "uncovered": N_("Firm, not covered"),
    "uncovered_small": N_("Small unionised firm, not covered"),
    "covered_small_any": N_("Small firm, covered"),
    "uncovered_small_any": N_("Small firm, not covered"),
    "covered_group": N_("Group of firms, covered"),
    "uncovered_group": N_("Group of firms, not wholly covered"),
    "firm": N_("Firm"),
    "firm_small": N_("Small unionised firm"),
    "firm_small_any": N_("Small firm"),
    "existing": N_("Home open today"),
    "proposed": N_("Proposed home (numbered)"),
    "closed": N_("Home to be closed"),
    "station": N_("Station open today"),
    "new_station": N_("Proposed station (numbered)"),
    "required": N_("Required venue"),
    "candidate": N_("Venue that could be used"),
    "forbidden": N_("Venue ruled out"),
    "disc_existing": N_("Catchment today"),
    "disc_proposed": N_("Catchment, proposed"),
    "walk_near": N_("Ground reached on foot, shortest time"),
    "walk_middle": N_("Ground reached on foot, middle time"),
    "walk_far": N_("Ground reached on foot, longest time"),
    "not_walked": N_("Firm not measured along streets"),
    "density": N_("Workers: few to many"),
    "outline": N_("Study area"),
    "streets": N_("Streets"),
    "here": N_("Where you start"),
    "route": N_("Way on foot"),
    "added_way": N_("Way added"),
    "closed_way": N_("Streets closed here"),
    "drawn_place": N_("Place clicked"),
}

_STYLES: dict[str, tuple[str, dict[str, Any]]] = {
    "covered": ("circle", _point("circle", COVERED, 1)),
    "covered_group": ("circle", _point("circle", COVERED, 1)),
    "covered_small": ("triangle", _point("triangle", COVERED, 1)),
    "covered_small_any": ("triangle", _point("triangle", COVERED, 1)),
    "uncovered": ("circle", _point("circle", UNCOVERED, 0)),
    "uncovered_group": ("circle", _point("circle", UNCOVERED, 0)),
    "uncovered_small": ("triangle", _point("triangle", UNCOVERED, 0)),
    "uncovered_small_any": ("triangle", _point("triangle", UNCOVERED, 0)),
    "firm": ("circle", _point("circle", "#5d6b75", 1)),
    "firm_small": ("triangle", _point("triangle", "#5d6b75", 1)),
    "firm_small_any": ("triangle", _point("triangle", "#5d6b75", 1)),
    "existing": ("square", {"color": EXISTING}),
    "proposed": ("star", {"color": PROPOSED}),
    "closed": ("square", {"color": INK}),
    "station": ("shield", {"color": EXISTING}),
    "new_station": ("shield", {"color": PROPOSED}),
    "required": ("diamond", _point("diamond", INK, 1)),
    "candidate": ("diamond", _point("diamond", GREY, 1)),
    "forbidden": ("cross", {**_point("cross", INK, 0, 1.8), "fill": False}),
    "disc_existing": (
        "disc",
        {
            "color": EXISTING,
            "weight": 1.2,
            "opacity": 0.8,
            "fillColor": EXISTING,
            "fillOpacity": 0.15,
        },
    ),
    "disc_proposed": (
        "disc",
        {
            "color": PROPOSED,
            "weight": 1.2,
            "opacity": 0.9,
            "fillColor": PROPOSED,
            "fillOpacity": 0.18,
        },
    ),
    "walk_near": ("disc", _band(0.42)),
    "walk_middle": ("disc", _band(0.26)),
    "walk_far": ("disc", _band(0.14)),
    "not_walked": (
        "circle",
        {
            "shape": "circle",
            "color": INK,
            "weight": 1.6,
            "opacity": 1,
            "dashArray": "3 3",
            "fill": False,
        },
    ),
    "density": ("hexagon", {"weight": 0, "fillOpacity": 0.6}),
    "outline": (
        "line",
        {
            "color": "#8a8a86",
            "weight": 1.6,
            "dashArray": "6 4",
            "fillColor": "#ffffff",
            "fillOpacity": 1,
        },
    ),
    "streets": ("line", {"color": PALE, "weight": 1.3, "opacity": 1}),
    "here": ("circle", _point("circle", UNCOVERED, 1)),
    "route": ("line", {"color": UNCOVERED, "weight": 4, "opacity": 0.85}),
    "added_way": ("line", {"color": EXISTING, "weight": 4, "opacity": 0.9}),
    "closed_way": ("line", {"color": INK, "weight": 4, "opacity": 0.9, "dashArray": "2 7"}),
    "drawn_place": ("circle", _point("circle", UNCOVERED, 1)),
}

SYMBOLS = {name: Symbol(LABELS[name], *_STYLES[name]) for name in LABELS}
"""Meaning -> how it is drawn and what the legend calls it."""


def small_kind(kind: str, *, knows_unions: bool) -> str:
    """Name the small firms of a kind: without a word on unions where the list has none."""
    return f"{kind}_small" if knows_unions else f"{kind}_small_any"


def viridis(share: float) -> str:
    """Return the viridis colour of a share, 0..1, in ten steps."""
    return VIRIDIS[min(int(max(share, 0.0) * len(VIRIDIS)), len(VIRIDIS) - 1)]
