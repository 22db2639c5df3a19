"""What a reader of one format gives: the file's own words, judged by nobody yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

import numpy as np
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = [
    "MOST_SIGNS",
    "Ask",
    "Raw",
    "Reader",
    "checked_cells",
    "long_cell",
    "no_layer",
    "refuse_wide",
    "row_numbers",
    "several_layers",
    "unique_headings",
]

_MOST_COLUMNS = 1000
MOST_SIGNS = 1 << 20
"""Characters that a cell may have."""


@dataclass(frozen=True)
class Raw:
    """A table as it stands in a file.

    Attributes
    ----------
    table
        ``(n, ...)`` cells; headings are unique text.
    rows
        ``(n,)`` row numbers as the user sees them: in a table the first line is 1, in a vector file
        the first feature is 1.
    x, y
        ``(n,)`` coordinates of the geometry, NaN where there is none; None where the format has no
        geometry.
    crs
        The system the file states for its geometry, or None.
    is_crs_stated
        Whether the file states it itself (GeoJSON and KML only imply it).
    broken
        Rows that the format could not give: ``(row, column, value, reason, remedy)``.
    doubts
        Remarks on rows: ``(row, column, value, reason, remedy)``.
    part
        The sheet or layer that was read, empty where there is only one.
    shared
        Cells that are merged over several rows: ``(row, heading)`` of each.
    uncalculated
        Empty cells of formulas that no program has calculated yet: ``(row, heading, formula)``.
    """

    table: pd.DataFrame
    rows: Ints
    x: Floats | None = None
    y: Floats | None = None
    crs: str | None = None
    is_crs_stated: bool = False
    broken: tuple[tuple[int, str, str, str, str], ...] = ()
    doubts: tuple[tuple[int, str, str, str, str], ...] = ()
    part: str = ""
    shared: tuple[tuple[int, str], ...] = ()
    uncalculated: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class Ask:
    """What the user asks of a reader.

    Attributes
    ----------
    sheet, layer
        Sheet of a workbook, layer of a vector file; None lets the reader choose where it can.
    is_heading
        Says whether a row of cells looks like a row of headings.
    kind
        Kind of the list, for the option that names a sheet or a layer of it.
    """

    sheet: str | None = None
    layer: str | None = None
    is_heading: Callable[[Sequence[object]], bool] = field(default=lambda _cells: True)
    kind: str = "firms"

    def option(self, option: str, name: str) -> str:
        """Write the option that names a part of this list: ``--layer sites=halls``."""
        return f"{option} {quote(name if self.kind == 'firms' else f'{self.kind}={name}')}"


@dataclass(frozen=True)
class Reader:
    """One format.

    Attributes
    ----------
    name
        Shown to the user: ``"Excel"``.
    suffixes
        Lower-case endings, the dot included.
    knows
        Says from the first 4,096 bytes and the path whether the content is of this format.
    read
        Reads it.
    parts
        Names the sheets or layers that can be asked for, all of them.
    """

    name: str
    suffixes: tuple[str, ...]
    knows: Callable[[bytes, Path], bool]
    read: Callable[[Path, Ask], Raw]
    parts: Callable[[Path], tuple[str, ...]] = field(default=lambda _path: ())


def unique_headings(cells: Sequence[object]) -> list[str]:
    """Return headings as unique text: empty ones get a number, repeated ones a suffix."""
    seen: dict[str, int] = {}
    names = []
    for k, cell in enumerate(cells):
        text = "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()  # noqa: PLR0124 - NaN
        text = " ".join(text.split())[:200] or f"column_{k + 1}"
        seen[text] = seen.get(text, 0) + 1
        names.append(text if seen[text] == 1 else f"{text}.{seen[text]}")
    return names


def refuse_wide(n: int, source: str) -> None:
    """Refuse a table of more columns than any list has.

    Raises
    ------
    InputError
        There are more than 1,000.
    """
    if n > _MOST_COLUMNS:
        raise InputError(
            _(
                "{source}: {n:,} columns, more than any list has. "
                "Check the separator, or delete the empty columns.",
                source=source,
                n=n,
            )
        )


def long_cell(row: int, source: str) -> InputError:
    """Say that a cell holds more than any cell of a list."""
    return InputError(
        _(
            "{source}: row {row} has a cell of more than {most:,} characters. Correct that row.",
            source=source,
            row=row,
            most=MOST_SIGNS,
        )
    )


def no_layer(path: Path, layer: str, names: Sequence[str]) -> InputError:
    """Say that a file has no layer of this name, and which it has."""
    return InputError(
        _(
            "{source}: there is no layer {layer!r}; the file has: {names}.",
            source=path.name,
            layer=layer,
            names=", ".join(names),
        )
    )


def several_layers(path: Path, ask: Ask, names: Sequence[str]) -> InputError:
    """Say between which layers of a file is to be chosen."""
    first = names[0] if names else ""
    return InputError(
        _(
            "{source}: several layers hold a list ({names}). Say which one is meant.",
            source=path.name,
            names=", ".join(names),
        ),
        option=ask.option("--layer", first),
        call=f"layer={first!r}",
    )


def checked_cells(raw: Raw, source: str) -> Raw:
    """Return a table as it is.

    Raises
    ------
    InputError
        A cell has more than `MOST_SIGNS` characters; names its row.
    """
    for column in raw.table.columns:
        cells = raw.table[column]
        if isinstance(cells.dtype, pd.StringDtype):
            long = np.flatnonzero((cells.str.len() > MOST_SIGNS).to_numpy(bool, na_value=False))
        elif cells.dtype == object:
            long = np.array([isinstance(c, str) and len(c) > MOST_SIGNS for c in cells]).nonzero()[
                0
            ]
        else:
            continue
        if len(long):
            raise long_cell(int(raw.rows[long[0]]), source)
    return raw


def row_numbers(n: int, first: int) -> Ints:
    """Return ``n`` consecutive row numbers from ``first``."""
    return np.arange(first, first + n, dtype=np.int64)
