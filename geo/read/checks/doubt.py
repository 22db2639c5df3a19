"""What a check looks at and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from geo.core.arrays import Floats, Ints

__all__ = ["Doubt", "Rows"]


@dataclass(frozen=True)
class Rows:
    """The rows in use of one layer.

    Attributes
    ----------
    kind
        Kind of layer.
    lon, lat
        ``(n,)`` WGS-84 degrees.
    table
        ``(n, ...)`` canonical columns and the user's own.
    columns
        Canonical name -> heading in the file.
    """

    kind: str
    lon: Floats
    lat: Floats
    table: pd.DataFrame
    columns: dict[str, str]


@dataclass(frozen=True)
class Doubt:
    """One remark on some rows.

    Attributes
    ----------
    pos
        Positions of the rows.
    column
        Heading in the file.
    values
        A value for each row, to be shown.
    reason, remedy
        In the user's language.
    """

    pos: Ints
    column: str
    values: Iterable[object]
    reason: str
    remedy: str
