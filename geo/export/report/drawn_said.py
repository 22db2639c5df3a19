"""What was drawn, and how the fewest sites stand over it: the same sentences in every form."""

from __future__ import annotations

from geo.explain import Errors, TargetDoubt
from geo.export.report.asked.drawn import LEAST_DRAWS
from geo.export.report.nouns import joined, percent
from geo.words import _

__all__ = ["of_target", "too_few", "what_was_drawn"]


def what_was_drawn(errors: Errors, n: int, seed: int) -> str:
    """Say how wrong the lists were taken to be."""
    return _(
        "The lists may be wrong. They were drawn again {n:,} times (seed {seed}), each time with "
        "every headcount off by up to {heads:.0%}, every venue falling through with odds of "
        "{venues:.0%}, beside every firm one that the list lacks with odds of {missing:.0%}, and "
        "people walking up to {speed:.0%} farther or less far.",
        n=n,
        seed=seed,
        heads=errors.headcount_share,
        venues=errors.venue_share,
        missing=errors.missing_share,
        speed=errors.speed_share,
    )


def too_few(n: int) -> str:
    """Say that too few draws were answered for a share to mean anything."""
    return _(
        "The lists may be wrong, and slightly different ones were to be drawn and answered anew; "
        "time did not suffice: answered {n:,}, least wanted {least:,}. No shares are told of so "
        "few.",
        n=n,
        least=LEAST_DRAWS,
    )


def of_target(found: TargetDoubt, *, is_public: bool = False) -> tuple[str, ...]:
    """Say what was drawn, how the plan stands, and how many homes it takes; a paragraph each.

    The public is told no share of the workers.
    """
    if found.n_draws < LEAST_DRAWS:
        return (too_few(found.n_draws),)
    drawn = joined(
        what_was_drawn(found.errors, found.n_draws, found.seed),
        _("Each time the fewest homes that reach the target were sought anew."),
    )
    return drawn, joined(_stands(found, is_public=is_public), _takes(found), _beyond(found))


def _stands(found: TargetDoubt, *, is_public: bool) -> str:
    met = _(
        "In {share} of them what is left of this plan still reaches the target.",
        share=f"{found.met_share:.0%}",
    )
    if is_public:
        return met
    covers = _(
        "It covers between {low} and {high} in nine draws of ten, {middle} in the middle.",
        low=percent(found.low),
        high=percent(found.high),
        middle=percent(found.middle),
    )
    return joined(met, covers)


def _takes(found: TargetDoubt) -> str:
    """Say how many homes reach the target, those of today included."""
    if not found.fewest:
        return ""
    few, many = found.fewest[0][0], found.fewest[-1][0]
    if few == many == 1:
        return _("To reach it, 1 home is needed in all, those of today included.")
    if few == many:
        return _("To reach it, {n:,} homes are needed in all, those of today included.", n=few)
    return _(
        "To reach it, {few:,} to {many:,} homes are needed in all, those of today included.",
        few=few,
        many=many,
    )


def _beyond(found: TargetDoubt) -> str:
    if not found.beyond_share:
        return ""
    share = f"{found.beyond_share:.0%}"
    return _("In {share} of the draws no choice of venues reaches it.", share=share)
