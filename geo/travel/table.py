"""Distances given by the caller."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from scipy.sparse import coo_array, csr_array, issparse

from geo.core import Demand, PairReach, Sites
from geo.errors import InputError
from geo.travel.paths.cutoff import positive
from geo.words import _

__all__ = ["Table"]


@dataclass(frozen=True, eq=False)
class Table:
    """A matrix of metres, demand × site.

    Attributes
    ----------
    matrix
        Dense ``(n_demand, n_site)``: every pair is known, infinity means no way at all. Or scipy
        sparse: an absent entry lies beyond the cutoff, a stored zero is on the spot.
    """

    matrix: Any = field(repr=False)
    name: ClassVar[str] = "table"

    def describe(self) -> str:
        """Say the rule."""
        return _("distances from a table")

    def reach(self, demand: Demand, sites: Sites, cutoff_m: float | None = None) -> PairReach:
        """Return the reach.

        Without ``cutoff_m`` a dense table answers any radius, a sparse one up to its largest entry.
        """
        if issparse(self.matrix):
            rows = csr_array(self.matrix).astype(np.float64)
            rows.sum_duplicates()
            known = float(rows.data.max()) if rows.nnz else 0.0
        else:
            rows, known = _rows(np.asarray(self.matrix, np.float64)), float("inf")
        rows.sort_indices()
        return PairReach(
            demand, sites, self, rows, known if cutoff_m is None else positive(cutoff_m)
        )


def _rows(dense: np.ndarray[Any, np.dtype[np.float64]]) -> csr_array:
    """Keep every finite entry, zeros too."""
    if dense.ndim != 2:
        raise InputError(
            _("{name}: two dimensions wanted, got {got}.", name="matrix", got=dense.ndim)
        )
    if np.isnan(dense).any():
        i, j = np.argwhere(np.isnan(dense))[0]
        raise InputError(_("matrix: row {row}, column {column} is not a number.", row=i, column=j))
    i, j = np.nonzero(np.isfinite(dense))
    return csr_array(coo_array((dense[i, j], (i, j)), shape=dense.shape))
