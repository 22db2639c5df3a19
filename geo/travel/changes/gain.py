"""What a change of streets brings: the same sites, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["Gain", "gain"]


@dataclass(frozen=True, eq=False)
class Gain:
    """Two states of the streets, seen from the same open sites.

    Attributes
    ----------
    covered_before, covered_after
        People within the radius.
    gained_pos, lost_pos
        Positions of the demand that came in, and that fell out.
    saved_m
        People's metres to the nearest open site, before less after, added up over those who had a
        way before and have one after.
    """

    covered_before: int
    covered_after: int
    gained_pos: Ints
    lost_pos: Ints
    saved_m: float

    def describe(self) -> str:
        """Say it in a sentence."""
        return _(
            "{before:,} people are within reach before, {after:,} after: {gain:+,}.",
            before=self.covered_before,
            after=self.covered_after,
            gain=self.covered_after - self.covered_before,
        )


def gain(
    before: Reach, after: Reach, radius_m: float, open_ids: Iterable[object] | None = None
) -> Gain:
    """Compare two reaches of the same demand and sites; by default from the existing sites.

    Raises
    ------
    InputError
        The two reaches are about different firms or sites.
    """
    if before.demand != after.demand or before.sites.digest != after.sites.digest:
        raise InputError(_("The two states must have the same firms and sites."))
    ids = before.sites.ids[before.sites.is_existing] if open_ids is None else list(open_ids)
    one, two = before.coverage(radius_m, ids), after.coverage(radius_m, ids)
    (_p, near), (_q, nearer) = (r.nearest(r.positions(ids)) for r in (before, after))
    known = np.isfinite(near) & np.isfinite(nearer)
    saved = float(((near[known] - nearer[known]) * before.demand.weight[known]).sum())
    return Gain(
        one.covered,
        two.covered,
        np.flatnonzero(two.is_covered & ~one.is_covered),
        np.flatnonzero(one.is_covered & ~two.is_covered),
        saved,
    )
