"""What every demo says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.core import Study

__all__ = ["Demo"]


@dataclass(frozen=True)
class Demo:
    """A demo town.

    Attributes
    ----------
    name
        Short name for options: ``"yongshun"``.
    title
        English title, translated where it is shown; also the study's name.
    read
        Reads or draws the town; needs no network.
    radius_m
        A service radius, in metres, that leaves something to decide in this town.
    extract
        Finds the OpenStreetMap extract whose streets can be walked; None: the drawn streets are.
    """

    name: str
    title: str
    read: Callable[[], Study]
    radius_m: float
    extract: Callable[[], Path] | None = None
