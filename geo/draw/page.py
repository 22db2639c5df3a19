"""A map as pieces of a page that needs nothing but itself."""

from __future__ import annotations

from dataclasses import dataclass

from branca.element import Figure

from geo.draw import vendor
from geo.draw.web import Map

__all__ = ["Pieces", "pieces"]


@dataclass(frozen=True)
class Pieces:
    """The parts of a page: what goes into its head, where the map stands, what starts it."""

    head: str
    body: str
    script: str


def pieces(made: Map) -> Pieces:
    """Take a map apart; every script and style is written into ``head``."""
    made.default_js, made.default_css = [], []
    root = made.get_root()
    assert isinstance(root, Figure)
    root.render()
    return Pieces(
        head=f"{vendor.inline()}\n{root.header.render()}",
        body=root.html.render(),
        script=root.script.render(),
    )
