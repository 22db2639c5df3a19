"""Answer a covering model: exactly, or where time ends the best found and its gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import numpy.typing as npt

from geo.core import Certificate
from geo.solve.engine import fits, max_cover
from geo.solve.exact import highs
from geo.solve.exact.compact import Compact, compact
from geo.solve.exact.fewest import fewest, proof_of_fewest
from geo.solve.exact.floors import least_of_floors
from geo.solve.exact.greedy import fill, greedy
from geo.solve.exact.model import CoverModel, Row
from geo.solve.exact.program import Program
from geo.solve.exact.thin import thinned
from geo.solve.exact.tight import Tightened, tighten
from geo.solve.progress import Watch

__all__ = ["Answer", "answer", "greedy_answer"]

Open = npt.NDArray[np.bool_]

_TURN_S = 3.0
_FLOORS_S = 30.0  # for the hulls of floors; then HiGHS, with what they found


@dataclass(frozen=True, eq=False)
class Answer:
    """What the search came to.

    Attributes
    ----------
    is_open
        ``(n_site,)`` the best plan found, or None where none was.
    bound
        No plan can be better: a whole number.
    is_infeasible
        There is no plan at all, and that is proven.
    certificate
        Integer evidence for the bound, where there is some.
    """

    is_open: Open | None
    bound: int
    is_infeasible: bool = False
    certificate: Certificate | None = None


def answer(model: CoverModel, watch: Watch, *, seed: int) -> Answer:
    """Find the best plan and prove it, until the watch says stop."""
    if not model.has_room:
        return Answer(None, model.value(~model.is_closed), is_infeasible=True)
    if model.is_plain and fits(model.faces):
        return _by_engine(model, watch, seed=seed)
    small = compact(model)
    start = _checked(model, greedy(model, small))
    if start is not None and model.sense == "min":
        start = thinned(model, start)
    if not len(small.free):  # nothing to decide; HiGHS does not look at rows without columns
        return Answer(start, model.value(model.is_open), is_infeasible=start is None)
    if start is not None and model.is_share and fits(model.faces):
        return _by_share(model, small, watch, seed=seed, start=start)
    search = _by_floors if model.sense == "min" and model.floors else _search
    found = _with_proof(model, search(model, small, watch, seed=seed, start=start), watch, seed)
    if found.is_open is None or not _counts_only(model):
        return found
    return Answer(fill(model, found.is_open), found.bound, certificate=found.certificate)


def _by_share(model: CoverModel, small: Compact, watch: Watch, *, seed: int, start: Open) -> Answer:
    """Let the engine close in on the fewest sites; HiGHS finishes what it leaves open."""
    known = fewest(model, start, watch, seed=seed)
    if int(known.is_open.sum()) == known.bound:
        return Answer(known.is_open, known.bound, certificate=known.certificate)
    may = np.flatnonzero(~model.is_closed)
    at_least = Row(may, np.ones(len(may), np.int64), low=known.bound)
    found = _search(model, small, watch, seed=seed, start=known.is_open, cuts=(at_least,))
    found = replace(found, bound=max(found.bound, known.bound))
    if found.bound == known.bound:
        return replace(found, certificate=known.certificate)
    return _with_proof(model, found, watch, seed)


def _by_floors(
    model: CoverModel, small: Compact, watch: Watch, *, seed: int, start: Open | None
) -> Answer:
    """Let the hulls of the floors close in on the least; HiGHS finishes what they leave open."""
    limit_s = min(_FLOORS_S, watch.left_s / 2)
    known = least_of_floors(model, small, start, watch, limit_s=limit_s)
    found = Answer(known.is_open, known.bound, is_infeasible=known.is_open is None)
    if not known.is_done:
        cuts = tuple(Row(small.free[row.site], row.coef, low=row.low) for row in known.cuts)
        found = _search(model, small, watch, seed=seed, start=known.is_open, cuts=cuts)
        found = replace(found, bound=max(found.bound, known.bound))
    return found


def _with_proof(model: CoverModel, found: Answer, watch: Watch, seed: int) -> Answer:
    """Put evidence beside the fewest sites that HiGHS found."""
    is_best = found.is_open is not None and model.value(found.is_open) == found.bound
    if model.sense == "max" or not is_best or not fits(model.faces):
        return found
    return replace(found, certificate=proof_of_fewest(model, found.bound, watch, seed=seed))


def _by_engine(model: CoverModel, watch: Watch, *, seed: int) -> Answer:
    """Let the covering engine answer its own question: faster, and with a certificate.

    Where nearly everybody can be covered its bounds close slowly, and HiGHS finishes.
    """
    assert model.n_open is not None
    found = max_cover(
        model.faces,
        new=model.n_open - int(model.is_open.sum()),
        is_open=model.is_open,
        is_closed=model.is_closed,
        watch=_Turn(watch, model),
        seed=seed,
    )
    is_open = fill(model, np.isin(np.arange(model.faces.n_site), found.open_pos))
    known = Answer(is_open, found.bound, certificate=found.certificate)
    if found.value == found.bound or watch.is_stopped:
        return known
    rest = _search(model, compact(model), watch, seed=seed, start=is_open)
    if rest.is_open is None or rest.bound >= known.bound:
        return replace(known, is_open=rest.is_open if rest.is_open is not None else is_open)
    return replace(rest, is_open=fill(model, rest.is_open))  # a bound of HiGHS: no certificate


class _Turn(Watch):
    """The engine's turn: over once value meets bound, and early where nearly all are covered."""

    def __init__(self, outer: Watch, model: CoverModel) -> None:
        super().__init__()
        self._outer = outer
        self._nearly = model.nearly_all

    @property
    def left_s(self) -> float:
        """Seconds left of the caller's."""
        return self._outer.left_s

    def report(self, value: int, bound: int) -> bool:
        """Tell the caller; return whether the engine is to go on."""
        is_late = value >= self._nearly and self.seconds > _TURN_S
        return self._outer.report(value, bound) and value < bound and not is_late


def greedy_answer(model: CoverModel) -> Answer:
    """Open sites one after another; the bound is what needs no search."""
    small = compact(model)
    start = _checked(model, greedy(model, small))
    if start is not None and _counts_only(model):
        start = fill(model, start)
    return Answer(start, Program(model, small).trivial_bound)


def _counts_only(model: CoverModel) -> bool:
    return model.n_open is not None and not model.rows and not model.floors


def _checked(model: CoverModel, is_open: Open) -> Open | None:
    return is_open if model.holds(is_open) else None


def _search(
    model: CoverModel,
    small: Compact,
    watch: Watch,
    *,
    seed: int,
    start: Open | None,
    cuts: tuple[Row, ...] = (),
) -> Answer:
    """Let HiGHS search from ``start``; ``cuts`` are rows that every better plan meets.

    HiGHS is right within a tolerance. A plan that misses a floor by that hair is cut off (coverage
    only grows, so one more of its closed sites must be open) and the search goes on.
    """
    program = Program(model, small)
    sharp = Tightened(start, program.trivial_bound)
    if (small.need > 1).any():
        sharp = tighten(model, small, start, watch, seed=seed)
    best, bound = sharp.is_open, sharp.bound
    while not watch.is_stopped and not (best is not None and model.value(best) == bound):
        found = highs.run(
            program.mip(cuts, sharp.cuts),
            limit_s=watch.left_s,
            limit_steps=watch.left_steps,
            seed=seed,
            start_x=None if best is None else program.columns(best),
            report=_reporter(model, program, watch, best, bound),
        )
        watch.took(found.n_step)
        if found.status == "infeasible":
            return Answer(best, bound, is_infeasible=best is None)
        bound = _tighter(model, bound, program.bound(found.bound))
        is_open = None if found.x is None else program.sites(found.x)
        if is_open is not None and not model.floors_hold(is_open):
            shut = small.free[~is_open[small.free]]
            cuts = (*cuts, Row(shut, np.ones(len(shut), np.int64), low=1))
            continue
        best = _better(model, is_open, best)
        break
    return Answer(best, bound)


def _reporter(
    model: CoverModel, program: Program, watch: Watch, best: Open | None, bound: int
) -> Callable[[float, float], bool]:
    """Say HiGHS's news in the caller's terms: whole numbers, once there is a plan."""
    known = None if best is None else model.value(best)

    def report(cost: float, cost_bound: float) -> bool:
        value = program.value(cost) if isfinite(cost) else known
        if value is None:
            return watch.tick()
        if known is not None:
            value = max(value, known) if model.sense == "max" else min(value, known)
        return watch.report(value, _tighter(model, bound, program.bound(cost_bound)))

    return report


def _tighter(model: CoverModel, a: int, b: int) -> int:
    return min(a, b) if model.sense == "max" else max(a, b)


def _better(model: CoverModel, a: Open | None, b: Open | None) -> Open | None:
    """Return the better of two plans, either of which may be missing or break a condition."""
    if a is None or not model.holds(a):
        return b
    if b is None:
        return a
    gain = model.value(a) - model.value(b)
    return a if (gain if model.sense == "max" else -gain) >= 0 else b
