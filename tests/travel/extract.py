"""OpenStreetMap extracts written by hand: the few messages of the PBF format that streets need."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_NANO = 1e-9
_GRANULARITY = 100  # nanodegrees


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _field(number: int, data: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _whole(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _packed(number: int, values, *, signed: bool = False) -> bytes:
    return _field(number, b"".join(_varint(_zigzag(v) if signed else v) for v in values))


def _deltas(values) -> list[int]:
    return [b - a for a, b in zip([0, *values], values, strict=False)]


def _block(kind: bytes, data: bytes) -> bytes:
    blob = _whole(2, len(data)) + _field(3, zlib.compress(data))
    header = _field(1, kind) + _whole(3, len(blob))
    return struct.pack(">I", len(header)) + header + blob


class Extract:
    """Nodes and ways; ``write`` turns them into a file.

    >>> town = Extract()
    >>> a, b = town.node(24.90, 60.10), town.node(24.91, 60.10)
    >>> town.way([a, b], highway="footway")
    1
    """

    def __init__(self) -> None:
        self.nodes: list[tuple[float, float, dict[str, str]]] = []
        self.ways: list[tuple[list[int], dict[str, str]]] = []

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """Add a node; its number is returned."""
        self.nodes.append((lon, lat, {k.replace("_", ":"): v for k, v in tags.items()}))
        return len(self.nodes)

    def way(self, refs: list[int], **tags: str) -> int:
        """Add a way; ``oneway_foot`` is the tag ``oneway:foot``."""
        self.ways.append((refs, {k.replace("_foot", ":foot"): v for k, v in tags.items()}))
        return len(self.ways)

    def write(self, path: Path) -> Path:
        """Write the extract as ``.osm.pbf``."""
        strings = [b""]

        def number(text: str) -> int:
            data = text.encode()
            if data not in strings:
                strings.append(data)
            return strings.index(data)

        dense = self._dense(number)
        ways = b"".join(_field(3, self._way(k, number)) for k in range(len(self.ways)))
        table = _field(1, b"".join(_field(1, s) for s in strings))
        groups = _field(2, _field(2, dense)) + _field(2, ways)
        west, east = (min(n[0] for n in self.nodes), max(n[0] for n in self.nodes))
        south, north = (min(n[1] for n in self.nodes), max(n[1] for n in self.nodes))
        box = b"".join(
            _whole(k, _zigzag(round(v / _NANO)))
            for k, v in enumerate((west, east, north, south), 1)
        )
        features = b"".join(_field(4, f) for f in (b"OsmSchema-V0.6", b"DenseNodes"))
        head = _field(1, box) + features
        path.write_bytes(_block(b"OSMHeader", head) + _block(b"OSMData", table + groups))
        return path

    def _dense(self, number) -> bytes:
        lon = [round(n[0] / _NANO / _GRANULARITY) for n in self.nodes]
        lat = [round(n[1] / _NANO / _GRANULARITY) for n in self.nodes]
        tags = [
            t
            for _x, _y, tags in self.nodes
            for t in [*(number(w) for pair in tags.items() for w in pair), 0]
        ]
        ids = list(range(1, len(self.nodes) + 1))
        return (
            _packed(1, _deltas(ids), signed=True)
            + _packed(8, _deltas(lat), signed=True)
            + _packed(9, _deltas(lon), signed=True)
            + _packed(10, tags)
        )

    def _way(self, k: int, number) -> bytes:
        refs, tags = self.ways[k]
        return (
            _whole(1, k + 1)
            + _packed(2, [number(t) for t in tags])
            + _packed(3, [number(t) for t in tags.values()])
            + _packed(8, _deltas(refs), signed=True)
        )
