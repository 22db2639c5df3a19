"""Streets in the public edition: a group that lies in one street bears its name."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Ints
from geo.words import _

__all__ = ["named_streets", "street_codes"]

_MOST = 30  # streets that a table shows
_MIXED_SHARE = 0.25  # of the workers in groups of several streets, at most


def street_codes(streets: pd.Series) -> tuple[Ints, tuple[str, ...]]:
    """Give the streets of the firms numbers.

    Returns
    -------
    code
        ``(n,)`` the street of each firm.
    names
        Their names; none where there is one street, or too many for a table.
    """
    named = streets.astype(object).where(streets.notna(), _("not stated")).astype(str)
    code, names = pd.factorize(named, sort=True)
    if not 1 < len(names) <= _MOST:
        return np.zeros(len(named), np.int64), ()
    return np.asarray(code, np.int64), tuple(map(str, names))


def named_streets(
    code: Ints, names: tuple[str, ...], workers: Ints
) -> npt.NDArray[np.object_] | None:
    """Name the street of each group; None where that would tell little.

    Parameters
    ----------
    code
        ``(n_group,)`` the street that all firms of a group share, or -1.
    names
        Names of the streets.
    workers
        ``(n_group,)`` people.
    """
    if not names or workers[code < 0].sum() > _MIXED_SHARE * workers.sum():
        return None
    return np.array([*names, _("in several streets")], dtype=object)[code]
