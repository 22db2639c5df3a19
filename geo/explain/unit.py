"""What a question counts."""

from __future__ import annotations

from geo.core import Problem

__all__ = ["unit_of"]


def unit_of(problem: Problem) -> str:
    """Say what the value of a question counts.

    Returns
    -------
    unit
        ``"sites"`` where the fewest are wanted; ``"visits"``, in thousandths, where attendance
        falls with distance; ``"points"`` by other weights than workers; else ``"people"``.
    """
    if problem.sense == "min":
        return "sites"
    if hasattr(problem, "far_m"):
        return "visits"
    return "points" if getattr(problem, "weights", "") else "people"
