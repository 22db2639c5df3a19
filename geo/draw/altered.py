"""The map on which a planner draws footbridges, gates and walls."""

from __future__ import annotations

from collections.abc import Sequence

from geo.core import Study
from geo.draw import layers as draw
from geo.draw.layers.element import Layer, place, styles
from geo.draw.safe import text
from geo.draw.web import Map, assemble
from geo.words import _

__all__ = ["altered_map"]

Line = Sequence[tuple[float, float]]

_PAD_DEG = 0.003  # some three hundred metres around the places clicked
_MARK_PX = 7.0
_GATE_DEG = 0.0001  # about ten metres: half the height of the bar across a gate


def altered_map(
    study: Study,
    *,
    added: Sequence[Line],
    closed: Sequence[Line],
    pending: Line = (),
) -> Map:
    """Draw streets, sites, and what was changed.

    Parameters
    ----------
    study
        Its streets and sites lie below.
    added, closed
        Lines of ``(lon, lat)``: ways added, walls; a gate is a line of one place.
    pending
        Places clicked, of which nothing was made yet.
    """
    walls = [line if len(line) > 1 else _bar(*line[0]) for line in closed]
    stack = [
        _lines(added, "added_way", _("Ways added")),
        _lines(walls, "closed_way", _("Streets closed")),
        draw.homes(study),
        _places(pending),
    ]
    return assemble(study, stack, around=_around(pending), asked=True)


def _around(spots: Line) -> tuple[float, float, float, float] | None:
    """Return south, west, north, east of where somebody is drawing, so that they stay there."""
    if not spots:
        return None
    lon, lat = zip(*spots, strict=True)
    return min(lat) - _PAD_DEG, min(lon) - _PAD_DEG, max(lat) + _PAD_DEG, max(lon) + _PAD_DEG


def _bar(lon: float, lat: float) -> Line:
    return [(lon - 2 * _GATE_DEG, lat - _GATE_DEG), (lon + 2 * _GATE_DEG, lat + _GATE_DEG)]


def _lines(lines: Sequence[Line], meaning: str, name: str) -> Layer:
    rows = [[[place(lat, lon) for lon, lat in line], 0] for line in lines]
    spec = {"rows": rows, "styles": styles((meaning,))}
    return Layer("lines", spec, role=meaning, name=text(name), meanings=(meaning,))


def _places(spots: Line) -> Layer:
    rows = [
        [*place(lat, lon), _MARK_PX, 0, str(number), [], str(number)]
        for number, (lon, lat) in enumerate(spots, 1)
    ]
    spec = {"rows": rows, "styles": styles(("drawn_place",)), "labels": []}
    return Layer(
        "points", spec, role="clicked", name=text(_("Places clicked")), meanings=("drawn_place",)
    )
