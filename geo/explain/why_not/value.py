"""What is said of a venue that a plan does not open."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.explain.why_not.room import Room
from geo.words import _, counted

__all__ = ["WhyNot"]


@dataclass(frozen=True)
class WhyNot:
    """One venue held against a plan.

    A venue *wins* where the best plan with it is as good as the best without.

    Attributes
    ----------
    site_id, name
        The venue.
    is_chosen
        The plan opens it already.
    with_ids
        New sites of the best plan that opens it; None where no plan that is allowed does.
    loss
        How much worse that plan is, in the question's own count (people; sites where the fewest
        are wanted; thousandths of a visit for attendance that falls; points by other weights);
        less than 0: better, as one with a forbidden venue may be. None where there is none.
    radius_m, own_radius_m
        The service radius, and the least from which people would have to come to this venue alone
        for it to win; None where no distance does.
    extra_each
        Workers more, at every firm within its radius, with which it would win; None where no number
        does, since other plans reach those firms too. Looked for where the question counts plainly:
        not several sites near, shares of groups, other weights.
    cost_yuan
        What it may cost a year at most to win; None where no price does. Looked for under a budget.
    with_open_ids
        All open sites of the plan of ``with_ids``, homes of today first.
    sought
        Which changes were looked for: names of the three fields above. One that does not suit the
        question is not, and its None says nothing.
    is_complete
        Whether everything was looked for; False where the time or a stop ended that. What is told
        then is proven all the same.
    room
        How many places would make it win where only those who find room count; None where the
        venues' places are not known, or the question is not one of people with a home near. The
        question itself counts everybody near, whatever room there is.
    """

    site_id: object
    name: str
    is_chosen: bool
    with_ids: tuple[object, ...] | None
    loss: int | None
    radius_m: float
    own_radius_m: float | None = None
    extra_each: int | None = None
    cost_yuan: int | None = None
    unit: str = "people"
    room: Room | None = None
    with_open_ids: tuple[object, ...] | None = None
    sought: frozenset[str] = frozenset()
    is_complete: bool = True

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        if self.is_chosen:
            return _("{name}: the plan opens it.", name=self.name)
        if self.loss is None:
            return _("{name}: no plan that meets all conditions opens it.", name=self.name)
        if not self.loss:
            return _("{name}: a plan as good opens it.", name=self.name)
        if self.loss < 0:
            return _won(self.unit, self.name, -self.loss)
        room = "" if self.room is None else _(" {room}", room=self.room)
        cut = "" if self.is_complete else _(" Not all that would make it win was looked for.")
        return _lost(self.unit, self.name, self.loss) + self._winning() + room + cut

    def _winning(self) -> str:
        """Say what would make it win."""
        ways = []
        if self.own_radius_m is not None:
            ways.append(
                _(
                    "if people came to it from {own:,.0f} m (now {radius:,.0f} m)",
                    own=math.ceil(self.own_radius_m),  # below it the venue does not win
                    radius=self.radius_m,
                )
            )
        if self.extra_each is not None:
            ways.append(_("if each firm around it had {n:,} more at work", n=self.extra_each))
        if self.cost_yuan == 0:
            ways.append(_("if it cost nothing a year"))
        elif self.cost_yuan is not None:
            ways.append(_("at {cost:,} yuan a year or less", cost=self.cost_yuan))
        if not ways and not self.sought:
            return ""
        if not ways:
            return _(" No distance looked at would make it win.")
        return _(" It would win {ways}.", ways=_(", or ").join(ways))


def _lost(unit: str, name: str, loss: int) -> str:
    if unit == "sites":
        if loss == 1:
            return _("{name}: with it, 1 site more is needed.", name=name)
        return _("{name}: with it, {loss:,} sites more are needed.", name=name, loss=loss)
    if unit == "visits":
        return _("{name}: with it, {loss:,.1f} fewer come.", name=name, loss=loss / 1000)
    if unit == "points":
        return _(
            "{name}: the best plan with it reaches {loss:,} fewer points.", name=name, loss=loss
        )
    if loss == 1:
        return _("{name}: the best plan with it serves 1 worker fewer.", name=name)
    return _("{name}: the best plan with it serves {loss:,} fewer workers.", name=name, loss=loss)


def _won(unit: str, name: str, gain: int) -> str:
    """Say that the best plan with a venue that may not be used is better than the plan."""
    if unit == "sites":
        return _(
            "{name}: with it, fewer sites would do, by {gain:,}; it may not be used.",
            name=name,
            gain=gain,
        )
    if unit == "visits":
        return _(
            "{name}: with it, {gain:,.1f} more would come; it may not be used.",
            name=name,
            gain=gain / 1000,
        )
    if unit == "points":
        return _(
            "{name}: the best plan with it reaches {gain:,} more points; it may not be used.",
            name=name,
            gain=gain,
        )
    return _(
        "{name}: the best plan with it serves more, by {workers}; it may not be used.",
        name=name,
        workers=counted.workers(gain),
    )
