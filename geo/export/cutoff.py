"""How far the ways of a plan were measured: farther ones are not known."""

from __future__ import annotations

from geo.core import Plan, farthest_m

__all__ = ["cutoff_m"]


def cutoff_m(plan: Plan) -> float | None:
    """Return the longest way that was measured; None where any distance is known."""
    if plan.mode.name != "street":
        return None
    return 2 * farthest_m(plan.problem)
