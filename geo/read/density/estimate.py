"""Headcounts that a list lacks, estimated from a known total; marked as such everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.errors import InputError
from geo.read.cells.findings import COLUMNS
from geo.read.density.shares import fill_missing
from geo.read.density.value import Density
from geo.read.layer import Layer
from geo.words import _

__all__ = ["estimate"]


def estimate(layer: Layer, *, total: int | None = None, density: Density | None = None) -> Layer:
    """Give the firms without a headcount what a known total leaves for them.

    Parameters
    ----------
    layer
        Firms, read so that those without a headcount are kept (column ``is_estimated``).
    total
        People of all firms together; None: the total of the density.
    density
        Divides what is left by the people around each firm (dasymetric); None: alike.

    Returns
    -------
    Layer
        The workers sum to the total exactly. Estimates stay marked in the column
        ``is_estimated``, and each is a doubtful row. Behind them stands what was found in the
        density.

    Raises
    ------
    InputError
        Nothing says how many people there are in all; the headcounts given exceed the total, or
        leave people with no firm to go to.
    """
    if "is_estimated" not in layer.table or not layer.table["is_estimated"].any():
        return layer.without("is_estimated") if total is None else _checked(layer, total)
    if total is None and density is None:
        raise InputError(
            _(
                "{source}: {n} firms have no number of workers. Say how many people work in the "
                "town, or where people are.",
                source=layer.source.name,
                n=int(layer.table["is_estimated"].sum()),
            ),
            option="--town-total N, --density FILE",
        )
    whole = total if total is not None else density.demand.total  # type: ignore[union-attr]
    is_missing = layer.table["is_estimated"].to_numpy(bool)
    weight = np.zeros(len(layer))
    if density is None:
        weight[is_missing] = 1.0
    else:
        weight[is_missing] = density.crowd(layer.lon[is_missing], layer.lat[is_missing])
    given = np.where(is_missing, np.nan, layer.table["workers"].to_numpy(np.float64))
    workers, _is = fill_missing(given, whole, weight)
    by = density.source.name if density is not None else _("the town's total")
    told = _told(layer, np.flatnonzero(is_missing), workers, by)
    doubtful = pd.concat([layer.doubtful, told], ignore_index=True)
    doubtful = doubtful.sort_values("row", kind="stable", ignore_index=True)
    of_others = [] if density is None else [density.rejected, density.doubtful]
    return replace(
        layer,
        table=layer.table.assign(workers=workers),
        doubtful=pd.concat([doubtful, *(o for o in of_others if len(o))], ignore_index=True),
        source=replace(layer.source, n_doubtful=int(doubtful["row"].nunique())),
    )


def _checked(layer: Layer, total: int) -> Layer:
    """Refuse a total that the headcounts given do not sum to: nobody is there to take the rest."""
    fill_missing(layer.table["workers"].to_numpy(np.float64), total)
    return layer.without("is_estimated")


def _told(layer: Layer, pos: np.ndarray, workers: np.ndarray, by: str) -> pd.DataFrame:
    heading = layer.columns.get("workers", "workers")
    return pd.DataFrame(
        {
            "source": layer.source.name,
            "row": layer.rows[pos],
            "column": heading,
            "value": [str(n) for n in workers[pos].tolist()],
            "reason": _("no headcount given; estimated from {source}", source=by),
            "remedy": _("fill in the number of workers if it is known"),
        },
        columns=list(COLUMNS),
    )
