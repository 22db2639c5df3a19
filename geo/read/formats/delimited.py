"""CSV and its kin: comma, semicolon or tab; every line is accounted for."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
from pyarrow import compute

from geo.errors import InputError
from geo.read.cells.findings import shown
from geo.read.formats.base import (
    MOST_SIGNS,
    Ask,
    Raw,
    Reader,
    refuse_wide,
    row_numbers,
    unique_headings,
)
from geo.read.formats.heading_rows import both_rows, is_below_headings
from geo.read.formats.text import decode, looks_like_text, plain_encoding
from geo.words import _

__all__ = ["DELIMITED"]

_HEAD = 40  # lines searched for the row of headings
_HEAD_BYTES = 1 << 20


def _knows(head: bytes, path: Path) -> bool:
    del path
    return looks_like_text(head) and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        (b"{", b"<", b"[")
    )


def _read(path: Path, ask: Ask) -> Raw:
    data = path.read_bytes()
    large = _large(data, path, ask)
    if large is not None:
        return large
    text = decode(data, path).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(_("{source}: the file is empty.", source=path.name))
    form = _form(text[:_HEAD_BYTES], path, ask)
    fast = _fast(text.encode(), form.separator, form.skip)
    raw = fast if fast is not None else _careful(text, form.separator, form.skip, path)
    return _named(raw, form)


@dataclass(frozen=True)
class _Form:
    """The separator, how many lines stand above the headings, and both rows of these, if two."""

    separator: str
    skip: int
    both: tuple[list[str], list[str]] | None


def _form(head: str, path: Path, ask: Ask) -> _Form:
    separator = _separator(head)
    skip, both = _heading_row(head, separator, ask)
    refuse_wide(_width(head, separator, skip), path.name)
    return _Form(separator, skip, both)


def _named(raw: Raw, form: _Form) -> Raw:
    """Give a table the headings of both rows."""
    if form.both is None:
        return raw
    width = len(raw.table.columns)
    names = (both_rows(*form.both) + [""] * width)[:width]
    return replace(raw, table=raw.table.set_axis(unique_headings(names), axis=1))


def _large(data: bytes, path: Path, ask: Ask) -> Raw | None:
    """Read a large file without irregular lines; None where it is small, or there are any."""
    encoding = plain_encoding(data)
    if not encoding:
        return None
    from geo.read.formats.parted import parted  # noqa: PLC0415 - numba loads slowly

    head = data[:_HEAD_BYTES].decode(encoding, "ignore")
    if not head.strip():
        return None
    form = _form(head, path, ask)
    separator, skip = form.separator, form.skip
    at = 0
    for _line in range(skip):
        at = data.find(b"\n", at) + 1
    end = data.find(b"\n", at)
    above, line = data[:at], data[at:end].removesuffix(b"\r")
    if end < 0 or len(separator.encode()) > 1 or b'"' in above or b"\r" in line + _bare(above):
        return None
    try:
        names = next(csv.reader([line.decode(encoding)], delimiter=separator, strict=True))
        above.decode(encoding)
    except (UnicodeDecodeError, csv.Error):
        return None
    below = end + 1, _end(data)
    columns = parted(data, *below, separator, len(names), encoding=encoding)
    if columns is None:
        return None
    raw = _raw(pa.table(columns, [f"f{k}" for k in range(len(names))]), names, skip)
    return None if raw is None else _named(raw, form)


def _bare(lines: bytes) -> bytes:
    return lines.replace(b"\r\n", b"\n")


def _end(data: bytes) -> int:
    """Return where the last line with content ends."""
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _raw(table: pa.Table, names: list[str], skip: int) -> Raw | None:
    """Give a table of texts its headings; None where a cell is too long for a cell."""
    if any(_longest(column) > MOST_SIGNS for column in table.columns):
        return None
    frame = table.to_pandas(types_mapper={pa.large_string(): pd.StringDtype(na_value=np.nan)}.get)
    frame.columns = pd.Index(unique_headings(names))
    return Raw(frame, row_numbers(len(frame), skip + 2))


def _separator(text: str) -> str:
    """Return the sign that parts the first lines into the same number of cells, and into most."""
    filled = (line for line in io.StringIO(text[: 1 << 16], newline=None) if line.strip())
    lines = list(islice(filled, _HEAD))
    if not lines:
        return ","
    first = lines[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:  # Excel's own hint
        return first[4]

    def worth(sign: str) -> tuple[float, int]:
        cells = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
        width, often = max(cells.items(), key=lambda c: (c[0] > 1, c[1], c[0]))
        return (often / len(lines) if width > 1 else 0.0, width)

    return max((",", "\t", ";", "|", "，"), key=worth)


def _heading_row(
    text: str, separator: str, ask: Ask
) -> tuple[int, tuple[list[str], list[str]] | None]:
    """Return how many lines stand above the headings (a title, a date, an empty line).

    Where headings stand in two rows, the upper one is among these lines, and both are returned.
    """
    head = io.StringIO(text[: 1 << 18], newline="")
    reader = csv.reader(head, delimiter=separator)
    first: int | None = None
    upper: list[str] | None = None
    above = 0
    try:
        for row in islice(reader, _HEAD):
            if upper is not None:
                is_two = is_below_headings(row)
                return (above, (upper, row)) if is_two else (first or 0, None)
            is_filled = any(c.strip() for c in row)
            is_hint = len(row) == 1 and row[0].lower().startswith("sep=")
            if is_filled and first is None and not is_hint:
                first = above
            if is_filled and ask.is_heading(row):
                first, upper = above, row
            above = reader.line_num
    except csv.Error:
        pass
    return first or 0, None


def _width(head: str, separator: str, skip: int) -> int:
    """Count the cells of the row of headings, roughly: no parser has to build them for that."""
    lines = head.split("\n", skip + 1)
    return lines[skip].count(separator) + 1 if skip < len(lines) else 0


def _fast(data: bytes, separator: str, skip: int) -> Raw | None:
    """Read a table without irregular lines; None where there are any."""
    body = data[: _end(data)]
    if len(separator.encode()) > 1 or _is_irregular(body):
        return None
    options = pc.ReadOptions(skip_rows=skip, block_size=1 << 22, autogenerate_column_names=True)
    parse = pc.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False)
    try:
        head = next(csv.reader([_line(body, skip)], delimiter=separator))
        names = [f"f{k}" for k in range(len(head))]
        # The types come from the names, so that "007" stays "007".
        convert = pc.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        )
        table = pc.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=options,
            parse_options=parse,
            convert_options=convert,
        )
    except (pa.ArrowInvalid, StopIteration, IndexError, csv.Error):
        return None
    return _raw(table.slice(1), head, skip) if table.num_columns == len(head) else None


def _is_irregular(body: bytes) -> bool:
    """Say whether there is a quotation mark, or a line that ends in a carriage return alone."""
    if b'"' in body:
        return True
    return b"\r" in body and body.count(b"\r") != body.count(b"\r\n")


def _line(body: bytes, skip: int) -> str:
    return body.split(b"\n", skip + 1)[skip].rstrip(b"\r").decode()


def _longest(column: pa.ChunkedArray) -> int:
    return compute.max(compute.binary_length(column)).as_py() or 0


def _careful(text: str, separator: str, skip: int, path: Path) -> Raw:
    """Read line by line: quoted line breaks, blank lines, lines with too many cells."""
    csv.field_size_limit(MOST_SIGNS)
    # Strict: without it a quotation mark that never ends swallows the rest of the file in silence.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    head: list[str] = []
    kept: list[list[str]] = []
    rows: list[int] = []
    broken: list[tuple[int, str, str, str, str]] = []
    number = 0
    try:
        for cells in reader:
            number += 1
            if not head:
                if reader.line_num > skip and cells:
                    head = cells
                continue
            if not any(c.strip() for c in cells):
                continue
            if any(c.strip() for c in cells[len(head) :]):
                broken.append(
                    (number, "", shown(separator.join(cells)), *_too_wide(len(head), len(cells)))
                )
                continue
            kept.append((cells + [""] * len(head))[: len(head)])
            rows.append(number)
    except csv.Error:
        raise InputError(
            _(
                "{source}: row {row} cannot be parted into cells (a quotation mark that is "
                "never closed or stands inside a cell, or a cell of more than {most:,} "
                "characters). Correct that row.",
                source=path.name,
                row=number + 1,
                most=MOST_SIGNS,
            )
        ) from None
    frame = pd.DataFrame(kept, columns=unique_headings(head), dtype="str")
    return Raw(frame, np.array(rows, np.int64), broken=tuple(broken))


def _too_wide(wanted: int, got: int) -> tuple[str, str]:
    return (
        _("{got} cells where the header has {wanted}", got=got, wanted=wanted),
        _("put quotation marks around cells that contain the separator"),
    )


DELIMITED = Reader("CSV", (".csv", ".txt", ".tsv", ".tab"), _knows, _read)
