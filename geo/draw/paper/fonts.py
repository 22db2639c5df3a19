"""Fonts for paper: a Chinese one is found on the machine, or in the optional package that has one.

Nothing is fetched. A folder of one's own is named by the variable ``XUANZHI_FONTS``.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from geo.draw.paper.signs import Face
from geo.errors import MissingExtraError
from geo.words import _

__all__ = ["carried_face", "chinese_family", "drawn_faces", "font_folders", "missing_font"]

# From the best to the last resort; every one of them has simplified Chinese.
_FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Heiti SC",
    "WenQuanYi Micro Hei",
    "SimSun",
    "Noto Serif CJK SC",
    "Noto Sans CJK JP",  # all that an older matplotlib reads of the collection
)
_WHEEL = "noto_cjk_sans_otc"
_CARRIED = "DejaVu Sans"  # comes with matplotlib
_UPRIGHT = 400  # weight of letters that are not bold


def _own_folder() -> list[Path]:
    return [Path(given)] if (given := os.environ.get("XUANZHI_FONTS")) else []


def _wheel_folder() -> list[Path]:
    """Find the font of the optional package, without importing it."""
    spec = find_spec(_WHEEL)
    return [] if spec is None or spec.origin is None else [Path(spec.origin).parent]


def _system_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    own = [home / ".fonts", home / ".local" / "share" / "fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), *own]


def font_folders() -> tuple[Path, ...]:
    """Return the folders in which fonts may lie, the user's own first."""
    wanted = [*_own_folder(), *_system_folders(), *_wheel_folder()]
    return tuple(folder for folder in wanted if folder.is_dir())


def missing_font() -> MissingExtraError:
    """Say that no Chinese font was found, and how to get one."""
    return MissingExtraError(
        _(
            "No Chinese font was found on this machine, so Chinese cannot be printed. Install one "
            "(Debian: fonts-noto-cjk), or install the optional part: pip install "
            '"xuanzhi[report]", or name a folder with a font by XUANZHI_FONTS.'
        )
    )


@cache
def chinese_family() -> str:
    """Return the family in which Chinese is drawn.

    Raises
    ------
    MissingExtraError
        There is none; the message says how to get one.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - only paper needs it

    manager = font_manager.fontManager
    for folder in (*_own_folder(), *_wheel_folder()):
        for path in font_manager.findSystemFonts([str(folder)]):
            manager.addfont(path)
    known = {entry.name for entry in manager.ttflist}
    for family in _FAMILIES:
        if family in known:
            return family
    raise missing_font()


@cache
def drawn_faces() -> tuple[tuple[str, Face], ...]:
    """List family and file of every font that can be drawn with, those of all letters first.

    The first two are the Chinese one and the one that comes with matplotlib.

    Raises
    ------
    MissingExtraError
        There is no Chinese font.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - only paper needs it

    first = (chinese_family(), _CARRIED)
    best: dict[str, tuple[int, Face]] = {}
    for entry in font_manager.fontManager.ttflist:
        # A slanted or a bold font is taken only where its family has no other.
        off = 1000 * (entry.style != "normal") + _off_weight(entry.weight)
        # An older matplotlib knows the first font of a file only, and counts none.
        face = Face(entry.fname, getattr(entry, "index", 0))
        if entry.name not in best or off < best[entry.name][0]:
            best[entry.name] = off, face
    wanted = [*first, *sorted(best.keys() - set(first))]
    return tuple((family, best[family][1]) for family in wanted)


def _off_weight(weight: int | str) -> int:
    return abs(weight - _UPRIGHT) if isinstance(weight, int) else 0


def carried_face() -> Face:
    """Return the file of DejaVu Sans Mono that comes with matplotlib, as with others."""
    from matplotlib import get_data_path  # noqa: PLC0415 - only paper needs it

    return Face(str(Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"))
