"""A plan in years, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import _

__all__ = ["Phase", "Phases"]


@dataclass(frozen=True)
class Phase:
    """One year.

    Attributes
    ----------
    year
        1, 2, 3, ...
    new_ids
        Sites opened in this year.
    value
        What is covered at its end, in the question's own count (see ``unit``).
    free_value
        What could be covered with as many sites, or as much money, chosen for this year alone.
    price
        What keeping to one plan costs in this year: ``free_value - value``, 0 or more.
    value_if_cut
        What would be covered at the end of the last year if nothing of this year were done and all
        else were, as planned.
    closed_ids
        Sites given up in this year for others.
    unit
        What is counted: ``"people"``; ``"points"`` by other weights; ``"visits"``, in thousandths,
        where attendance falls with distance.
    """

    year: int
    new_ids: tuple[object, ...]
    value: int
    free_value: int
    value_if_cut: int
    closed_ids: tuple[object, ...] = ()
    unit: str = "people"

    @property
    def price(self) -> int:
        """What keeping to one plan costs in this year."""
        return self.free_value - self.value

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        parts = {
            "year": self.year,
            "sites": ", ".join(map(str, self.new_ids)) or "-",
            **{name: self._counted(getattr(self, name)) for name in ("value", "price")},
            "cut": self._counted(self.value_if_cut),
            "closed": ", ".join(map(str, self.closed_ids)),
        }
        if self.closed_ids:
            return _(
                "Year {year}: open {sites}, close {closed}; {value} covered ({price} fewer than by "
                "a plan for this year alone); without this year, {cut} in the end.",
                **parts,
            )
        return _(
            "Year {year}: open {sites}; {value} covered ({price} fewer than by a plan for this "
            "year alone); without this year, {cut} in the end.",
            **parts,
        )

    def _counted(self, value: int) -> str:
        if self.unit == "visits":
            return _("{n:,.1f} visits", n=value / 1000)
        return _("{n:,} points", n=value) if self.unit == "points" else f"{value:,}"


@dataclass(frozen=True)
class Phases:
    """A plan in years, each keeping the sites of the years before.

    Attributes
    ----------
    years
        One `Phase` each.
    year_weights
        What each year counts.
    value
        Weighted sum of what the years cover; no nested plan has more.
    """

    years: tuple[Phase, ...]
    year_weights: tuple[int, ...]
    value: int

    @property
    def unit(self) -> str:
        """What is counted; see `Phase`."""
        return self.years[0].unit

    def __str__(self) -> str:
        """Say it, a line for each year."""
        return "\n".join(map(str, self.years))
