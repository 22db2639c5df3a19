"""A block: all firms of a study in one piece of memory, in the order of a Z curve.

Twelve bytes a firm, and its packed words, which follow by themselves: a map is drawn without them.
The browser finds the firms of any tile by halving, so that nothing has to be made for each zoom,
and nothing again when another plan covers other firms.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as arrow

from geo.core import Demand, Study
from geo.core.arrays import Floats, Ints, frozen
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.words import _

__all__ = ["COLUMNS", "Block", "block", "marks", "mercator"]

COLUMNS = ("street", "industry")
"""Columns of the firms that a card on the map shows after the name, where the list has them."""

_NUMBERS, _WORDS = 0x315A5858, 0x575A5858  # "XXZ1", "XXZW"
_GROUP = 2048  # firms whose words are packed together and unpacked in the browser together
_BETWEEN = "\x1f"  # the unit separator of ASCII, between the words of a firm
_THREADS = 2
_FIRMS = 2**15  # turned at a time
_PIECE = 2**20  # bytes looked at without a break
_NORTH_END = 85.0511  # degrees: beyond it a web map has no place
_HEAVIEST = 2**32 - 1

Words32 = npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Block:
    """The firms of a study as a map needs them.

    Attributes
    ----------
    digest
        Names the block: the content digest of the firms and of what is small.
    payload
        The bytes that ``static/map/gl/block.js`` reads, after 64 bytes of the digest.
    order
        ``(n,)`` the position in the study of each firm of the block.
    words
        Gives what a card says of each firm, in bytes as `payload`; written when it is first asked
        for, so that the map on its way has the processor to itself.
    """

    digest: str
    payload: bytes
    order: Ints
    words: Callable[[], bytes]


def block(study: Study) -> Block:
    """Put the firms of a study into one block.

    Raises
    ------
    InputError
        The study lies on a plane of its own, or a firm has more workers than 32 bits hold.
    """
    demand = study.demand
    if len(demand) and int(demand.weight.max()) > _HEAVIEST:
        raise InputError(_("A firm has more workers than a map can show; correct its number."))
    x, y, order = _in_order(demand)
    numbers = (x[order], y[order], demand.weight[order])
    flags = marks(study.is_small_unionised, order)
    name = f"{demand.digest}-{study.small_firm_line % 10**7}"  # last: others may need it meanwhile
    payload = b"".join(
        (_head(name, _NUMBERS, len(demand)), *(_bytes(part) for part in numbers), flags)
    )
    return Block(name, payload, frozen(order, np.int64), cache(lambda: _words(name, demand, order)))


def _in_order(demand: Demand) -> tuple[Words32, Words32, Ints]:
    """Turn the places of all firms into web Mercator, and order them along a Z curve.

    Piece by piece, on all threads: PROJ lets others run, and what lies in between takes no memory
    that was not used before.
    """
    pieces = [slice(k, k + _FIRMS) for k in range(0, len(demand), _FIRMS)]

    def turned(part: slice) -> tuple[Words32, Words32, npt.NDArray[np.uint64]]:
        x, y = mercator(*lonlat(demand.x[part], demand.y[part], demand.crs))
        return x, y, _z_curve(x, y)

    with ThreadPoolExecutor(_THREADS) as pool:
        parts = list(pool.map(turned, pieces or [slice(0, 0)]))
    x, y, z = (np.concatenate(of_all) for of_all in zip(*parts, strict=True))
    return x, y, np.argsort(z, kind="stable")


def _head(name: str, mark: int, n: int) -> bytes:
    return name.encode("ascii").ljust(64) + _bytes([mark, n])


def _bytes(numbers: npt.ArrayLike) -> bytes:
    return np.asarray(numbers, dtype="<u4").tobytes()


def _words(name: str, demand: Demand, order: Ints) -> bytes:
    """Write the words of all firms."""
    packed, starts = _packed(_lines(demand).take(order))
    head = _head(name, _WORDS, len(starts) - 1)
    return b"".join((head, _bytes([_GROUP]), _bytes(starts), packed))


def marks(is_marked: npt.NDArray[np.bool_], order: Ints) -> bytes:
    """Write one bit a firm in the block's order, lowest bit first, in whole words of 32 bits."""
    bits = np.packbits(is_marked[order], bitorder="little").tobytes()
    return bits.ljust(-(-len(bits) // 4) * 4, b"\0")


def mercator(lon: Floats, lat: Floats) -> tuple[Words32, Words32]:
    """Turn WGS-84 degrees into web Mercator, the world's width as 32 bits (about 1 cm).

    Returns
    -------
    x, y
        ``(n,)`` from the west, and from the north.
    """
    east = (np.asarray(lon) + 180.0) / 360.0
    bounded = np.radians(np.clip(lat, -_NORTH_END, _NORTH_END))
    south = 0.5 - np.arcsinh(np.tan(bounded)) / (2 * np.pi)
    whole = [np.clip(np.floor(part * 2.0**32), 0, 2.0**32 - 1) for part in (east, south)]
    return whole[0].astype(np.uint32), whole[1].astype(np.uint32)


def _z_curve(x: Words32, y: Words32) -> npt.NDArray[np.uint64]:
    return _spread(x) | _spread(y) << np.uint64(1)


def _spread(value: Words32) -> npt.NDArray[np.uint64]:
    """Put a nought before every bit."""
    wide = value.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        wide = (wide | wide << np.uint64(shift)) & np.uint64(mask)
    return wide


def _lines(demand: Demand) -> pa.LargeStringArray:
    """Write a line for each firm: name, street and industry, parted by the unit separator.

    Arrow joins a million lines faster than Python makes one list of them.
    """
    named = demand.table.get("name", demand.ids.to_series())
    columns = [_texts(one) for one in (named, *(demand.table[c] for c in known(demand)))]
    between, nothing, end = (pa.scalar(c, pa.large_string()) for c in (_BETWEEN, "", "\n"))
    lines = arrow.binary_join_element_wise(*columns, between)
    return arrow.binary_join_element_wise(lines, nothing, end)


def _packed(lines: pa.LargeStringArray) -> tuple[bytes, list[int]]:
    """Pack the lines group by group; return where each group begins.

    One thread does: a browser on the same machine draws the map at that time.
    """
    _valid, ends, letters = lines.buffers()
    at = np.frombuffer(ends, np.int64, len(lines) + 1)
    limits = [*range(0, len(lines), _GROUP), len(lines)]

    def pack(ends: tuple[int, int]) -> bytes:
        return gzip.compress(letters[at[ends[0]] : at[ends[1]]], 1, mtime=0)

    packed = [pack(ends) for ends in pairwise(limits)]
    return b"".join(packed), [0, *accumulate(len(one) for one in packed)]


def known(demand: Demand) -> list[str]:
    """List the columns of `COLUMNS` that the firms have."""
    return [c for c in COLUMNS if c in demand.table]


def _texts(values: pd.Series) -> pa.LargeStringArray:
    """Write a column as texts, nothing for a missing value, control characters as spaces."""
    try:
        column = pa.array(values.astype("string"), pa.large_string(), from_pandas=True)
    except UnicodeEncodeError:  # half a sign, as some programs write
        whole_signs = [str(v).encode("utf-8", "replace").decode() for v in values]
        column = pa.array(whole_signs, pa.large_string())
    whole = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    filled = arrow.fill_null(whole, "")
    letters = filled.buffers()[2]
    # To look at every byte takes a hundredth of the time that the expression takes.
    if letters is None or not _has_control(np.frombuffer(letters, np.uint8)):
        return filled
    return arrow.replace_substring_regex(filled, "[\\x00-\\x1f]", " ")


def _has_control(letters: npt.NDArray[np.uint8]) -> bool:
    """Say whether a byte is a control character; piece by piece, as others must run meanwhile."""
    pieces = (letters[k : k + _PIECE] for k in range(0, len(letters), _PIECE))
    return any(int(piece.min()) < ord(" ") for piece in pieces)
