"""A linear program that HiGHS solves again and again, each time from where it stood."""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csr_array

from geo.core.arrays import Floats, Ints
from geo.solve.exact.highs import pass_to

__all__ = ["Linear"]


class Linear:
    """Minimise ``cost @ x`` with ``row_low <= rows @ x <= row_high`` and ``low <= x <= high``.

    Parameters
    ----------
    cost, low, high
        ``(n_column,)``.
    rows
        ``(n_row, n_column)``.
    row_low, row_high
        ``(n_row,)``, infinite where there is no limit.
    """

    def __init__(
        self,
        cost: Floats,
        low: Floats,
        high: Floats,
        rows: csr_array,
        row_low: Floats,
        row_high: Floats,
    ) -> None:
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(cost), len(row_low)
        program.col_cost_, program.col_lower_, program.col_upper_ = cost, low, high
        program.row_lower_, program.row_upper_ = row_low, row_high
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = rows.indptr.astype(np.int32)
        program.a_matrix_.index_ = rows.indices.astype(np.int32)
        program.a_matrix_.value_ = rows.data.astype(np.float64)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # ships no types
        self._solver.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own form
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("solver", "simplex")
        pass_to(self._solver, program)

    def add(self, column: Ints, value: Floats, low: float) -> None:
        """Add a row ``low <= value @ x[column]`` behind the others."""
        self._solver.addRow(
            low, highspy.kHighsInf, len(column), column.astype(np.int32), value.astype(np.float64)
        )

    def solve(self, low: Floats, high: Floats, limit_s: float) -> tuple[Floats, Floats] | None:
        """Set the limits of the first columns, and solve.

        Returns
        -------
        x, dual
            ``(n_column,)`` and ``(n_row,)``, or None where time ended first.
        """
        for column, (a, b) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            self._solver.changeColBounds(column, a, b)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + limit_s)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self._solver.getSolution()
        return np.array(found.col_value), np.array(found.row_dual)
