"""Who cannot be reached, and the radius that would do."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, isinf

import numpy as np
import numpy.typing as npt

from geo.core import Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["Want", "Would", "nobody", "radius_that_would_do", "refuse", "too_few", "too_few_of"]

_NAMED = 5  # ids in a message; all of them are in the error's ``ids``
_ROUNDS = 60  # halvings of the radius searched: to the last bits of a float
_FAR_M = 1e9  # farther than anything on Earth
_SECONDS = 10.0  # a reason is worth a short search, not a long one


@dataclass(frozen=True, eq=False)
class Want:
    """What must be covered.

    Attributes
    ----------
    radius_m, times
        Covered is who has ``times`` open sites within ``radius_m``; one number for all, or
        ``(n_demand,)``.
    worth
        ``(n_demand,)`` what is counted.
    wanted
        How much of it must be covered.
    """

    radius_m: float
    times: int | Ints
    worth: Ints
    wanted: int

    @property
    def most_times(self) -> int:
        """Sites that whoever wants most of them wants near."""
        return int(np.max(self.times, initial=1))


@dataclass(frozen=True)
class Would:
    """The radius that would do.

    Attributes
    ----------
    radius_m
        A radius in metres within which the sites cover enough; None: none was found.
    is_least
        Whether the search came to its end: no smaller one does, or none up to the cutoff.
    """

    radius_m: float | None
    is_least: bool = True


def nobody(radius_m: float, times: int) -> str:
    """Say that nobody has enough usable sites near."""
    if times > 1:
        return _(
            "Nobody has {times} usable sites within {radius:,.0f} m.", times=times, radius=radius_m
        )
    return _("Within {radius:,.0f} m of usable sites there is nobody.", radius=radius_m)


def too_few(most: int, want: Want) -> str:
    """Say that all usable sites together do not cover enough people."""
    return _(
        "All usable sites together cover {most:,} within {radius:,.0f} m; {wanted:,} are wanted.",
        most=most,
        radius=want.radius_m,
        wanted=want.wanted,
    )


def too_few_of(group: str, most: int, want: Want) -> str:
    """Say that all usable sites together do not cover enough people of a group."""
    return _(
        "{group}: all usable sites together cover {most:,} of {total:,} within {radius:,.0f} m; "
        "{wanted:,} are wanted.",
        group=group,
        most=most,
        total=int(want.worth.sum()),
        radius=want.radius_m,
        wanted=want.wanted,
    )


def refuse(
    message: str,
    reach: Reach,
    want: Want,
    may_open: npt.NDArray[np.bool_],
    watch: Watch | None = None,
) -> InfeasibleError:
    """Make the error that names who is out of reach and the radius that would do.

    Parameters
    ----------
    message
        What cannot be met, a full sentence.
    reach
        The demand, the sites, the metres.
    want
        What must be covered.
    may_open
        ``(n_site,)`` sites that are open or could be.
    watch
        The caller's clock and stop button; None: none but that of the search for the radius.
    """
    pos = np.flatnonzero(may_open)
    is_lost = (reach.count_within(want.radius_m, pos) < want.times) & (want.worth > 0)
    ids = tuple(reach.demand.ids[is_lost])
    would = radius_that_would_do(reach, pos, want, watch or Watch())
    named = _(", ").join([*map(str, ids[:_NAMED]), *(["…"] if len(ids) > _NAMED else [])])
    text = [message, _("Out of reach of every usable site: {n:,} ({ids}).", n=len(ids), ids=named)]
    if would.radius_m is not None:
        text.append(_would_do(would.radius_m, is_least=would.is_least))
    elif not would.is_least:
        text.append(_("Time ended before a radius was found that would do."))
    elif len(pos) < want.most_times:
        text.append(_("There are fewer usable sites than times to be covered."))
    else:
        text.append(
            _("No radius up to {cutoff:,.0f} m would do; add sites.", cutoff=reach.cutoff_m)
        )
    return InfeasibleError(" ".join(text), ids=ids, radius_m=would.radius_m)


def _would_do(radius_m: float, *, is_least: bool) -> str:
    if is_least:
        return _("A radius of {radius:,} m would do.", radius=ceil(radius_m))
    return _("A radius of {radius:,} m would do, perhaps a smaller one too.", radius=ceil(radius_m))


def radius_that_would_do(reach: Reach, site_pos: Ints, want: Want, watch: Watch) -> Would:
    """Find the least radius within which the sites cover enough, as far as the watch allows."""
    if len(site_pos) < want.most_times or not reach.knows_distances:
        return Would(None)
    if want.most_times > 1:
        return _search(reach, site_pos, want, watch)
    metres = reach.nearest(site_pos)[1]
    order = np.argsort(metres, kind="stable")
    enough = int(np.searchsorted(np.cumsum(want.worth[order]), max(want.wanted, 1)))
    found = float(metres[order[enough]]) if enough < len(order) else inf
    # On the spot, any radius does; the least that may be asked is one of a question's field.
    return Would(None if isinf(found) else max(found, 1.0))


def _search(reach: Reach, site_pos: Ints, want: Want, watch: Watch) -> Would:
    """Halve the radius until it cannot be told from the least that does, or time is out."""
    watch.begin(None, _("the radius that would do"))
    clock = Watch(min(_SECONDS, watch.left_s))

    def is_late() -> bool:
        return not watch.tick() or clock.is_stopped

    def does(radius: float) -> bool:
        near = reach.count_within(radius, site_pos) >= want.times
        return int(want.worth[near].sum()) >= want.wanted

    low, high = 0.0, min(1.0, reach.cutoff_m)
    while (late := is_late()) or not does(high):
        if late or high >= min(reach.cutoff_m, _FAR_M):
            return Would(None, is_least=not late)
        low, high = high, min(2 * high, reach.cutoff_m)
    for _round in range(_ROUNDS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if is_late():
            return Would(max(high, 1.0), is_least=False)
        low, high = (low, middle) if does(middle) else (middle, high)
    return Would(max(high, 1.0))
