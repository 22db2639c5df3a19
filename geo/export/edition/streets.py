"""Streets as blocks of the public edition: each large enough to be shown."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Release
from geo.core.arrays import Ints
from geo.words import _

__all__ = ["street_blocks"]

_MOST = 30  # streets that a table shows


def street_blocks(
    streets: pd.Series, workers: Ints, release: Release
) -> tuple[Ints, tuple[str, ...]]:
    """Give the streets numbers, those under the floor put together.

    Returns
    -------
    block
        ``(n,)`` the block of each firm.
    names
        What each block is called; none where there are too many streets, or all stand together.
    """
    named = streets.astype(object).where(streets.notna(), _("not stated")).astype(str)
    table = pd.DataFrame({"street": named.to_numpy(), "workers": workers, "firms": 1})
    table = table.groupby("street", sort=True, as_index=False).sum()
    table = table.sort_values("workers", kind="stable", ignore_index=True)
    together = _together(table, release)
    if len(table) > _MOST or together.all():
        return np.zeros(len(named), np.int64), ()
    names = list(table["street"][~together])
    number = dict(zip(names, range(len(names)), strict=True))
    if together.any():
        names.append(_("{n} streets together", n=int(together.sum())))
    block = named.map(number).fillna(len(number)).to_numpy(np.int64)
    return block, tuple(names)


def _together(table: pd.DataFrame, release: Release) -> npt.NDArray[np.bool_]:
    """Choose what stands together: all that are small, then the smallest others."""
    firms, workers = table["firms"].to_numpy(), table["workers"].to_numpy()
    chosen = (firms < release.least_firms) | (workers < release.least_workers)
    while chosen.any() and not chosen.all():
        if firms[chosen].sum() >= release.least_firms and (
            workers[chosen].sum() >= release.least_workers
        ):
            break
        chosen[np.flatnonzero(~chosen)[0]] = True
    return chosen
