"""The draws of a doubt, each answered exactly: many in one go where possible, else one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, InputError, StoppedError
from geo.explain.draws import Draw
from geo.explain.trial import Trial
from geo.solve import Again, Asked, Found, Turn, Watch, again, ask
from geo.words import _

__all__ = ["ANSWERING", "Answered", "Draws"]

Open = npt.NDArray[np.bool_]

_TURN = 100  # draws that are solved together
_AHEAD = 3  # turns that are drawn while what all draws share is worked out
_MOST_NUMBERS = 4_000_000  # people of firms held at a time by one turn
_MOST_BYTES = 200_000_000  # of turns kept until all plans are known
ANSWERING = 0.9  # of the way: the rest is holding the plans seen against every draw


@dataclass(frozen=True, eq=False)
class Answered:
    """A draw: its best value and plan, what the plan in doubt is worth there, and what is gone."""

    number: int
    best: int
    is_open: Open
    mine: int
    is_gone: Open


class Draws:
    """The draws of a trial, made and answered until the watch says stop."""

    def __init__(self, trial: Trial, watch: Watch) -> None:
        self._trial, self._watch = trial, watch
        reach, n, speed_share = trial.reach, trial.n, trial.errors.speed_share
        watch.begin(0.0, _("what all draws share"))
        size = max(1, min(_TURN, _MOST_NUMBERS // max(len(reach.demand), 1)))
        self._turns = [range(low, min(low + size, n)) for low in range(0, n, size)]
        with ThreadPoolExecutor(1) as pool:  # what all draws share leaves a core free
            ahead = {turn: pool.submit(self._draw, turn) for turn in self._turns[:_AHEAD]}
            try:
                self._again = again(trial.plan.problem, reach, speed_share=speed_share, watch=watch)
            finally:
                pool.shutdown(cancel_futures=True)
        drawn = {turn: one.result() for turn, one in ahead.items() if not one.cancelled()}
        self._ahead = drawn if self._again is not None else {}  # each is put anew, one by one
        self._kept: dict[range, Turn] = {}
        self._faces: dict[int, Faces] = {}
        self._room = _MOST_BYTES

    def answered(self, mine: Open) -> Iterator[Answered | None]:
        """Solve draw after draw until time runs out; None where nothing could be answered."""

        def quick(turn: range) -> list[Answered | None]:
            return [] if self._watch.is_stopped else self._quick(mine, turn)

        with ThreadPoolExecutor(2) as pool:
            for turn, found in zip(self._turns, pool.map(quick, self._turns), strict=True):
                for number, one in zip(turn, found, strict=False):
                    try:
                        yield one or self._slow(mine, number)
                    except StoppedError:
                        return
                if not found or not self._tell(turn.stop):
                    return

    def worth(
        self, plans: Sequence[Open], numbers: Sequence[int], wanted: Open | None = None
    ) -> Ints:
        """Count whom each plan covers in some draws, ``(n_plan, n_draw)``; what is gone is not.

        Parameters
        ----------
        plans, numbers
            The plans, and the numbers of the draws, ascending.
        wanted
            ``(n_plan, n_draw)`` what is counted, zero elsewhere; None: all of it.

        Raises
        ------
        StoppedError
            Time ran out, and each draw has to be put anew.
        """
        if wanted is None:
            wanted = np.ones((len(plans), len(numbers)), np.bool_)
        one = self._again
        if one is None:
            pairs = zip(numbers, wanted.T, strict=True)
            return np.column_stack([self._counted(plans, number, which) for number, which in pairs])
        ascending, picks = np.asarray(numbers), one.picks(plans)

        def count(turn: range) -> Ints:
            low, high = np.searchsorted(ascending, [turn.start, turn.stop])
            which, batch = ascending[low:high] - turn.start, self._together(one, turn)
            part = batch if len(which) == len(turn) else batch.only(which)
            return one.worth(part, picks, wanted[:, low:high])

        asked = set((ascending // len(self._turns[0])).tolist())
        with ThreadPoolExecutor(2) as pool:
            return np.hstack(list(pool.map(count, (self._turns[k] for k in sorted(asked)))))

    def faces(self, number: int) -> Faces:
        """Return the faces of a draw, without the venues that fell through."""
        if number not in self._faces:
            draw = self._trial.draw(number)
            found = _without(self._put(draw).model.faces, draw.is_gone)
            self._room -= found.site_pos.nbytes + 4 * found.weight.nbytes
            if self._room < 0:
                return found
            self._faces[number] = found
        return self._faces[number]

    def _tell(self, n_done: int) -> bool:
        """Tell how many draws are answered; return whether to go on."""
        said = _("draw {k} of {n}", k=n_done, n=self._trial.n)
        return self._watch.begin(ANSWERING * n_done / self._trial.n, said)

    def _draw(self, turn: range) -> list[Draw]:
        return [self._trial.draw(number) for number in turn]

    def _together(self, one: Again, turn: range) -> Turn:
        """Put the draws of a turn together; they are kept while there is room."""
        if turn not in self._kept:
            draws = self._ahead.pop(turn, None) or self._draw(turn)
            weights, gone = [d.weight for d in draws], [d.is_gone for d in draws]
            batch = one.turn(weights, gone, [d.speed for d in draws])
            self._room -= batch.nbytes
            if self._room < 0:
                return batch
            self._kept[turn] = batch
        return self._kept[turn]

    def _quick(self, mine: Open, turn: range) -> list[Answered | None]:
        """Answer a turn from where all draws begin; None: ask as any other question is asked."""
        if self._again is None:
            return [None] * len(turn)
        batch = self._together(self._again, turn)
        found = self._again.best(batch)
        mine_there = self._again.worth(batch, self._again.picks([mine]))[0]
        is_gone = batch.is_closed
        return [
            None if one is None else _answered(number, one, mine, int(value), gone)
            for number, one, value, gone in zip(turn, found, mine_there, is_gone, strict=True)
        ]

    def _slow(self, mine: Open, number: int) -> Answered | None:
        if not self._tell(number):
            raise self._watch.late()
        draw = self._trial.draw(number)
        try:
            asked = self._put(draw)
            found = asked.best(self._watch)
        except (InfeasibleError, InputError):
            return None
        if found is None:
            return None
        return _answered(number, found, mine, asked.model.value(mine & ~draw.is_gone), draw.is_gone)

    def _put(self, draw: Draw) -> Asked:
        plan, reach = self._trial.plan, draw.reach(self._trial.reach)
        if self._again is not None and not self._trial.errors.speed_share:
            return self._again.asked(reach, plan.seed)
        return ask(draw.question(plan.problem), reach, seed=plan.seed)

    def _counted(self, plans: Sequence[Open], number: int, wanted: Open) -> list[int]:
        if not self._watch.tick():
            raise self._watch.late()
        problem: Any = self._trial.plan.problem
        if not wanted.any():
            return [0] * len(plans)
        faces, times = self.faces(number), problem.times
        pairs = zip(plans, wanted, strict=True)
        return [faces.covered(is_open, times) if asked else 0 for is_open, asked in pairs]


def _without(faces: Faces, is_gone: Open) -> Faces:
    """Take sites out of the faces."""
    stays = ~is_gone[faces.site_pos]
    if stays.all():
        return faces
    n_pair = np.bincount(faces.row_of_pair[stays], minlength=len(faces))
    rows = np.r_[0, np.cumsum(n_pair)], faces.site_pos[stays], faces.weight, faces.count
    return Faces.from_rows(*rows, n_site=faces.n_site)


def _answered(number: int, found: Found, mine: Open, value: int, is_gone: Open) -> Answered:
    """Put an answer beside the plan in doubt, which is taken where it is as good as any."""
    stays = value == found.value and not (mine & is_gone).any()
    plan = mine if stays else found.is_open
    return Answered(number, found.value, plan, value, is_gone)
