"""Sites: places where a home stands or could stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints, digest, metres, owned, whole
from geo.core.crs import check_metric
from geo.core.demand import as_index, columns_of
from geo.core.texts import Texts
from geo.errors import InputError
from geo.words import N_, _

__all__ = ["AMOUNTS", "FREE_POINT", "STATUSES", "Sites"]

AMOUNTS = {"capacity": "capacity", "cost": "cost_yuan"}
"""Whole amounts of a site -> the column of the table that keeps them while some have none."""

FREE_POINT = "free point"
"""Word of the column ``stands_on``: a maker put the site where no venue is known."""

STATUSES = {
    "existing": N_("existing"),
    "required": N_("required"),
    "candidate": N_("candidate"),
    "forbidden": N_("forbidden"),
}
"""Status word -> its label, translated where it is shown.

existing: open today and kept. required: must be opened, counts among the new ones.
candidate: may be opened. forbidden: never opened.
"""


@dataclass(frozen=True, eq=False)
class Sites:
    """Places for a home.

    Attributes
    ----------
    x, y
        ``(m,)`` metres east and north in ``crs``.
    status
        ``(m,)`` words out of ``STATUSES``.
    ids
        ``(m,)`` the caller's ids, unique.
    crs
        A metric coordinate reference system, or None for a plane of its own.
    capacity, cost
        ``(m,)`` int64 people and yuan, or None where not given.
    table
        ``(m, ...)`` further columns: name, host, kind, hours, area_m2, ...
    """

    x: Floats
    y: Floats
    status: npt.NDArray[np.str_]
    ids: pd.Index
    crs: str | None = None
    capacity: Ints | None = None
    cost: Ints | None = None
    table: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        """Check; compute nothing."""
        m = len(self.x)
        if len(self.y) != m:
            raise InputError(_("x has {n} values, y has {got}.", n=m, got=len(self.y)))
        set_ = object.__setattr__
        set_(self, "x", metres(self.x, "x"))
        set_(self, "y", metres(self.y, "y"))
        set_(self, "status", _statuses(self.status, m))
        set_(self, "crs", check_metric(self.crs))
        set_(self, "ids", as_index(self.ids, m, "ids"))
        set_(self, "table", self.table.copy(deep=False))  # pandas copies what either side writes
        for name in ("capacity", "cost"):
            if getattr(self, name) is not None:
                set_(self, name, whole(getattr(self, name), name, m))
        if len(self.table.columns) and len(self.table) != m:
            raise InputError(
                _("{name}: {n} rows wanted, got {got}.", name="table", n=m, got=len(self.table))
            )

    @classmethod
    def from_arrays(  # noqa: PLR0913 - the public contract
        cls,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        status: str | Iterable[str] = "candidate",
        ids: Iterable[object] | None = None,
        *,
        capacity: npt.ArrayLike | None = None,
        cost: npt.ArrayLike | None = None,
        crs: str | None = None,
        table: pd.DataFrame | None = None,
    ) -> Sites:
        """Build sites from arrays of metres; ``status`` is one word for all or a word for each.

        Who writes to the arrays or the table later does not change them, as with demand.

        Raises
        ------
        InputError
            A coordinate is not finite, a status is none of the four, lengths differ.
        DuplicateIdError
            Two rows have one id.

        Examples
        --------
        >>> Sites.from_arrays([0, 900], [0, 0], status=["existing", "candidate"]).is_usable.tolist()
        [False, True]
        """
        columns = pd.DataFrame() if table is None else table.reset_index(drop=True)
        return cls(x, y, status, ids, crs, capacity, cost, columns)  # type: ignore[arg-type]

    def __len__(self) -> int:
        """Count the sites."""
        return len(self.x)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        return isinstance(other, Sites) and self.digest == other.digest

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    @cached_property
    def is_existing(self) -> npt.NDArray[np.bool_]:
        """``(m,)`` open today."""
        return np.asarray(self.status == "existing")

    @cached_property
    def is_required(self) -> npt.NDArray[np.bool_]:
        """``(m,)`` must be opened."""
        return np.asarray(self.status == "required")

    @cached_property
    def is_forbidden(self) -> npt.NDArray[np.bool_]:
        """``(m,)`` may not be opened."""
        return np.asarray(self.status == "forbidden")

    @cached_property
    def is_usable(self) -> npt.NDArray[np.bool_]:
        """``(m,)`` could be newly opened: candidates and required ones."""
        return np.asarray((self.status == "candidate") | self.is_required)

    @cached_property
    def is_free_point(self) -> npt.NDArray[np.bool_]:
        """``(m,)`` made where no venue is known: column ``stands_on`` says so, in no language."""
        if "stands_on" not in self.table:
            return np.zeros(len(self), bool)
        return np.array([word == FREE_POINT for word in self.table["stands_on"]], bool)

    @cached_property
    def names(self) -> list[str]:
        """What a person calls each site: its name, else its id."""
        if "name" not in self.table:
            return [str(i) for i in self.ids]
        return [
            str(i) if pd.isna(n) or not str(n).strip() else str(n)
            for n, i in zip(self.table["name"], self.ids, strict=True)
        ]

    @cached_property
    def digest(self) -> str:
        """Content digest of everything above."""
        ids = None if isinstance(self.ids, pd.RangeIndex) else self.ids.to_numpy(dtype=object)
        columns: list[Texts] = [np.asarray(self.table.columns, dtype=object)]
        columns += columns_of(self.table)
        return digest(
            "sites", self.x, self.y, self.status, ids, self.crs, self.capacity, self.cost, *columns
        )

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Sites:
        """Return some of the sites, in that order."""
        pos = np.flatnonzero(rows) if rows.dtype == bool else rows
        table = (
            self.table.iloc[pos].reset_index(drop=True) if len(self.table.columns) else self.table
        )
        part = {
            n: None if (v := getattr(self, n)) is None else v[pos] for n in ("capacity", "cost")
        }
        return Sites(
            self.x[pos],
            self.y[pos],
            self.status[pos],
            self.ids[pos],
            self.crs,
            part["capacity"],
            part["cost"],
            table,
        )

    def known(self, amount: str) -> Floats:
        """Return ``(m,)`` people (``"capacity"``) or yuan (``"cost"``), NaN where not known.

        The amounts themselves count in questions, and are there only where every site has one.
        """
        if (values := getattr(self, amount)) is not None:
            return np.asarray(values, np.float64)
        kept = self.table.get(AMOUNTS[amount], pd.Series(np.full(len(self), np.nan)))
        return pd.to_numeric(kept, errors="coerce").to_numpy(np.float64, na_value=np.nan)

    def join(self, other: Sites) -> Sites:
        """Return these sites followed by ``other``; ids must stay unique, the CRS must be one.

        An amount that only some of them have is kept in the table.
        """
        if self.crs != other.crs:
            raise InputError(
                _(
                    "Sites in two coordinate systems cannot be joined: {a} and {b}.",
                    a=self.crs,
                    b=other.crs,
                )
            )

        def both(name: str) -> npt.NDArray[np.int64] | None:
            a, b = getattr(self, name), getattr(other, name)
            return None if a is None or b is None else np.concatenate([a, b])

        table = pd.concat(
            [self.table.reindex(range(len(self))), other.table.reindex(range(len(other)))],
            ignore_index=True,
        )
        for name, column in AMOUNTS.items():
            lost = [
                one
                for one in (self, other)
                if getattr(one, name) is not None and column not in one.table
            ]
            if lost and both(name) is None:
                table[column] = np.concatenate([self.known(name), other.known(name)])
        return Sites(
            np.concatenate([self.x, other.x]),
            np.concatenate([self.y, other.y]),
            np.concatenate([self.status, other.status]),
            pd.Index([*self.ids, *other.ids]),
            self.crs,
            both("capacity"),
            both("cost"),
            table,
        )


def _statuses(given: object, m: int) -> npt.NDArray[np.str_]:
    words = np.full(m, given) if isinstance(given, str) else np.asarray(given, dtype="U16")
    if words.shape != (m,):
        raise InputError(
            _("{name}: {n} values wanted, got {got}.", name="status", n=m, got=words.shape)
        )
    if (bad := ~np.isin(words, list(STATUSES))).any():
        row = int(np.flatnonzero(bad)[0])
        raise InputError(
            _(
                "status: row {row} is {value!r}; wanted one of {words}.",
                row=row,
                value=str(words[row]),
                words=", ".join(STATUSES),
            )
        )
    return owned(words, "U9")
