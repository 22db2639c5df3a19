"""Signs that no font on this machine has: found, and written as their code, never as a box.

A rare Chinese character, an emoji or a sign of a script of its own may stand in any name. Files of
text keep it, for whoever reads them may have a font for it; what is drawn or set here cannot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["Face", "lacking", "outlined", "printable"]

_ALL_BOXES = "last resort"  # a font that claims every sign, and draws a box for each
_UNSEEN = re.compile("[\u034f\u061c\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Signs that choose the form of another, or take no room: no font need draw them."""
_JOINED = re.compile("(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d")
"""What joins emoji to one picture."""

_NOBODYS = ("Co", "Cs")  # signs of private use, and halves of signs


class Face(NamedTuple):
    """One font in a file.

    Attributes
    ----------
    path
        The file.
    number
        Which of the fonts in it, from 0.
    """

    path: str
    number: int = 0


@lru_cache(maxsize=256)
def lacking(signs: frozenset[str], faces: tuple[Face, ...]) -> frozenset[str]:
    """Return those signs that none of the fonts has; fonts are opened until all are found.

    What a private sign means is known to those who agreed on it: a font that has one may mean
    something else.
    """
    wanted = {sign for sign in signs if _needs_a_glyph(sign)}
    private = {sign for sign in wanted if unicodedata.category(sign) in _NOBODYS}
    left = wanted - private
    for face in faces:
        if not left:
            break
        font = _opened(face)
        if font is not None:
            left = {sign for sign in left if not font.get_char_index(ord(sign))}
    return frozenset(left | private)


@lru_cache(maxsize=256)
def outlined(sign: str, faces: tuple[Face, ...]) -> Face | None:
    """Return the first font that has lines to draw a sign by; one of coloured pictures has none."""
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415 - only paper needs it

    for face in faces:
        font = _opened(face)
        if font is None or not font.get_char_index(ord(sign)):
            continue
        try:
            font.load_char(ord(sign), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)
        except RuntimeError:  # what FreeType says of a glyph that it cannot load
            continue
        if len(font.get_path()[0]):
            return face
    return None


def printable(text: str, missing: Iterable[str] = ()) -> str:
    """Write signs as their codes in brackets, those that stand together in one pair.

    Joined emoji are set side by side: of a picture that a font has in part, the rest would be lost.

    Examples
    --------
    >>> printable("永顺𡧳堂", "𡧳"), printable("ab!", "ab")
    ('永顺[U+219F3]堂', '[U+0061 U+0062]!')
    """
    text, kept = _JOINED.sub("", text), "".join(map(re.escape, missing))
    if not kept:
        return text

    def code(found: re.Match[str]) -> str:
        return f"[{' '.join(f'U+{ord(c):04X}' for c in found[0] if _needs_a_glyph(c))}]"

    return re.sub(f"[{kept}](?:[{kept}]|{_UNSEEN.pattern})*", code, text)


def _needs_a_glyph(sign: str) -> bool:
    return not (unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") or _UNSEEN.match(sign))


def _opened(face: Face) -> FT2Font | None:
    """Open a font; what cannot be read, or draws every sign as a box, is none."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - only paper needs it

    try:
        # An older matplotlib knows the first font of a file only.
        numbered = face.number > 0
        font = FT2Font(face.path, face_index=face.number) if numbered else FT2Font(face.path)
    except (OSError, RuntimeError, TypeError):
        return None
    name = re.sub(r"[^a-z]+", " ", font.family_name.lower().replace("lastresort", _ALL_BOXES))
    return None if _ALL_BOXES in name else font
