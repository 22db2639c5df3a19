"""Where an edit may put something, and what it may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from geo.core.crs import metric
from geo.core.edits.cells import is_missing, plain
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = [
    "DECIMALS",
    "FIRM",
    "PLACE",
    "SITE",
    "check_place",
    "fresh_id",
    "is_taken",
    "made_by_hand",
    "n_made",
    "placed",
    "placed_row",
]

DECIMALS = 6  # of a degree, about 10 cm: what a table shows of a place
PLACE = ["lon", "lat"]
"""Columns of a table that say where something is."""


_FAR_M = 20_000.0
"""How far outside the box of all firms and sites a place may lie, at least."""

SITE, FIRM = "new", "new-firm"
"""What the id of a site, and of a firm, that was made by hand begins with."""


def placed(study: Study, lon: float, lat: float) -> tuple[float, float]:
    """Turn WGS-84 degrees into metres of the study.

    Raises
    ------
    InputError
        These are no degrees, or the study lies on a plane of its own.
    """
    if not (np.isfinite([lon, lat]).all() and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(
            _(
                "Longitude {lon}, latitude {lat}: wanted degrees, -180 to 180 and -90 to 90.",
                lon=lon,
                lat=lat,
            )
        )
    if study.demand.crs is None:
        raise InputError(_("This study lies on a plane of its own; degrees mean nothing there."))
    x, y = metric([lon], [lat], study.demand.crs)
    return float(x[0]), float(y[0])


def check_place(study: Study, x: float, y: float) -> None:
    """Refuse a place far outside the study: a slip of the hand, or degrees in the wrong order.

    Far is beyond the box of all firms and sites by more than its diagonal, and by more than 20 km.
    """
    if not np.isfinite([x, y]).all():
        raise InputError(_("A place must be two finite numbers of metres, got {x}, {y}.", x=x, y=y))
    at = [
        np.concatenate([getattr(study.demand, axis), getattr(study.sites, axis)]) for axis in "xy"
    ]
    if not len(at[0]):
        return
    low, high = (np.array([f(axis) for axis in at]) for f in (np.min, np.max))
    outside = np.maximum(np.maximum(low - (x, y), (x, y) - high), 0.0)
    beyond = float(np.hypot(*outside))
    if beyond > max(_FAR_M, float(np.hypot(*(high - low)))):
        raise InputError(
            _(
                "This place lies {km:,.0f} km outside the study; check longitude and latitude, "
                "or their order.",
                km=beyond / 1000,
            )
        )


def placed_row(study: Study, row: pd.Series) -> tuple[float, float]:
    """Turn the degrees of a row of a table into metres; refuse a row that has none."""
    if any(is_missing(row[c]) for c in PLACE):
        raise InputError(
            _("{name}: longitude and latitude are missing.", name=plain(row["name"]) or "?")
        )
    return placed(study, float(row["lon"]), float(row["lat"]))


def fresh_id(taken: Iterable[object], kind: str = SITE) -> str:
    """Name a new site ``new-1``, ``new-2`` ...: one above every number that was ever used.

    Examples
    --------
    >>> fresh_id(["S1", "new-2"])
    'new-3'
    >>> fresh_id(["S1", "new-2"], FIRM)
    'new-firm-1'
    """
    numbered = _numbered(kind)
    named = (i for i in taken if isinstance(i, str) and i.startswith(kind))
    numbers = [int(found[1]) for i in named if (found := numbered.fullmatch(i))]
    return f"{kind}-{max(numbers, default=0) + 1}"


def is_taken(ids: pd.Index, text: str) -> bool:
    """Say whether an id reads like this, be it a text or a number."""
    if pd.api.types.is_integer_dtype(ids.dtype):
        is_number = text.isdecimal() and str(int(text)) == text
        return is_number and int(text) in ids
    if text in ids:
        return True
    kind = pd.api.types.infer_dtype(ids, skipna=False)
    if kind == "string" or (kind == "mixed-integer" and text[:1].isalpha()):  # no number reads so
        return False
    return any(str(i) == text for i in ids if not isinstance(i, str))


def made_by_hand(ids: pd.Index) -> tuple[object, ...]:
    """List the ids that `fresh_id` has to mind: of whole numbers none, be they a million."""
    if pd.api.types.is_integer_dtype(ids.dtype):
        return ()
    if isinstance(ids.dtype, pd.StringDtype):
        ids = ids[np.asarray(ids.str.startswith(FIRM), dtype=bool)]
    return tuple(i for i in ids.tolist() if isinstance(i, str) and i.startswith(FIRM))


def n_made(ids: pd.Index) -> int:
    """Count the firms at the end of a list that were made by hand, as `fresh_id` names them."""
    numbered = _numbered(FIRM)
    return next((k for k, i in enumerate(ids[::-1]) if not numbered.fullmatch(str(i))), len(ids))


def _numbered(kind: str) -> re.Pattern[str]:
    return re.compile(rf"{kind}-(\d+)")
