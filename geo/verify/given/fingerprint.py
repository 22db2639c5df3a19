"""A fingerprint of the data of a plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["fingerprint", "further_fingerprint"]


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


def further_fingerprint(
    columns: Mapping[str, Iterable[object]], arrays: Mapping[str, npt.NDArray[Any]]
) -> str:
    """Return the SHA-256, in hexadecimal, of what a question speaks of beside `fingerprint`.

    Parameters
    ----------
    columns
        Columns of the file that are counted, priced or grouped by, as they are stored; each enters
        as a JSON list after its name.
    arrays
        Distances that came with the plan; each enters as its raw bytes after its name.
    """
    total = hashlib.sha256()
    for name, column in columns.items():
        total.update(json.dumps([name, list(column)], default=repr).encode() + b"\0")
    for name in sorted(arrays):
        total.update(name.encode() + b"\0" + np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()
