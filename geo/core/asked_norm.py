"""Which norm homes are held against, and how a planner set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import InputError
from geo.words import _

__all__ = ["AskedNorm"]

Value = float | tuple[str, ...]


@dataclass(frozen=True)
class AskedNorm:
    """A norm, the figures that were changed, and for whom it is asked.

    Attributes
    ----------
    name
        Name of the norm: ``"double-15"``.
    figures
        Name of a norm, of a figure of it, and the value it has in place of the written one.
    urban
        Streets that are main urban or dense.
    share
        Share of the people of each street that must be covered, 0..1.

    Raises
    ------
    InputError
        The share is none, or a name is no text.
    """

    name: str
    figures: tuple[tuple[str, str, Value], ...] = ()
    urban: tuple[str, ...] = ()
    share: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no share and no name."""
        names = (self.name, *self.urban, *(word for one in self.figures for word in one[:2]))
        is_share = isinstance(self.share, int | float) and 0 < self.share <= 1
        if not is_share or not all(isinstance(one, str) for one in names):
            raise InputError(
                _("The share to cover must be above 0 and at most 1, got {x}.", x=self.share)
            )

    def value(self, norm: str, figure: str) -> Value | None:
        """Return what a figure was changed to, None where it stands as it is written."""
        return {one[:2]: one[2] for one in self.figures}.get((norm, figure))

    def with_figure(self, norm: str, figure: str, value: Value | None) -> AskedNorm:
        """Return the same with a figure changed; None: as it is written."""
        kept = [one for one in self.figures if one[:2] != (norm, figure)]
        new = [] if value is None else [(norm, figure, value)]
        return AskedNorm(self.name, tuple(sorted([*kept, *new])), self.urban, self.share)

    def record(self) -> dict[str, Any]:
        """Return the same as plain texts, numbers and lists."""
        figures = [[n, f, list(v) if isinstance(v, tuple) else v] for n, f, v in self.figures]
        plain: dict[str, Any] = {"name": self.name, "urban": list(self.urban), "share": self.share}
        return {**plain, "figures": figures}

    @classmethod
    def from_record(cls, kept: Mapping[str, Any]) -> AskedNorm:
        """Read what `record` has written."""
        figures = ((n, f, tuple(v) if isinstance(v, list) else v) for n, f, v in kept["figures"])
        return cls(kept["name"], tuple(figures), tuple(kept["urban"]), kept["share"])
