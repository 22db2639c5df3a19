"""Look through the blocks of an OSM extract: a download that was cut off is found, and named."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.words import _

__all__ = ["check_pbf"]

_HEADER_MOST, _BLOCK_MOST = 64 << 10, 32 << 20  # limits of the format


def check_pbf(path: Path) -> int:
    """Walk from block to block without unpacking any; return how many there are.

    Raises
    ------
    InputError
        The file is not an OSM PBF, or ends in the middle of a block.
    """
    size, at, blocks = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        while at < size:
            length = int.from_bytes(file.read(4), "big")
            if not 0 < length <= _HEADER_MOST:
                raise _no_pbf(path)
            data = _data_size(file.read(length))
            if data is None:
                if at + 4 + length > size:
                    raise _cut(path, blocks, size)
                raise _no_pbf(path)
            at += 4 + length + data
            if at > size:
                raise _cut(path, blocks, size)
            file.seek(at)
            blocks += 1
    if not blocks:
        raise _no_pbf(path)
    return blocks


def _data_size(header: bytes) -> int | None:
    """Read ``datasize`` (field 3) of a BlobHeader; None where it is not one."""
    at, kind = 0, b""
    while at < len(header):
        field, at = _varint(header, at)
        if field >> 3 == 3 and field & 7 == 0:
            size, at = _varint(header, at)
            return size if kind in (b"OSMHeader", b"OSMData") and size <= _BLOCK_MOST else None
        if field & 7 != 2:
            return None
        length, at = _varint(header, at)
        if field >> 3 == 1:
            kind = header[at : at + length]
        at += length
    return None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 0x80:
            break
    return value, at


def _no_pbf(path: Path) -> InputError:
    return InputError(
        _("{file} is not an OpenStreetMap extract (.osm.pbf); download it again.", file=path.name)
    )


def _cut(path: Path, blocks: int, size: int) -> InputError:
    return InputError(
        _(
            "{file} is cut off in the middle: it ends at byte {size} inside block {block}. "
            "Download it again.",
            file=path.name,
            size=size,
            block=blocks + 1,
        )
    )
