"""Demand: where workers are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints, digest, metres, owned, sealed, whole
from geo.core.crs import check_metric, lonlat, metric
from geo.core.texts import Texts
from geo.errors import DuplicateIdError, InputError
from geo.words import _

__all__ = ["Demand", "as_index", "columns_of"]


def as_index(ids: Iterable[object] | None, n: int, name: str) -> pd.Index:
    """Turn ``ids`` into an index of ``n`` different ids; ``None`` numbers them from 0."""
    if ids is None:
        return pd.RangeIndex(n)
    index = ids if isinstance(ids, pd.Index) else pd.Index(np.asarray(ids, dtype=object).tolist())
    if len(index) != n:
        raise InputError(_("{name}: {n} ids wanted, got {got}.", name=name, n=n, got=len(index)))
    if index.hasnans:
        row = int(np.flatnonzero(index.isna())[0])
        raise InputError(_("{name}: row {row} has no id.", name=name, row=row))
    if not index.is_unique:
        twice = ", ".join(str(i) for i in index[index.duplicated()].unique()[:3])
        raise DuplicateIdError(
            _("{name}: every id must be unique; repeated: {ids}.", name=name, ids=twice)
        )
    return index


@dataclass(frozen=True, eq=False)
class Demand:
    """Demand points: places of work and how many people work there.

    Attributes
    ----------
    x, y
        ``(n,)`` metres east and north in ``crs``.
    weight
        ``(n,)`` int64 people (workers, unless said otherwise).
    ids
        ``(n,)`` the caller's ids, unique.
    crs
        A metric coordinate reference system, or None for a plane of its own.
    table
        ``(n, ...)`` further columns of the caller (name, street, industry, ...), row by row.
    """

    x: Floats
    y: Floats
    weight: Ints
    ids: pd.Index
    crs: str | None = None
    table: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        """Check; compute nothing."""
        n = len(self.x)
        if len(self.y) != n:
            raise InputError(_("x has {n} values, y has {got}.", n=n, got=len(self.y)))
        set_ = object.__setattr__
        set_(self, "x", metres(self.x, "x"))
        set_(self, "y", metres(self.y, "y"))
        set_(self, "weight", whole(self.weight, "weight", n))
        set_(self, "crs", check_metric(self.crs))
        set_(self, "ids", as_index(self.ids, n, "ids"))
        set_(self, "table", self.table.copy(deep=False))  # pandas copies what either side writes
        if len(self.table.columns) and len(self.table) != n:
            raise InputError(
                _("{name}: {n} rows wanted, got {got}.", name="table", n=n, got=len(self.table))
            )

    @classmethod
    def from_arrays(
        cls,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        weight: npt.ArrayLike,
        ids: Iterable[object] | None = None,
        *,
        crs: str | None = None,
        table: pd.DataFrame | None = None,
    ) -> Demand:
        """Build demand from arrays of metres and whole weights.

        Who writes to the arrays or the table later does not change it: arrays are copied, but for
        those that are read-only, so that large ones can be handed over.

        Raises
        ------
        InputError
            A coordinate is not finite, a weight is negative or fractional, lengths differ.
        DuplicateIdError
            Two rows have one id.

        Examples
        --------
        >>> Demand.from_arrays([0, 500], [0, 0], [12, 8]).total
        20
        """
        columns = pd.DataFrame() if table is None else table.reset_index(drop=True)
        return cls(x, y, weight, ids, crs, columns)  # type: ignore[arg-type]

    @classmethod
    def from_degrees(
        cls,
        at: tuple[Floats, Floats],
        weight: npt.ArrayLike,
        ids: Iterable[object] | None = None,
        *,
        crs: str,
        table: pd.DataFrame | None = None,
    ) -> Demand:
        """Build demand from degrees of WGS-84, lon before lat, which it remembers.

        Raises
        ------
        InputError, DuplicateIdError
            As `from_arrays`.
        """
        x, y = map(sealed, metric(*at, crs))
        demand = cls.from_arrays(x, y, weight, ids, crs=crs, table=table)
        demand.__dict__["degrees"] = tuple(owned(part, np.float64) for part in at)
        return demand

    @cached_property
    def degrees(self) -> tuple[Floats, Floats]:
        """Lon and lat of WGS-84, ``(n,)`` each.

        Raises
        ------
        InputError
            The points lie on a plane of their own.
        """
        return lonlat(self.x, self.y, self.crs)

    def __len__(self) -> int:
        """Count the demand points."""
        return len(self.x)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Demand) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    @cached_property
    def total(self) -> int:
        """Sum of the weights, in people."""
        return int(self.weight.sum())

    @cached_property
    def digest(self) -> str:
        """Content digest of coordinates, weights, ids, CRS and table."""
        ids = None if isinstance(self.ids, pd.RangeIndex) else self.ids
        columns: list[Texts] = [np.asarray(self.table.columns, dtype=object)]
        columns += columns_of(self.table)
        return digest("demand", self.x, self.y, self.weight, ids, self.crs, *columns)

    def with_weight(self, weight: npt.ArrayLike) -> Demand:
        """Return the same points with other weights."""
        return replace(self, weight=weight)  # type: ignore[arg-type]

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Demand:
        """Return the demand of some rows, in that order."""
        pos = np.flatnonzero(rows) if rows.dtype == bool else rows
        table = (
            self.table.iloc[pos].reset_index(drop=True) if len(self.table.columns) else self.table
        )
        x, y, weight = (sealed(one[pos]) for one in (self.x, self.y, self.weight))
        return Demand(x, y, weight, self.ids[pos], self.crs, table)


def columns_of(table: pd.DataFrame) -> list[pd.Series]:
    """List the columns, also where two have one name."""
    columns: list[pd.Series] = [table.iloc[:, k] for k in range(len(table.columns))]
    return columns
