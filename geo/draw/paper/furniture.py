"""Where scale bar, arrow and mark lie on a drawn map, and an extent in which they hide nobody."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from unicodedata import east_asian_width

import numpy as np

from geo.core.arrays import Floats
from geo.draw.paper.sheet import INCH_MM, LETTERS

__all__ = ["ARROW", "Frame", "bar_box", "bar_length_m", "cleared", "round_length_m"]

ARROW = (0.955, 0.895, 0.975)
"""The arrow's place: across, its letter's top, its tip; shares of the frame."""

_BAR = 0.28  # of the width, at most
_SAID_MM = 38.0  # the scale in words
_SIGN_MM = 3.0  # half of the largest sign of a place
_LETTER_MM = LETTERS["large"] / 72 * INCH_MM
_STEP, _MOST = 1.03, 45  # the extent grows so much at a time, so many times at most


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is drawn, in metres."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, times: float) -> Frame:
        """Return an extent so many times as wide and high, with the same middle."""
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        w, h = (self.east - self.west) * times / 2, (self.north - self.south) * times / 2
        return Frame(x - w, y - h, x + w, y + h)


def round_length_m(most_m: float) -> float:
    """Return the longest of 1, 2, 5, 10, 20, ... metres that is no longer than ``most_m``.

    Examples
    --------
    >>> round_length_m(730.0), round_length_m(4999.0)
    (500.0, 2000.0)
    """
    power = 10.0 ** floor(log10(most_m))
    return next(k * power for k in (5.0, 2.0, 1.0) if k * power <= most_m)


def bar_length_m(frame: Frame) -> float:
    """Say how long the scale bar is."""
    return round_length_m(_BAR * (frame.east - frame.west))


def bar_box(frame: Frame, width_mm: float) -> Frame:
    """Lay the white box of the scale bar into the lower left corner."""
    width = frame.east - frame.west
    long = max(bar_length_m(frame) + 0.075 * width, (_SAID_MM / width_mm + 0.02) * width)
    west, south = frame.west + 0.01 * width, frame.south + 0.013 * width
    return Frame(west, south, west + long, south + 0.075 * width)


def cleared(frame: Frame, x: Floats, y: Floats, *, mark: str, width_mm: float) -> Frame:
    """Widen an extent until no place lies under the bar, the arrow or the mark.

    Parameters
    ----------
    frame
        An extent that holds all places.
    x, y
        ``(n,)`` metres, where firms and sites are.
    mark
        What stands in the upper left corner; may be empty.
    width_mm
        How wide the map is printed.
    """
    for _step in range(_MOST):
        if not any(_hides(box, x, y) for box in _boxes(frame, mark, width_mm)):
            break
        frame = frame.grown(_STEP)
    return frame


def _boxes(frame: Frame, mark: str, width_mm: float) -> list[Frame]:
    """List what is laid over the map, with room for half a sign around each."""
    mm = (frame.east - frame.west) / width_mm
    height = frame.north - frame.south
    across, letter, tip = ARROW
    middle = frame.west + across * (frame.east - frame.west)
    found = [
        bar_box(frame, width_mm),
        Frame(
            middle - _LETTER_MM * mm,
            frame.south + letter * height - 1.5 * _LETTER_MM * mm,
            middle + _LETTER_MM * mm,
            frame.south + tip * height,
        ),
    ]
    if mark:
        long = sum(1.0 if east_asian_width(c) in "WF" else 0.62 for c in mark) + 2
        deep = 0.015 * height + 2.4 * _LETTER_MM * mm
        east = frame.west + 0.015 * (frame.east - frame.west) + long * _LETTER_MM * mm
        found.append(Frame(frame.west, frame.north - deep, east, frame.north))
    room = _SIGN_MM * mm
    return [Frame(b.west - room, b.south - room, b.east + room, b.north + room) for b in found]


def _hides(box: Frame, x: Floats, y: Floats) -> bool:
    inside = (x >= box.west) & (x <= box.east) & (y >= box.south) & (y <= box.north)
    return bool(np.any(inside))
