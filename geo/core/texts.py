"""Texts as the bytes that are hashed of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Texts", "bytes_of"]

Texts = npt.NDArray[Any] | pd.Series | pd.Index
"""Texts, or anything that is told apart by what `str` says of it."""

_MANY = 20_000  # below, the compiled loop is not worth loading
_AT_ONCE = 1 << 15  # texts laid out side by side at a time: few enough to stay near the processor


def bytes_of(texts: Texts) -> Iterator[bytes | memoryview]:
    """Yield the bytes to hash: for each text its length in 8 bytes, then its UTF-8.

    However the texts are held, the bytes are the same.
    """
    held = _arrow(texts) if len(texts) >= _MANY else None
    if held is None:
        for text in np.asarray(texts, dtype=object).ravel():
            data = str(text).encode()
            yield len(data).to_bytes(8, "little")
            yield data
        return
    from geo.core.kernels.texts import counted  # noqa: PLC0415 - compiled; only long lists need it

    _valid, ends, letters = held.buffers()
    begins = np.frombuffer(ends, np.int64)[held.offset : held.offset + len(held) + 1]
    held_bytes = np.frombuffer(letters, np.uint8) if letters else np.empty(0, np.uint8)
    for k in range(0, len(held), _AT_ONCE):
        yield counted(begins[k : k + _AT_ONCE + 1], held_bytes).data


def _arrow(texts: Texts) -> pa.LargeStringArray | None:
    """Lay texts in memory one after another; None of what is no column and no index."""
    if not isinstance(texts, pd.Series | pd.Index):
        return None
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.compute as pc  # noqa: PLC0415

    if texts.dtype == np.int64:
        return pa.array(texts.to_numpy()).cast(pa.large_string())
    if texts.dtype == np.bool_:
        return pc.if_else(pa.array(texts.to_numpy()), "True", "False").cast(pa.large_string())
    if str(texts.dtype) == "Int64":
        return pc.fill_null(pa.array(texts).cast(pa.large_string()), "<NA>")
    if str(texts.dtype) != "str":
        said = np.asarray(texts, dtype=object)
        is_said = pd.api.types.infer_dtype(said, skipna=False) == "string"
        return pa.array(said if is_said else [*map(str, said)], pa.large_string())
    held = pa.array(texts, pa.large_string())
    held = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    return pc.fill_null(held, "nan") if held.null_count else held  # what `str` says of a gap
