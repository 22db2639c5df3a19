"""What a doubt shows beside its sentence: big numbers, a table, what follows, the calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["Answered"]


@dataclass(frozen=True)
class Answered:
    """The parts of the panel in which one doubt differs from another.

    Attributes
    ----------
    chosen
        What the shares of draws in which each site is chosen are shares of.
    figures
        Big numbers, as `geo.app.widgets.why.shown.tiles` takes them.
    title, table
        What stands beside how often each site is chosen; an empty title: nothing.
    below
        Shows what follows.
    imports, calls
        The lines that make all this in a notebook, in which ``errors`` is known.
    """

    chosen: str
    figures: Mapping[str, tuple[int, float | None]]
    title: str
    table: Callable[[], None]
    below: Callable[[], None]
    imports: str
    calls: tuple[str, ...]
