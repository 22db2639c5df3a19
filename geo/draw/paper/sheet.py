"""The sheet that is drawn on: size, letters, and the way into a picture file."""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from geo.draw.paper.fonts import drawn_faces
from geo.draw.paper.signs import lacking, outlined, printable
from geo.errors import MissingExtraError
from geo.words import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "COLUMN_MM",
    "INCH_MM",
    "LETTERS",
    "figure",
    "letters",
    "picture",
    "plain",
    "plain_within",
    "width_mm",
]

COLUMN_MM = 156.0
"""Width of the text on A4, which a picture fills."""

INCH_MM = 25.4
LETTERS = {"small": 7.0, "normal": 8.0, "large": 9.5}
"""Sizes of letters in points, as they stand on the paper."""

_DPI = 220

_UNDRAWN = ("Cc", "Cf", "Zl", "Zp")  # they part lines, or turn the way of writing


def plain(text: object, longest: int = 40) -> str:
    """Make a name fit to be drawn: one line, no sign of matplotlib's own, not too long.

    A sign that no font can draw stands as its code.
    """
    return _fit(_line(text), longest)


def plain_within(text: object, most_mm: float, size: str = "normal") -> str:
    """Make a name fit to be drawn in so many millimetres: what does not fit is cut off."""
    said = _line(text)
    if width_mm(said, size) <= most_mm:
        return _fit(said, len(said))
    fitting = (k for k in range(len(said)) if width_mm(said[:k] + "…", size) <= most_mm)
    return _fit(said, max(fitting, default=0) + 1)


def _line(text: object) -> str:
    said = "".join(c for c in str(text) if unicodedata.category(c) not in _UNDRAWN).strip()
    return printable(said, _chain(frozenset(said))[1])


def _fit(said: str, longest: int) -> str:
    said = said if len(said) <= longest else said[: longest - 1] + "…"
    return said.replace("$", r"\$")


def width_mm(said: str, size: str = "normal") -> float:
    """Estimate how wide a text is drawn, rather too wide than too narrow."""
    return sum(map(_em, said)) * LETTERS[size] / 72 * INCH_MM


def _em(c: str) -> float:
    """Estimate the width of a sign, in sizes of its letters."""
    if east_asian_width(c) in "WF" or c == "…":
        return 1.0
    return 0.3 if c in ",.:;' " else 0.95 if c in "MWmw@%" else 0.72 if c.isupper() else 0.57


@lru_cache(maxsize=256)
def _chain(signs: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Return the families that draw these signs, and the signs that none can draw."""
    faces = drawn_faces()
    (usual, others), further, left = (faces[:2], faces[2:]), [], set()
    for sign in sorted(lacking(signs, tuple(face for _family, face in usual))):
        found = outlined(sign, tuple(face for _family, face in others))
        if found is None:
            left.add(sign)
        else:
            further.append(next(family for family, face in others if face == found))
    return [family for family, _face in usual] + list(dict.fromkeys(further)), frozenset(left)


def figure(width_mm: float, height_mm: float) -> Figure:
    """Open a sheet of some millimetres.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed, or there is no Chinese font.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - optional
        from matplotlib.figure import Figure  # noqa: PLC0415 - the same
    except ImportError:
        raise MissingExtraError(
            _('Drawn maps need an optional part: pip install "xuanzhi[report]".')
        ) from None
    sheet = Figure(figsize=(width_mm / INCH_MM, height_mm / INCH_MM), dpi=_DPI)
    FigureCanvasAgg(sheet)
    return sheet


def letters(size: str = "normal", *, of: str = "", **further: Any) -> dict[str, Any]:  # noqa: ANN401 - matplotlib's own options
    """Return the options of a text in one of the sizes; ``of`` may hold rare signs."""
    families = _chain(frozenset(of))[0]
    return {"fontfamily": families, "fontsize": LETTERS[size], **further}


def picture(sheet: Figure) -> bytes:
    """Write the sheet as PNG."""
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=_DPI, facecolor="white", metadata={"Software": "xuanzhi"})
    return out.getvalue()
