"""The arrays of a certificate, read from front to back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from geo.verify.count.recount import Ints
from geo.verify.verdict import N_, Wrong

__all__ = ["Arrays", "Stream"]

Arrays = Mapping[str, npt.NDArray[np.integer]]


class Stream:
    """Arrays of whole numbers; each is read to its end, and not beyond."""

    def __init__(self, arrays: Arrays, names: tuple[str, ...]) -> None:
        if sorted(arrays) != sorted(names):
            raise Wrong(N_("The certificate lacks arrays, or has some too many."))
        for name in names:
            if arrays[name].dtype.kind not in "iu" or arrays[name].ndim != 1:
                raise Wrong(
                    N_("The certificate's array {name} is no list of whole numbers."), name=name
                )
        self._arrays, self._at = arrays, dict.fromkeys(names, 0)

    def take(self, name: str, n: int) -> Ints:
        """Read the next ``n`` numbers of an array."""
        low = self._at[name]
        if n < 0 or low + n > len(self._arrays[name]):
            raise Wrong(N_("The certificate's array {name} ends too early."), name=name)
        self._at[name] = low + n
        part = self._arrays[name][low : low + n]
        if (
            part.dtype.kind == "u"
            and part.dtype.itemsize == 8
            and len(part)
            and part.max() >= 2**63
        ):
            raise Wrong(
                N_("The certificate's array {name} holds a number that is too large."), name=name
            )
        return part.astype(np.int64)

    def one(self, name: str) -> int:
        """Read the next number of an array."""
        return int(self.take(name, 1)[0])

    def check_used_up(self) -> None:
        """Refuse a certificate that says more than it should."""
        if any(at != len(self._arrays[name]) for name, at in self._at.items()):
            raise Wrong(N_("The certificate holds more numbers than its proof needs."))
