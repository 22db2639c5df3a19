"""A fingerprint of the data of a plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

__all__ = ["fingerprint"]


def fingerprint(columns: Iterable[npt.NDArray[np.generic]], texts: Iterable[Iterable[str]]) -> str:
    """Return the SHA-256, in hexadecimal, of columns of numbers and lists of texts.

    Parameters
    ----------
    columns
        In this order: ``x_m, y_m`` (float64) and ``workers`` (int64) of the firms, ``x_m, y_m``
        (float64) of the sites. Each enters as its raw little-endian bytes.
    texts
        In this order: the statuses of the sites, their ids, the ids of the firms. Each list enters
        as UTF-8, its entries separated by a line feed, after a zero byte.

    Examples
    --------
    >>> fingerprint([np.array([1.0])], [["candidate"], ["a"], ["b"]])[:16]
    'fce29d8ad7d441d8'
    """
    total = hashlib.sha256()
    for column in columns:
        kind = column.dtype.newbyteorder("<")
        total.update(np.ascontiguousarray(column, kind).data)
    for entries in texts:
        total.update(b"\0" + "\n".join(entries).encode())
    return total.hexdigest()
