"""What a planner asks of the years to come."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import InputError
from geo.words import _

__all__ = ["Years"]


@dataclass(frozen=True)
class Years:
    """What each year may open.

    Attributes
    ----------
    news, weights
        New homes of each year, and what the year counts.
    budgets_yuan
        Yearly cost that the homes opened in each year may add, what is left over later; None: no
        budget.
    moves
        Homes of today that each year may move, where the question moves some; None: nobody has
        said.

    Raises
    ------
    InputError
        The years do not fit one another.
    """

    news: tuple[int, ...] = (1, 1, 1)
    weights: tuple[int, ...] = (1, 1, 1)
    budgets_yuan: tuple[int, ...] | None = None
    moves: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse numbers that are no years'."""
        given = (
            self.news,
            self.weights,
            *(one for one in (self.budgets_yuan, self.moves) if one is not None),
        )
        if not self.news or {len(one) for one in given} != {len(self.news)}:
            raise InputError(_("Each year needs its number of sites, its weight and its budget."))
        if any(not isinstance(n, int) or n < 0 for one in given for n in one):
            raise InputError(
                _("Numbers of homes, weights and budgets of years are whole, 0 or more.")
            )
