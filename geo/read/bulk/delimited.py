"""Big CSV files, a block of lines at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.read.bulk.chunk import Chunk, Header, Opened, broken
from geo.read.bulk.columns import choose
from geo.read.formats.text import decode
from geo.words import _

__all__ = ["open_delimited"]

_HEAD = 1 << 16  # bytes looked at beforehand
_BYTES_A_ROW = 40  # of a block, roughly
_LEAST_BLOCK, _MOST_BLOCK = 1 << 20, 1 << 28
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"


def open_delimited(
    path: Path, *, columns: Mapping[str, str] | None, weight: str | None, rows: int
) -> Opened:
    """Look at a file and return its rows, about ``rows`` at a time.

    The first line holds the headings; a line is a row (no line breaks inside quotes).

    Raises
    ------
    InputError
        The file is empty or no text; a column is missing.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    lines = decode(head[: head.rfind(b"\n") + 1] or head, path).removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].strip():
        raise InputError(_("{source}: the file is empty.", source=path.name))
    sign = max((",", "\t", ";", "|"), key=lines[0].count)
    headings = next(csv.reader(lines[:1], delimiter=sign))
    header = choose(headings, source=path.name, columns=columns, weight=weight)
    if header.x == header.y:
        raise InputError(
            _(
                "{source}: a big CSV needs its coordinates in two columns, not both in {column}.",
                source=path.name,
                column=header.x,
            )
        )
    return Opened(header, _chunks(path, header, sign, (_encoding(head), rows)))


def _encoding(head: bytes) -> str:
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _chunks(path: Path, header: Header, sign: str, how: tuple[str, int]) -> Iterator[Chunk]:
    encoding, rows = how
    names = [n for n in (header.x, header.y, header.weight) if n]
    torn: list[tuple[int, str]] = []

    def keep(line: pa_csv.InvalidRow) -> str:
        torn.append((line.number, line.text))
        return "skip"

    text = dict.fromkeys(names, pa.string())
    try:
        with pa_csv.open_csv(
            path,
            pa_csv.ReadOptions(
                use_threads=False,  # only then are lines numbered
                block_size=min(max(rows * _BYTES_A_ROW, _LEAST_BLOCK), _MOST_BLOCK),
                encoding=encoding,
            ),
            pa_csv.ParseOptions(delimiter=sign, invalid_row_handler=keep, ignore_empty_lines=False),
            pa_csv.ConvertOptions(include_columns=names, column_types=text),
        ) as lines:
            yield from _numbered(lines, header, torn)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise broken(path, error) from None


def _numbered(
    blocks: pa_csv.CSVStreamingReader, header: Header, torn: list[tuple[int, str]]
) -> Iterator[Chunk]:
    """Give every row the number of its line; lines of the wrong length are set aside."""
    line, given = 2, 0
    for block in blocks:
        n, gone = block.num_rows, np.array([at for at, _text in torn[given:]], np.int64)
        every = np.arange(line, line + n + len(gone))
        row = every[~np.isin(every, gone)][:n]
        line = int(row[-1]) + 1 if n else line
        new = tuple(t for t in torn[given:] if t[0] < line)
        given += len(new)
        cells = {name: block.column(name) for name in block.schema.names}
        x, y = (np.asarray(_numbers(cells[h]), np.float64) for h in (header.x, header.y))
        people = _numbers(cells[header.weight]) if header.weight else np.ones(n, np.int64)
        yield Chunk(x, y, people, row, cells, new)
    if torn[given:]:
        none, ints = np.zeros(0), np.zeros(0, np.int64)
        yield Chunk(none, none, ints, ints, {}, tuple(torn[given:]))


def _numbers(cells: pa.Array) -> Floats | Ints:
    """Read text as numbers: whole where all are, NaN where one is none."""
    for kind in (pa.int64(), pa.float64()):
        try:
            if not cells.null_count:
                values: Floats | Ints = cells.cast(kind).to_numpy(zero_copy_only=False)
                return values
        except pa.ArrowInvalid:
            continue
    is_number = pc.match_substring_regex(cells, _NUMBER)
    trimmed = pc.utf8_trim_whitespace(pc.if_else(is_number, cells, None))
    return np.asarray(trimmed.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
