"""Python's own values in place of NumPy's: what JSON, SQLite and code can be written of."""

from __future__ import annotations

import numpy as np

__all__ = ["python_of"]


def python_of(value: object) -> object:
    """Turn a scalar of NumPy into Python's own value; anything else is returned as it is.

    Examples
    --------
    >>> python_of(np.int64(3)), python_of("a")
    (3, 'a')
    """
    return value.item() if isinstance(value, np.generic) else value
