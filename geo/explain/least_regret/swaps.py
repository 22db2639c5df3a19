"""Swap one site for another as long as the worst draw of a plan becomes less bad."""

from __future__ import annotations

import numpy as np

from geo.explain.least_regret.held import Held, Open
from geo.solve import Watch
from geo.words import _

__all__ = ["swapped"]

_WORST = 12  # draws in which a swap is judged first: those that are worst for the plan as it is
_LOOKED_AT = 12  # swaps that are then held against all draws
_MOST_PLANS = 20_000  # held at a time: as many rows of sites


def swapped(held: Held, watch: Watch, *, share: float) -> None:
    """Better the best plan held by swaps; each better one is held, too.

    Parameters
    ----------
    held
        The plans so far.
    watch
        Clock.
    share
        What part of the whole search is done, for the progress.
    """
    while held.worst and watch.begin(share, _("swapping sites against the worst draws")):
        plan, regrets = held.plans[held.first], held.regrets[held.first]
        others = _others(held, plan)
        if not others:
            return
        worst = np.sort(np.argsort(-regrets, kind="stable")[:_WORST])
        there = held.losses(others, worst).max(axis=1)
        order = np.argsort(there, kind="stable")[:_LOOKED_AT]
        good = [others[k] for k in order if there[k] < held.worst]
        if not good:
            return
        least = held.losses(good).max(axis=1)
        if least.min() >= held.worst:
            return
        held.take(good[int(least.argmin())])


def _others(held: Held, plan: Open) -> list[Open]:
    """List the plans one swap away that the question allows."""
    model, is_free = held.asked.model, held.asked.is_free
    outs, ins = np.flatnonzero(plan & is_free), np.flatnonzero(~plan & is_free)
    often = np.sum(held.plans, axis=0)[ins]  # where there are too many, those of plans held first
    ins = ins[np.argsort(-often, kind="stable")][: _MOST_PLANS // max(len(outs), 1)]
    found = []
    for out in outs:
        for into in ins:
            other = plan.copy()
            other[out], other[into] = False, True
            if model.holds(other):
                found.append(other)
    return found
