"""Millions of points: the public door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core import Demand
from geo.core.arrays import Floats, Ints, sealed
from geo.errors import InputError
from geo.read.bulk.chunk import Opened
from geo.read.bulk.delimited import open_delimited
from geo.read.bulk.judge import Refused, judged
from geo.read.bulk.parquet import open_parquet
from geo.read.bulk.place import to_metres, way
from geo.read.cells.findings import COLUMNS
from geo.words import _

__all__ = ["Points", "point_batches", "read_points"]

_ROWS = 1 << 22  # rows held at a time


@dataclass(frozen=True, eq=False)
class Points:
    """Rows of a file as demand; ids are positions, there is no table.

    Attributes
    ----------
    demand
        The rows in use, in metres.
    n_rejected
        Rows that cannot be used; ``len(demand) + n_rejected`` rows were read.
    rejected
        The first 10,000 of them: source, row, column, value, reason, remedy.
    """

    demand: Demand
    n_rejected: int = 0
    rejected: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))


def read_points(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    weight: str | None = None,
    crs: str | None = None,
    to: str | None = None,
) -> Points:
    r"""Read all points of a Parquet, GeoParquet or CSV file straight into arrays.

    No geometry objects are made: GeoArrow coordinates are taken as they lie, well-known binary at
    a fixed stride. What is not needed is not read. For less memory see `point_batches`; for a list
    with names, streets and doubts see `geo.read.read_layer`.

    Parameters
    ----------
    path
        The file; Parquet is told by its first bytes, anything else is taken for CSV.
    columns
        ``lon``, ``lat`` (metres too), ``place`` (a column of points), ``workers`` -> heading,
        where the headings are not the usual ones.
    weight
        Heading of the number of people, or ``"1"`` to count each row once.
    crs
        The coordinate system, where the file does not state it: ``"EPSG:32650"``, or a datum of
        `geo.core.crs.DATUMS` for degrees.
    to
        The metric system to project into, usually ``sites.crs``; None: the file's own.

    Raises
    ------
    MissingColumnError
        A column is missing.
    InputError
        The file is damaged, its system of coordinates is not stated or is in degrees with no
        ``to``, a column holds no numbers, or no row can be used.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "firms.csv"
    >>> _n = file.write_text("x,y,workers\n0,0,12\n500,0,8\n,0,3\n")
    >>> points = read_points(file, crs="EPSG:32650")
    >>> points.demand.total, points.n_rejected, points.rejected.row.tolist()
    (20, 1, [4])
    """
    batches = list(
        point_batches([path], columns=columns, weight=weight, crs=crs, to=to, rows=_ROWS)
    )
    whole = _joined(batches)
    if not len(whole.demand) and len(whole.rejected):
        raise InputError(
            _(
                "{source}: none of the {n} rows can be used. Row {row}, column {column}: "
                "{reason} ({value}). What to do: {remedy}.",
                n=whole.n_rejected,
                **{str(k): v for k, v in whole.rejected.iloc[0].items()},
            )
        )
    return whole


def point_batches(
    paths: Iterable[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    weight: str | None = None,
    crs: str | None = None,
    to: str | None = None,
    rows: int = _ROWS,
) -> Iterator[Points]:
    """Read the points of one or more files batch by batch; memory holds one batch.

    Parameters
    ----------
    paths
        The files, one after another; all must end in one metric system.
    columns, weight, crs, to
        As `read_points`.
    rows
        Most rows of a batch (of a CSV: about so many).

    Raises
    ------
    MissingColumnError, InputError
        As `read_points`; a file without a row that can be used gives batches without demand.
    """
    if rows < 1:
        raise InputError(_("A batch needs 1 row or more, got {rows}.", rows=rows))
    for path in map(Path, paths):
        opened = _open(path, columns=columns, weight=weight, rows=rows)
        yield from _batches(opened, path, crs, to)


def _open(
    path: Path, *, columns: Mapping[str, str] | None, weight: str | None, rows: int
) -> Opened:
    if not path.is_file():
        raise InputError(
            _("{source}: there is no such file. Check the name and the folder.", source=str(path))
        )
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise InputError(_("{source}: the file is empty.", source=path.name))
    open_ = open_parquet if head == b"PAR1" else open_delimited
    return open_(path, columns=columns, weight=weight, rows=rows)


def _batches(opened: Opened, path: Path, crs: str | None, to: str | None) -> Iterator[Points]:
    chosen = way(opened.header.crs, crs, to, source=path.name)
    for chunk in opened.chunks:
        refused = Refused(path.name)
        x, y, weight = judged(chunk, to_metres(chunk.x, chunk.y, chosen), opened.header, refused)
        demand = Demand.from_arrays(*map(sealed, (x, y, weight)), crs=chosen[1])
        yield Points(demand, refused.n, refused.frame()) if refused.n else Points(demand)


def _joined(batches: list[Points]) -> Points:
    """Lay the batches one after another; each is let go as soon as it is copied."""
    if len(batches) == 1:
        return batches[0]
    if not batches:
        raise InputError(_("There is no demand: the list of firms is empty."))
    parts = [b.demand for b in batches]
    listed = [b.rejected for b in batches if len(b.rejected)]
    rejected = {"rejected": pd.concat(listed, ignore_index=True)} if listed else {}
    n_rejected, crs = sum(b.n_rejected for b in batches), parts[0].crs
    batches.clear()
    x, y, weight = (_laid(parts, name) for name in ("x", "y", "weight"))
    return Points(Demand.from_arrays(x, y, weight, crs=crs), n_rejected, **rejected)


def _laid(parts: list[Demand], name: str) -> Floats | Ints:
    return sealed(np.concatenate([getattr(part, name) for part in parts]))
