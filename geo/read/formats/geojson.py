"""GeoJSON: degrees by its own standard, whatever datum its maker used."""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

from geo.errors import InputError
from geo.read.formats.base import Ask, Raw, Reader
from geo.read.formats.text import decode
from geo.read.formats.vector import read_features

__all__ = ["GEOJSON"]

# A number of an exponent of three digits, or of hundreds of digits, may be beyond what GDAL reads.
_LONG = r"(?<![\w.])-?(?:\d[\d.]*+[eE][+-]?\d{3,}+|\d[\d.]{300,}+(?:[eE][+-]?\d++)?+)"
_TEXT = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_TEXT_OR_LONG = re.compile(f"{_TEXT}|{_LONG}", re.DOTALL)


def _knows(head: bytes, path: Path) -> bool:
    del path
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _read(path: Path, ask: Ask) -> Raw:
    data = path.read_bytes()
    # GDAL wants UTF-8; an office's export may be in GB18030.
    text = decode(data, path)
    # The old "crs" member is a statement, unless it only repeats what every tool writes.
    crs = text[:4096].partition('"crs"')[2][:200]
    states = bool(crs) and "CRS84" not in crs and "4326" not in crs
    source = None if _is_utf8(data) else text.encode()
    try:
        return read_features(path, ask, is_crs_stated=states, source=source)
    except InputError:
        # GDAL refuses a million places for one 1e999 among them.
        bounded = _TEXT_OR_LONG.sub(lambda part: _in_range(part[0]), text)
        if bounded == text:
            raise
    return read_features(path, ask, is_crs_stated=states, source=bounded.encode())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_range(part: str) -> str:
    """Return a number that GDAL reads; of what is no number, a text, itself."""
    try:
        number = float(part)
    except ValueError:
        return part
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return part if abs(number) >= sys.float_info.min else "0"


GEOJSON = Reader("GeoJSON", (".geojson", ".json"), _knows, _read)
