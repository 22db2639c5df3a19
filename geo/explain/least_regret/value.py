"""What the search for the plan of the least regret came to."""

from __future__ import annotations

from dataclasses import dataclass

from geo.words import _, counted

__all__ = ["LeastRegret"]


@dataclass(frozen=True)
class LeastRegret:
    """The plan that loses least in its worst draw.

    What a plan loses in a draw is the value of the best plan there less its own; a venue that fell
    through is not replaced.

    Attributes
    ----------
    open_ids, new_ids
        Its open sites, and those of them that are not open today. The plan in doubt itself, where
        none that was found loses less.
    regret
        What it loses in its worst draw.
    bound
        No plan that the question allows loses less in its worst draw.
    own_regret
        What the plan in doubt loses in its worst draw.
    n_draws, seed
        The draws of the doubt that have an answer, and their seed.
    """

    open_ids: tuple[object, ...]
    new_ids: tuple[object, ...]
    regret: int
    bound: int
    own_regret: int
    n_draws: int
    seed: int

    @property
    def is_proven(self) -> bool:
        """Whether no plan loses less; if not, the search was cut short."""
        return self.regret == self.bound

    @property
    def is_own(self) -> bool:
        """Whether no plan was found that loses less than the one in doubt."""
        return self.regret == self.own_regret

    def __str__(self) -> str:
        """Say it in a line, in the user's language."""
        told = {"regret": self.regret, "own": self.own_regret, "bound": self.bound}
        of = {"draws": counted.draws(self.n_draws), "seed": self.seed}
        if self.is_own and self.is_proven:
            return _(
                "In its worst draw the plan loses {regret:,}; no plan loses less in its own worst "
                "draw (proven over {draws}, seed {seed}).",
                **told,
                **of,
            )
        if self.is_own:
            return _(
                "In its worst draw the plan loses {regret:,}; none was found that loses less in "
                "its own, and none can lose less than {bound:,} ({draws}, seed {seed}). The "
                "search was cut short before a proof.",
                **told,
                **of,
            )
        if self.is_proven:
            return _(
                "In its worst draw the plan loses {own:,}; the plan that loses least in its own "
                "loses {regret:,} (proven over {draws}, seed {seed}).",
                **told,
                **of,
            )
        return _(
            "In its worst draw the plan loses {own:,}; one was found that loses {regret:,} in its "
            "own, and none can lose less than {bound:,} ({draws}, seed {seed}). The search was "
            "cut short before a proof.",
            **told,
            **of,
        )
