"""The bytes of texts, laid in memory one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from geo.core.arrays import Ints

__all__ = ["has_zero", "in_one", "laid_out"]

Bytes = npt.NDArray[np.uint8]


def in_one(held: Any) -> pa.Array:  # noqa: ANN401 - Arrow has no types for mypy
    """Return a column of Arrow as one piece; how many it has depends on its kind and version."""
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def laid_out(texts: pa.Array) -> tuple[Ints, Bytes]:
    """Return where each text begins, ``(n + 1,)``, and the bytes of all; a gap has none."""
    held = texts.cast(pa.large_string())
    _valid, ends, letters = held.buffers()
    begins: Ints = np.frombuffer(ends, np.int64)[held.offset : held.offset + len(held) + 1]
    return begins, np.frombuffer(letters, np.uint8) if letters else np.empty(0, np.uint8)


def has_zero(texts: pd.Series[Any]) -> bool:
    r"""Say whether a column of texts has one with ``\0``, which others take for the end of it.

    Examples
    --------
    >>> has_zero(pd.Series(["a", None, "b\0"], dtype="str"))
    True
    """
    if not len(texts):
        return False
    begins, letters = laid_out(in_one(pa.array(texts, pa.large_string())))
    return not letters[begins[0] : begins[-1]].all()
