"""The sheet that is drawn on: size, letters, and the way into a picture file."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any

from geo.draw.paper.fonts import chinese_family
from geo.errors import MissingExtraError
from geo.words import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["COLUMN_MM", "INCH_MM", "LETTERS", "figure", "letters", "picture", "plain"]

COLUMN_MM = 156.0
"""Width of the text on A4, which a picture fills."""

INCH_MM = 25.4
LETTERS = {"small": 7.0, "normal": 8.0, "large": 9.5}
"""Sizes of letters in points, as they stand on the paper."""

_DPI = 220


def plain(text: object, longest: int = 40) -> str:
    """Make a name fit to be drawn: one line, no sign of matplotlib's own, not too long."""
    said = "".join(c for c in str(text) if unicodedata.category(c)[0] != "C").strip()
    said = said if len(said) <= longest else said[: longest - 1] + "…"
    return said.replace("$", r"\$")


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


def letters(size: str = "normal", **further: Any) -> dict[str, Any]:  # noqa: ANN401 - matplotlib's own options
    """Return the options of a text in one of the sizes."""
    families = [chinese_family(), "DejaVu Sans"]
    return {"fontfamily": families, "fontsize": LETTERS[size], **further}


def picture(sheet: Figure) -> bytes:
    """Write the sheet as PNG."""
    out = io.BytesIO()
    sheet.savefig(out, format="png", dpi=_DPI, facecolor="white", metadata={"Software": "xuanzhi"})
    return out.getvalue()
