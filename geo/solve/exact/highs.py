"""HiGHS, thinly: a program in arrays, an answer that claims no more than it knows.

The only module that knows highspy. One thread always: HiGHS keeps one scheduler for a process, and
answers "Not Set" when a later run asks for another number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np
import numpy.typing as npt

from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["MOST_ENTRY", "Inequality", "Lp", "Mip", "MipAnswer", "pass_to", "run"]

MOST_ENTRY = 2.0**40
"""Size from which on entries of a row are brought down: HiGHS refuses those of 1e15 and more."""

_REPORT_EVERY = 0.1  # seconds between two calls of the caller's callback
_DUAL_TOLERANCE = 1e-7  # HiGHS's: by so much a column of width 1 may still promise to do better


@dataclass(frozen=True, eq=False)
class Mip:
    """Minimise ``cost @ x`` with ``row_low <= A x <= row_high`` and ``low <= x <= 1``.

    Attributes
    ----------
    cost, low
        ``(n_column,)``.
    is_whole
        ``(n_column,)`` columns that take whole numbers only.
    start, column, value
        The rows of ``A``, compressed: ``(n_row + 1,)``, ``(n_entry,)``, ``(n_entry,)``.
    row_low, row_high
        ``(n_row,)``, infinite where there is no limit.
    """

    cost: Floats
    low: Floats
    is_whole: npt.NDArray[np.bool_]
    start: Ints
    column: Ints
    value: Floats
    row_low: Floats
    row_high: Floats


@dataclass(frozen=True, eq=False)
class Inequality:
    """One row: ``low <= value @ x[column]``."""

    column: Ints
    value: Floats
    low: float


@dataclass(frozen=True, eq=False)
class MipAnswer:
    """What HiGHS found.

    Attributes
    ----------
    x
        ``(n_column,)`` the best solution, or None where there is none yet.
    bound
        No solution costs less than this (as far as floating point goes).
    status
        ``"done"``, ``"stopped"`` (by time, steps or the caller) or ``"infeasible"``.
    n_step
        Steps that it took, as a `Watch` counts them.
    """

    x: Floats | None
    bound: float
    status: Literal["done", "stopped", "infeasible"]
    n_step: int = 0


def run(
    mip: Mip,
    *,
    limit_s: float,
    limit_steps: int | None = None,
    seed: int,
    start_x: Floats | None = None,
    report: Callable[[float, float], bool] | None = None,
) -> MipAnswer:
    """Solve with a zero gap (costs are whole numbers: half a unit is a proof).

    Parameters
    ----------
    mip
        The program.
    limit_s
        Seconds; infinite for none.
    limit_steps
        Steps, as a `Watch` counts them; None for no limit.
    seed
        Seed of HiGHS's random steps.
    start_x
        ``(n_column,)`` a solution to start from.
    report
        Called with the best cost and the bound now and then; returning False stops.
    """
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy ships no types
    for option, value in _options(limit_s, seed).items():
        highs.setOptionValue(option, value)
    if limit_steps is not None:
        highs.setOptionValue("mip_max_nodes", -(-limit_steps // max(len(mip.cost), 1)))
    pass_to(highs, _program(mip))
    if start_x is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start_x.tolist()
        highs.setSolution(solution)
    if report is not None:
        _listen(highs, report)
    highs.run()
    return _answer(highs)


class Lp:
    """The linear relaxation of a program, to which rows are added; solved on from where it stood.

    Parameters
    ----------
    mip
        The program; that columns are whole is forgotten.
    """

    def __init__(self, mip: Mip) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # ships no types
        for option, value in _options(float("inf"), 0).items():
            self._highs.setOptionValue(option, value)
        program = _program(mip)
        program.integrality_ = []
        pass_to(self._highs, program)
        self._n_column = len(mip.cost)
        self.bound = -float("inf")

    def add(self, rows: Sequence[Inequality]) -> None:
        """Add rows."""
        for row in rows:
            column = row.column.astype(np.int32)
            self._highs.addRow(row.low, highspy.kHighsInf, len(column), column, row.value)

    def price(self, cost: Floats) -> None:
        """Ask for another cost."""
        column = np.arange(self._n_column, dtype=np.int32)
        self._highs.changeColsCost(self._n_column, column, cost)

    def solve(self, limit_s: float) -> Floats | None:
        """Return ``(n_column,)`` the optimum; None where there is none, or no time to find it.

        ``bound`` is then what no solution costs less than.
        """
        if np.isfinite(limit_s):
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(limit_s, 0.01))
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        cost = self._highs.getInfo().objective_function_value
        self.bound = float(cost) - _DUAL_TOLERANCE * self._n_column
        return np.array(self._highs.getSolution().col_value)


def pass_to(highs: Any, program: Any) -> None:  # noqa: ANN401 - highspy ships no types
    """Hand a program to HiGHS.

    Raises
    ------
    InputError
        HiGHS does not take its numbers.
    """
    if highs.passModel(program) == highspy.HighsStatus.kError:
        raise InputError(
            _("The weights or yearly costs are too large for the exact search: count in thousands.")
        )


def _options(limit_s: float, seed: int) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed % (2**31),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
        "mip_feasibility_tolerance": 1e-9,
        "primal_feasibility_tolerance": 1e-9,
    }
    return wanted if np.isinf(limit_s) else wanted | {"time_limit": max(limit_s, 0.01)}


def _program(mip: Mip) -> Any:  # noqa: ANN401 - highspy ships no types
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(mip.cost), len(mip.row_low)
    lp.col_cost_ = mip.cost
    lp.col_lower_, lp.col_upper_ = mip.low, np.ones(len(mip.cost))
    lp.row_lower_, lp.row_upper_ = mip.row_low, mip.row_high
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if w else highspy.HighsVarType.kContinuous
        for w in mip.is_whole
    ]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = mip.start.astype(np.int32)
    lp.a_matrix_.index_ = mip.column.astype(np.int32)
    lp.a_matrix_.value_ = mip.value
    return lp


def _listen(highs: Any, report: Callable[[float, float], bool]) -> None:  # noqa: ANN401 - untyped
    last = [-1.0]

    def on_event(event: Any) -> None:  # noqa: ANN401 - untyped
        data = event.data_out
        if data.running_time - last[0] >= _REPORT_EVERY:
            last[0] = data.running_time
            if not report(data.mip_primal_bound, data.mip_dual_bound):
                event.interrupt()

    highs.cbMipInterrupt += on_event


def _answer(highs: Any) -> MipAnswer:  # noqa: ANN401 - untyped
    status, info = highs.getModelStatus(), highs.getInfo()
    kinds, n_step = highspy.HighsModelStatus, _steps(highs)
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return MipAnswer(None, float("inf"), "infeasible", n_step)
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(highs.getSolution().col_value) if has_solution else None
    is_done = status in (kinds.kOptimal, kinds.kModelEmpty)
    return MipAnswer(x, float(info.mip_dual_bound), "done" if is_done else "stopped", n_step)


def _steps(highs: Any) -> int:  # noqa: ANN401 - untyped
    """Count the columns of the program for each node; what needs no tree is one node."""
    n_node, n_column = int(highs.getInfo().mip_node_count), int(highs.getNumCol())
    return max(n_node, 1) * n_column
