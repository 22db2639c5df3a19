"""GeoJSON: degrees by its own standard, whatever datum its maker used."""

from __future__ import annotations

from pathlib import Path

from geo.read.formats.base import Ask, Raw, Reader
from geo.read.formats.text import decode
from geo.read.formats.vector import read_features

__all__ = ["GEOJSON"]


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
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return read_features(path, ask, is_crs_stated=states, source=text.encode())
    return read_features(path, ask, is_crs_stated=states)


GEOJSON = Reader("GeoJSON", (".geojson", ".json"), _knows, _read)
