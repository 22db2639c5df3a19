"""The sentence of what stands in place of a way that is not known."""

from __future__ import annotations

from geo.core import Plan
from geo.export.cutoff import cutoff_m
from geo.export.report.nouns import metres
from geo.words import _

__all__ = ["no_way"]


def no_way(plan: Plan, sign: str) -> str:
    """Say what ``sign`` in place of a way means: mostly not that there is none."""
    if not plan.open_ids:
        return _("{sign}: no home is open.", sign=sign)
    if (cutoff := cutoff_m(plan)) is None:
        return _("{sign}: the table of distances holds no way to an open home.", sign=sign)
    return _(
        "{sign}: no open home is within {far} along the streets; longer ways are not measured.",
        sign=sign,
        far=metres(cutoff),
    )
