"""What a bulk format hands on: some rows of a file, three numbers to a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["Chunk", "Header", "Opened", "broken"]


@dataclass(frozen=True)
class Header:
    """What stands where in a file.

    Attributes
    ----------
    x, y, weight
        Headings; ``x`` equals ``y`` where one column of points holds both; ``weight`` is empty
        where each row counts once.
    crs
        The coordinate system that the file states, or None.
    n_row
        Rows of the file, or None where only reading it tells.
    """

    x: str
    y: str
    weight: str
    crs: str | None = None
    n_row: int | None = None


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows of a file.

    Attributes
    ----------
    x, y
        ``(n,)`` coordinates as the file has them; NaN where there is none.
    weight
        ``(n,)`` people: whole numbers, or floats with NaN where there is none.
    row
        ``(n,)`` row numbers, as a person counts them in that kind of file.
    cells
        Heading -> the cells as they were, to be shown where a row cannot be used.
    torn
        Lines that are no rows: number and text.
    """

    x: Floats
    y: Floats
    weight: npt.NDArray[np.float64] | Ints
    row: Ints
    cells: dict[str, pa.Array] = field(repr=False)
    torn: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Opened:
    """A file that has been looked at, and its rows still to come."""

    header: Header
    chunks: Iterator[Chunk]


def broken(path: Path, detail: object) -> InputError:
    """Make the error of a file that is damaged or of another kind than it says."""
    return InputError(
        _(
            "{source}: the file is damaged or cut off ({detail}). Copy or export it again.",
            source=path.name,
            detail=str(detail).splitlines()[0][:160] if str(detail) else "?",
        )
    )
