"""What a list of sites says about a home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.core import Sites
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.words import _

__all__ = ["Facts", "facts", "open_sites"]

_SERVICES = ("services", "服务", "服务项目", "服务内容")  # a column of the user's own


class Facts(NamedTuple):
    """What is known of a home; texts are empty, the area is None, where the list has nothing."""

    hours: str
    kind: str
    host: str
    services: str
    area_m2: float | None


def facts(sites: Sites, j: int) -> Facts:
    """Return what the list says of the site at position ``j``."""
    hours, kind, host = (_cell(sites, j, name) for name in ("hours", "kind", "host"))
    return Facts(hours, kind, host, _cell(sites, j, *_SERVICES), _area(sites, j))


def open_sites(sites: Sites, open_ids: Iterable[object] | None) -> Ints:
    """Return the positions of the homes that are open; without ids, of those of today.

    Raises
    ------
    InputError
        There is none, or an id is none of the sites'.
    """
    if open_ids is None:
        among = np.flatnonzero(sites.is_existing)
        if not len(among):
            raise InputError(
                _("No home is open today. Give a list of homes, or a plan that opens some.")
            )
        return among
    wanted = list(open_ids)
    pos = sites.ids.get_indexer(pd.Index(wanted, dtype=object))
    if not len(pos) or (pos < 0).any():
        unknown = [str(w) for w, p in zip(wanted, pos, strict=True) if p < 0]
        raise InputError(_("No site has the id {ids}.", ids=", ".join(unknown) or "-"))
    return np.sort(pos).astype(np.int64)


def _cell(sites: Sites, j: int, *columns: str) -> str:
    for column in columns:
        if column in sites.table and not pd.isna(value := sites.table[column].iloc[j]):
            return str(value).strip()
    return ""


def _area(sites: Sites, j: int) -> float | None:
    text = _cell(sites, j, "area_m2")
    try:
        area = float(text)
    except ValueError:
        return None
    return area if np.isfinite(area) else None
