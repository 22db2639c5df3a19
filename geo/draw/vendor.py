"""The scripts and styles of the map, carried with the package: found, linked, or written inline."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from geo.errors import InputError
from geo.words import _

__all__ = [
    "SCRIPTS",
    "SERVED_AT",
    "STYLES",
    "folder",
    "inline",
    "links",
    "module",
    "script",
    "style",
]

SCRIPTS = ("vendor/leaflet/leaflet.js", "map/map.js", "map/keys.js")
STYLES = ("vendor/leaflet/leaflet.css", "map/map.css")
SERVED_AT = "/app/static"
"""Where Streamlit serves the folder ``static`` that lies beside its main script."""

_PAGE = "map/page.css"
_MODULES = "map/gl"
_URL = re.compile(r"url\(([^)]+)\)")


@cache
def folder() -> Path:
    """Find ``static``: inside the installed package, or beside it in a clone.

    Raises
    ------
    InputError
        The files are in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for place in (package / "static", package.parent / "static"):
        if (place / SCRIPTS[0]).is_file():
            return place
    raise InputError(
        _(
            "The scripts of the map are missing beside {place}; install xuanzhi again.",
            place=package,
        )
    )


def module(base: str) -> str:
    """Return the address of the map of many firms; its stamp changes with any of its files."""
    names = sorted(path.name for path in (folder() / _MODULES).iterdir())
    stamp = "-".join(_stamp(f"{_MODULES}/{name}") for name in names)
    short = hashlib.sha256(stamp.encode("ascii")).hexdigest()[:12]
    return f"{base.rstrip('/')}/{_MODULES}/component.js?{short}"


def links(base: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return folium's (name, address) pairs of all scripts and of all styles under ``base``."""
    start = base.rstrip("/")
    scripts, styles = (
        [(Path(name).stem, f"{start}/{name}?{_stamp(name)}") for name in names]
        for names in (SCRIPTS, STYLES)
    )
    return scripts, [(f"{name}_css", address) for name, address in styles]


def inline() -> str:
    """Write all styles and scripts of a standalone page as HTML that asks for nothing more."""
    styles = "\n".join(f"<style>\n{style(name)}\n</style>" for name in (*STYLES, _PAGE))
    scripts = "\n".join(f"<script>\n{script(name)}\n</script>" for name in SCRIPTS)
    return f"{styles}\n{scripts}"


@cache
def _stamp(name: str) -> str:
    """Change the address with the file, so that a browser never keeps an old one."""
    path = folder() / name
    return f"{path.stat().st_size:x}-{int(path.stat().st_mtime):x}"


@cache
def script(name: str) -> str:
    """Return a script below ``static``, as it stands inside a page."""
    source = (folder() / name).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S+", "", source)


@cache
def style(name: str) -> str:
    """Return a style below ``static``, its pictures written into it."""
    path = folder() / name

    def embedded(found: re.Match[str]) -> str:
        picture = (path.parent / found[1].strip("'\"")).resolve()
        if not picture.is_file():  # pictures of Leaflet's default marker, which we never draw
            return "none"
        data = base64.b64encode(picture.read_bytes()).decode("ascii")
        return f"url(data:image/{picture.suffix[1:]};base64,{data})"

    return _URL.sub(embedded, path.read_text(encoding="utf-8"))
