"""Several weights at once: columns of the demand's table, each times a whole number."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.core import Demand
from geo.core.arrays import Ints, whole
from geo.errors import InputError, MissingColumnError, OverflowWeightError
from geo.words import _

__all__ = ["people", "terms"]

_NAMED = 3  # firms that a sentence names
_TERM = re.compile(r"\s*(?:(\d+)\s*\*\s*)?(\S(?:.*\S)?)\s*")


def terms(weights: str) -> tuple[tuple[str, int], ...]:
    """Read ``"weight + 2*members"`` as columns and factors.

    Examples
    --------
    >>> terms("weight + 2*members")
    (('weight', 1), ('members', 2))
    """
    found = []
    for part in weights.split("+"):
        match = _TERM.fullmatch(part)
        if match is None:
            raise InputError(
                _(
                    "What is counted, {weights!r}, cannot be read; write columns with whole "
                    "factors, for instance weight + 2*members.",
                    weights=weights,
                )
            )
        found.append((match[2], int(match[1] or 1)))
    return tuple(found)


def people(demand: Demand, weights: str) -> Ints:
    """Add up the columns that ``weights`` names, ``(n_demand,)``; empty: the demand's own weight.

    Raises
    ------
    MissingColumnError
        The table lacks a column.
    InputError
        A column holds something other than whole numbers of 0 or more, or nothing for some: what
        is not known is never counted as 0, as a row without a headcount is not.
    OverflowWeightError
        The sum does not fit into int64.
    """
    if not weights.strip():
        return demand.weight
    total = np.zeros(len(demand), np.int64)
    largest = 0
    for column, factor in terms(weights):
        one = _column(demand, column)
        largest += factor * int(one.max(initial=0))
        if largest * max(len(demand), 1) >= 2**63:
            raise OverflowWeightError(
                _("{name}: the sum does not fit into a 64-bit integer.", name=weights)
            )
        total += factor * one
    return total


def _column(demand: Demand, column: str) -> Ints:
    if column in demand.table:
        _refuse_gaps(demand, column)
        return whole(demand.table[column].to_numpy(), column, len(demand))
    if column == "weight":
        return demand.weight
    raise MissingColumnError(
        _(
            "The demand has no column {column!r}; it has {columns}.",
            column=column,
            columns=", ".join(["weight", *map(str, demand.table.columns)]),
        )
    )


def _refuse_gaps(demand: Demand, column: str) -> None:
    """Name the firms of which a column says nothing, as of one that was just drawn on the map."""
    gaps = np.flatnonzero(demand.table[column].isna().to_numpy(bool))
    if not len(gaps):
        return
    first = gaps[:_NAMED]
    names = demand.table["name"] if "name" in demand.table else pd.Series(demand.ids)
    told = [
        str(i) if pd.isna(name) or name in ("", i) else f"{name} ({i})"
        for name, i in zip(names.iloc[first], demand.ids[first], strict=True)
    ]
    raise InputError(
        _(
            "{column} is counted, but firms lack it ({n:,} in all): {firms}. Write the number into "
            "the list of firms, on page Data or in the file, 0 where there are none; or count "
            "something else.",
            column=column,
            n=len(gaps),
            firms=", ".join(told) + (" …" if len(gaps) > _NAMED else ""),
        )
    )
