"""Check digit of the unified social credit code (GB 32100-2015)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.read.checks.doubt import Doubt, Rows
from geo.words import _

__all__ = ["credit_code", "is_credit_code"]

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, k, 31) for k in range(17)]


def is_credit_code(text: str) -> bool:
    """Say whether a code has 18 signs and the right check digit.

    Examples
    --------
    >>> is_credit_code("91350100M000100Y43")
    True
    >>> is_credit_code("91350100M000100Y44")
    False
    """
    code = text.strip().upper()
    if len(code) != 18 or any(sign not in _SIGNS for sign in code):
        return False
    total = sum(_SIGNS.index(s) * w for s, w in zip(code[:17], _WEIGHTS, strict=True))
    return _SIGNS[-total % 31] == code[17]


def credit_code(rows: Rows) -> Iterator[Doubt]:
    """Find codes whose check digit is wrong."""
    if "credit_code" not in rows.table:
        return
    codes = rows.table["credit_code"].astype("str").tolist()
    pos = np.array([k for k, c in enumerate(codes) if c and not is_credit_code(c)], np.int64)
    if len(pos):
        yield Doubt(
            pos,
            rows.columns["credit_code"],
            [codes[p] for p in pos],
            _("the check digit of the credit code is wrong"),
            _("compare the code with the business licence"),
        )
