"""Which condition stands in the way where no plan meets all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from geo.core import Reach
from geo.errors import InfeasibleError, InputError
from geo.solve.exact import answer
from geo.solve.progress import Watch
from geo.words import N_, _

__all__ = ["blame"]

_SECONDS = 10.0  # a reason is worth a short search, not a long one

_WITHOUT = {
    "spacing_m": N_("There would be a plan without the least distance between facilities."),
    "floor_share": N_("There would be a plan without the least share in each group."),
}


def blame(question: Any, reach: Reach) -> str:  # noqa: ANN401 - any frozen question
    """Say that no plan exists, and what would have to give.

    Each condition is left out in turn; where the least distance is in the way and a number of new
    sites was asked, the largest number that fits is found.
    """
    watch, said = Watch(_SECONDS), [_("No plan meets all conditions of this question together.")]
    for name, sentence in _WITHOUT.items():
        if getattr(question, name) and _has_plan(replace(question, **{name: 0}), reach, watch):
            said.append(_(sentence))
    if question.spacing_m and hasattr(question, "new"):
        for new in range(question.new - 1, 0, -1):
            if _has_plan(replace(question, new=new), reach, watch):
                said.append(_("With it, {new} new sites fit at most.", new=new))
                break
    return " ".join(said)


def _has_plan(question: Any, reach: Reach, watch: Watch) -> bool:  # noqa: ANN401 - as above
    """Search for any plan at all, as long as the watch allows."""
    try:
        found = answer(question.model(reach, watch), watch, seed=0)
    except (InfeasibleError, InputError):
        return False
    return found.is_open is not None
