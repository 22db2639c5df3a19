"""A map as pieces of a page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from branca.element import Figure

from geo import words
from geo.draw import vendor
from geo.draw.safe import text
from geo.draw.web import Map

__all__ = ["Pieces", "pieces", "side_by_side"]

# Beside one another where there is room, below one another on a telephone.
_BESIDE = """<style>
.beside { display: grid; gap: 10px; height: 100vh; grid-template-columns: repeat(%d, 1fr); }
.beside section { display: flex; flex-direction: column; min-width: 0; min-height: 230px; }
.beside h2 { margin: 0 0 4px; font-size: 1rem; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.beside .map { flex: 1; height: auto; min-height: 0; }
@media (max-width: 640px) { .beside { grid-template-columns: 1fr; } }
</style>"""


@dataclass(frozen=True)
class Pieces:
    """The parts of a page: what goes into its head, where the map stands, what starts it."""

    head: str
    body: str
    script: str


def pieces(made: Map) -> Pieces:
    """Take a map apart; every script and style is written into ``head``."""
    bare = _bare(made)
    return Pieces(head=f"{vendor.inline()}\n{bare.head}", body=bare.body, script=bare.script)


def side_by_side(maps: Sequence[Map], titles: Sequence[str], *, linked: bool) -> str:
    """Write one page with several maps beside one another; linked, they move and zoom as one.

    Parameters
    ----------
    maps
        The maps.
    titles
        A heading for each.
    linked
        Whether moving one moves all: they show one place.
    """
    parts = [_bare(made) for made in maps]
    boxes = "".join(
        f'<section><h2 title="{text(title)}">{text(title)}</h2>'
        f'<div class="map">{part.body}</div></section>'
        for title, part in zip(titles, parts, strict=True)
    )
    names = ", ".join(made.get_name() for made in maps)
    link = f"xuanzhi.link([{names}]);" if linked else ""
    script = "\n".join([*(part.script for part in parts), link])
    columns = 2 if len(maps) == 4 else len(maps)
    head = "\n".join([vendor.inline(), *(part.head for part in parts), _BESIDE % columns])
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language()}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{text(' · '.join(titles))}</title>\n{head}\n</head>\n"
        f'<body class="beside">{boxes}\n<script>\n{script}\n</script>\n</body>\n</html>\n'
    )


def _bare(made: Map) -> Pieces:
    """Take a map apart, without the scripts and styles that all maps share."""
    made.default_js, made.default_css = [], []
    root = made.get_root()
    assert isinstance(root, Figure)
    root.render()
    return Pieces(root.header.render(), root.html.render(), root.script.render())
