"""What the signs on a map mean, in the user's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.draw.look import SYMBOLS
from geo.draw.pictures import legend_picture
from geo.draw.safe import text
from geo.words import _

__all__ = ["LegendEntry", "legend", "legend_html"]


@dataclass(frozen=True)
class LegendEntry:
    """One line of a legend.

    Attributes
    ----------
    name
        A key of `geo.draw.look.SYMBOLS`.
    svg
        The sign, as an SVG picture of 24 x 18 pixels.
    label
        What it means.
    """

    name: str
    svg: str
    label: str


def legend(names: Iterable[str]) -> tuple[LegendEntry, ...]:
    """Explain the kinds of things that are on a map, in the order of `SYMBOLS`."""
    shown = set(names)
    return tuple(
        LegendEntry(name, legend_picture(name), _(symbol.label))
        for name, symbol in SYMBOLS.items()
        if name in shown
    )


def legend_html(entries: Iterable[LegendEntry], *, folds: bool = True) -> str:
    """Write a legend as HTML: one that folds away, to lie on a map, or a plain list beside it."""
    rows = "".join(f"<li>{entry.svg}<span>{text(entry.label)}</span></li>" for entry in entries)
    if not folds:
        return f"<ul>{rows}</ul>"
    return f"<details open><summary>{text(_('Legend'))}</summary><ul>{rows}</ul></details>"
