"""The draws of a doubt, each answered exactly: in one go where it can be, else one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.core import Plan, Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain.draws import Draw, Errors, drawn
from geo.solve import Asked, Found, Watch, again, ask
from geo.solve import Drawn as Posed

__all__ = ["Answered", "Draws"]

Open = npt.NDArray[np.bool_]

_TURN = 64  # draws looked at together
_MOST_BYTES = 200_000_000  # of draws kept until all plans are known


@dataclass(frozen=True, eq=False)
class Answered:
    """A draw's number, its best value and plan, and what the plan in doubt is worth there."""

    number: int
    best: int
    is_open: Open
    mine: int


class Draws:
    """The draws about a plan."""

    def __init__(self, plan: Plan, reach: Reach, errors: Errors, seed: int) -> None:
        self._plan, self._reach, self._errors, self._seed = plan, reach, errors, seed
        self._again = again(plan.problem, reach, speed_share=errors.speed_share)
        self._kept: dict[int, Posed] = {}
        self._room = _MOST_BYTES

    def answered(self, mine: Open, *, n: int, watch: Watch) -> list[Answered | None]:
        """Solve draw after draw until time runs out; None where nothing could be answered."""
        found: list[Answered | None] = []
        with ThreadPoolExecutor(2) as pool:
            for low in range(0, n, _TURN):
                if watch.is_stopped:
                    break
                numbers = range(low, min(low + _TURN, n))
                quick = list(pool.map(lambda k: self._quick(mine, k), numbers))
                try:
                    for number, one in zip(numbers, quick, strict=True):
                        found.append(one or self._slow(mine, number, watch))
                except StoppedError:
                    break
        return found

    def worth(self, plans: list[Open], numbers: list[int]) -> npt.NDArray[np.int64]:
        """Count whom each plan covers in some draws, ``(n_plan, n_draw)``; what is gone is not."""
        with ThreadPoolExecutor(2) as pool:
            columns = list(pool.map(lambda k: self._worth(plans, k), numbers))
        return np.column_stack(columns)

    def _draw(self, number: int) -> Draw:
        return drawn(self._errors, self._reach, seed=self._seed, number=number)

    def _put(self, draw: Draw) -> Asked:
        question = draw.question(self._plan.problem)
        return ask(question, draw.reach(self._reach), seed=self._plan.seed)

    def _quick(self, mine: Open, number: int) -> Answered | None:
        """Answer a draw from where all begin; None: it must be asked like any other question."""
        if self._again is None:
            return None
        draw = self._draw(number)
        posed = self._again.draw(draw.weight, draw.is_gone, draw.speed)
        if self._room > posed.n_byte:
            self._room -= posed.n_byte
            self._kept[number] = posed
        found = self._again.best(posed, draw.speed)
        if found is None:
            return None
        value = int(self._again.worth(posed, [mine])[0])
        return _answered(number, found, mine, value, draw.is_gone)

    def _slow(self, mine: Open, number: int, watch: Watch) -> Answered | None:
        draw = self._draw(number)
        try:
            asked = self._put(draw)
            found = asked.best(watch)
        except (InfeasibleError, InputError):
            return None
        if found is None:
            return None
        return _answered(number, found, mine, asked.model.value(mine & ~draw.is_gone), draw.is_gone)

    def _worth(self, plans: list[Open], number: int) -> Ints:
        posed = self._kept.get(number)
        if self._again is None or posed is None:
            draw = self._draw(number)
            if self._again is None:
                model = self._put(draw).model
                return np.array([model.value(is_open & ~draw.is_gone) for is_open in plans])
            posed = self._again.draw(draw.weight, draw.is_gone, draw.speed)
        return self._again.worth(posed, plans)


def _answered(number: int, found: Found, mine: Open, value: int, is_gone: Open) -> Answered:
    """Put an answer beside the plan in doubt, which is taken where it is as good as any."""
    stays = value == found.value and not (mine & is_gone).any()
    return Answered(number, found.value, mine if stays else found.is_open, value)
