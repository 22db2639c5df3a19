"""Fewest sites for a share: ask the covering engine how much so many sites can cover, at most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Certificate
from geo.solve.engine import max_cover
from geo.solve.exact.model import CoverModel
from geo.solve.progress import Watch

__all__ = ["Fewest", "fewest", "proof_of_fewest"]


_PROOF_S = 5.0
_BUDGET_S = 20.0  # then HiGHS, which is better where nearly everybody must be covered

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fewest:
    """The smallest plan found, and the smallest number of sites that could do.

    Attributes
    ----------
    is_open
        ``(n_site,)`` a plan that covers enough.
    bound
        No plan with fewer open sites covers enough.
    certificate
        Proof that ``bound - 1`` open sites cannot, or None where nothing had to be proven.
    """

    is_open: Open
    bound: int
    certificate: Certificate | None = None


def fewest(model: CoverModel, start: Open, watch: Watch, *, seed: int) -> Fewest:
    """Close in on the fewest sites from the greedy plan; ``start`` must cover enough.

    ``n`` sites do exactly if the most that ``n`` sites can cover is enough. The engine is asked for
    fewer and fewer, and stops as soon as it has found enough, or knows that there is not enough.
    Where it can tell neither in its time, what is known by then is returned.
    """
    clock = Watch(min(_BUDGET_S, watch.left_s / 2))
    best, bound, proof = start, int(model.is_open.sum()), None
    unsure = int(best.sum())  # from here on the engine cannot tell
    while bound < unsure and not (clock.is_stopped or watch.is_stopped):
        wanted = unsure - 1 if unsure == int(best.sum()) else (bound + unsure) // 2
        enough = _Enough(watch, model, clock.left_s / 2, (int(best.sum()), bound))
        found = max_cover(
            model.faces,
            new=wanted - int(model.is_open.sum()),
            is_open=model.is_open,
            is_closed=model.is_closed,
            watch=enough,
            seed=seed,
        )
        if enough.is_found(found.value):
            best = np.isin(np.arange(model.faces.n_site), found.open_pos)
            unsure = wanted
        elif enough.is_hopeless(found.bound):
            bound, proof = wanted + 1, found.certificate
        else:
            unsure = wanted
    return Fewest(best, bound, proof)


def proof_of_fewest(
    model: CoverModel, n_open: int, watch: Watch, *, seed: int
) -> Certificate | None:
    """Let the engine prove, where it can in little time, that ``n_open - 1`` sites do not do.

    HiGHS finds the fewest sites where nearly everybody must be covered, but leaves no evidence.
    """
    if model.rows or model.times > 1 or n_open <= int(model.is_open.sum()):
        return None
    if not model.target or model.price is not None:  # it is not the number of sites that decides
        return None
    enough = _Enough(watch, model, min(_PROOF_S, watch.left_s / 2), (n_open, n_open))
    found = max_cover(
        model.faces,
        new=n_open - 1 - int(model.is_open.sum()),
        is_open=model.is_open,
        is_closed=model.is_closed,
        watch=enough,
        seed=seed,
    )
    return found.certificate if enough.is_hopeless(found.bound) else None


class _Enough(Watch):
    """Stops the engine once it has found enough, or knows that there is not enough."""

    def __init__(
        self, outer: Watch, model: CoverModel, limit_s: float, known: tuple[int, int]
    ) -> None:
        super().__init__(limit_s)
        assert model.target is not None
        self._outer, self._target, self._known = outer, model.target, known

    def is_found(self, value: int) -> bool:
        """Say whether a plan of such a worth will do."""
        return value >= self._target

    def is_hopeless(self, bound: int) -> bool:
        """Say whether no plan within such a bound will do."""
        return bound < self._target

    def report(self, value: int, bound: int) -> bool:
        """Tell the caller in numbers of sites; return whether to go on."""
        is_settled = self.is_found(value) or self.is_hopeless(bound)
        return self._outer.report(*self._known) and not is_settled and not self.is_stopped
