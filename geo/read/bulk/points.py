"""Demand from tables of millions of rows: straight into arrays, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.core import Demand
from geo.core.arrays import Floats, Ints
from geo.core.crs import check_metric, datum_of, metric, to_wgs84, transform
from geo.errors import InputError
from geo.read.bulk.crs import geometry_column, stated_crs
from geo.read.bulk.geometry import coordinates
from geo.read.bulk.tables import Table, open_table
from geo.words import _

__all__ = ["Columns", "point_batches", "read_points"]

_ROWS = 1_000_000
_MOST_WEIGHT = 2.0**53  # above, a column of doubles no longer holds each whole number


@dataclass(frozen=True)
class Columns:
    """Which columns mean what, and in which system the coordinates stand.

    Attributes
    ----------
    weight
        Whole people; empty: every row counts one.
    x, y
        Two columns of coordinates (lon and lat, where they are degrees); empty: the points of the
        file's geometry column.
    crs
        System of the coordinates. None: the file must state it.
    datum
        Datum of degrees where it is not the one of ``crs``: ``"gcj02"``, ``"bd09"``.
    into
        Metric system to have the points in. None: their own, which must then be metric.
    """

    weight: str = ""
    x: str = ""
    y: str = ""
    crs: str | None = None
    datum: str | None = None
    into: str | None = None

    def __post_init__(self) -> None:
        """Refuse one coordinate without the other, and a target in degrees."""
        if bool(self.x) != bool(self.y):
            raise InputError(_("Name both columns of coordinates, x and y, or neither."))
        check_metric(self.into)


def read_points(path: str | Path, columns: Columns, *, rows: int = _ROWS) -> Demand:
    """Read all points of a Parquet, GeoParquet or CSV file.

    Ids are row numbers from 0. For what does not fit into memory see `point_batches`.

    Parameters
    ----------
    path
        The file.
    columns
        Which columns mean what.
    rows
        Rows read at a time.

    Raises
    ------
    InputError
        See `point_batches`.
    """
    found = list(point_batches(path, columns, rows=rows))
    if len(found) == 1:
        return found[0]
    crs = found[0].crs if found else check_metric(columns.into)
    x, y, weight = (
        np.concatenate([getattr(part, name) for part in found] or [np.zeros(0)])
        for name in ("x", "y", "weight")
    )
    return Demand.from_arrays(x, y, weight, crs=crs)


def point_batches(path: str | Path, columns: Columns, *, rows: int = _ROWS) -> Iterator[Demand]:
    """Read points batch by batch, in memory for one batch only.

    Parameters
    ----------
    path
        The file: Parquet or GeoParquet (WKB, GeoArrow, or two columns), or CSV.
    columns
        Which columns mean what.
    rows
        Rows of a batch; CSV comes in blocks of 16 MB.

    Yields
    ------
    Demand
        The points of a batch, in the order of the file. Ids count from 0 in each batch.

    Raises
    ------
    InputError
        The file cannot be read, lacks a column, does not state its system; or a row has no
        coordinates or no whole number of people of 0 or more: it is named, with what to do.
    """
    table = open_table(path)
    place = [columns.x, columns.y] if columns.x else [_geometry(table)]
    into = _Project(table, columns)
    wanted = [*place, *([columns.weight] if columns.weight else [])]
    first = 2 if table.encoding else 1  # the number a person sees: a table's first line is its head
    for batch in table.batches(list(dict.fromkeys(wanted)), rows):
        where = _Where(table.path.name, first)
        x, y = _place(batch, place, where)
        weight = _weight(batch, columns.weight, where)
        yield Demand.from_arrays(*into(x, y), weight, crs=into.target)
        first += len(x)


@dataclass(frozen=True)
class _Where:
    """A batch's place in its file: the number of its first row."""

    source: str
    first: int

    def refuse(self, bad: npt.NDArray[np.bool_], column: str, values: Floats, want: str) -> None:
        """Name the first row that cannot be used, if there is one."""
        if bad.any():
            row = int(np.argmax(bad))
            raise InputError(
                _(
                    "{source}: row {row}, column {column}: {value:g}; {want} ({n:,} such rows in "
                    "this batch). Correct them, or let xuanzhi check {source} part them from "
                    "the rest.",
                    source=self.source,
                    row=self.first + row,
                    column=column,
                    value=float(values[row]),
                    want=want,
                    n=int(bad.sum()),
                )
            )


class _Project:
    """Bring coordinates into the metric system asked for."""

    def __init__(self, table: Table, columns: Columns) -> None:
        own = columns.crs or (None if columns.x else stated_crs(table.schema, table.path.name))
        if own is None:
            raise InputError(
                _(
                    "{source} does not say in which coordinate system its points are. Say it, "
                    "for instance crs='EPSG:4549' (metres) or crs='EPSG:4326' (degrees).",
                    source=table.path.name,
                )
            )
        self._datum, self._is_degrees = datum_of(own)
        self._own, self._datum = own, columns.datum or self._datum
        if columns.into is None and self._is_degrees:
            raise InputError(
                _(
                    "{source}: the points are in degrees. Say into which metric system they are "
                    "to be brought, for instance into='EPSG:4549'.",
                    source=table.path.name,
                )
            )
        self.target = check_metric(columns.into or own)

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return metres."""
        assert self.target is not None
        if self._is_degrees:
            return metric(*to_wgs84(x, y, self._datum), self.target)
        return (x, y) if self.target == self._own else transform(x, y, self._own, self.target)


def _geometry(table: Table) -> str:
    column = None if table.encoding else geometry_column(table.schema, table.path.name)
    if column is None:
        raise InputError(
            _(
                "{source} has no geometry column. Name two columns of coordinates, x and y; it "
                "has {columns}.",
                source=table.path.name,
                columns=", ".join(table.schema.names[:20]),
            )
        )
    return column


def _place(batch: pa.RecordBatch, names: list[str], where: _Where) -> tuple[Floats, Floats]:
    if len(names) == 1:
        x, y = coordinates(batch.column(names[0]), f"{where.source}, {names[0]}")
    else:
        x, y = (_numbers(batch, name, where) for name in names)
    want = _("a finite coordinate is wanted")
    for name, values in zip(names * 2 if len(names) == 1 else names, (x, y), strict=True):
        # One pass without a temporary: a NaN or an infinity survives into the sum.
        if not np.isfinite(values.sum()):
            where.refuse(~np.isfinite(values), name, values, want)
    return x, y


def _weight(batch: pa.RecordBatch, name: str, where: _Where) -> Ints:
    if not name:
        return np.ones(batch.num_rows, np.int64)
    column = batch.column(name)
    if pa.types.is_signed_integer(column.type) and not column.null_count:
        whole: Ints = np.asarray(column.to_numpy(), np.int64)
        if whole.min(initial=0) >= 0:
            return whole
    values = _numbers(batch, name, where)
    is_whole = (values >= 0) & (values <= _MOST_WEIGHT) & (values == np.floor(values))
    where.refuse(~is_whole, name, values, _("a whole number of 0 or more is wanted"))
    return values.astype(np.int64)


def _numbers(batch: pa.RecordBatch, name: str, where: _Where) -> Floats:
    column = batch.column(name)
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise InputError(
            _(
                "{source}, column {column}: numbers are wanted, it holds {kind}.",
                source=where.source,
                column=name,
                kind=str(kind),
            )
        )
    return np.asarray(column.to_numpy(zero_copy_only=False), np.float64)
