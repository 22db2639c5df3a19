"""Which streets a study's points stand on, for modes that were not handed any."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

import numpy as np

from geo.core import Demand
from geo.core import crs as systems
from geo.core.arrays import Floats, digest
from geo.errors import InputError
from geo.travel.graph import StreetGraph
from geo.words import _

__all__ = ["lay", "must_lay", "onto", "under"]

_MOST = 8  # studies remembered at a time; a forgotten one is told how to give its streets again

Maker = Callable[[], StreetGraph]

_known: OrderedDict[str, tuple[str, StreetGraph | Maker]] = OrderedDict()
_lock = Lock()


def lay(demand: Demand, graph: StreetGraph | Maker, digest: str = "") -> None:
    """Remember that these demand points stand on ``graph``.

    Whoever opens a study with streets calls this, so that ``Street("walk").reach(study.demand,
    study.sites)`` knows where to walk. Looked up by the content of the coordinates: other weights
    keep the streets, and two studies cannot be mistaken for one another.

    A function that makes the streets is called when somebody first walks, and not again: whoever
    measures straight lines does not wait for streets. Where their ``digest`` is known, laying them
    twice makes them once.
    """
    place = _place(demand)
    with _lock:
        if digest and _known.get(place, ("",))[0] == digest:
            return
        _known[place] = digest, graph
        _known.move_to_end(place)
        while len(_known) > _MOST:
            _known.popitem(last=False)


def must_lay(demand: Demand, digest: str) -> bool:
    """Say whether streets known by ``digest`` are to be laid here.

    Not where they lie already, nor where somebody laid streets by hand. But where another study of
    the same firms was opened in between (a plan with a footbridge), its streets make way.
    """
    with _lock:
        laid = _known.get(_place(demand))
    return laid is None or laid[0] not in ("", digest)


def under(demand: Demand) -> StreetGraph | None:
    """Return the streets laid under these demand points, if any were."""
    place = _place(demand)
    with _lock:
        digest, laid = _known.get(place, ("", None))
    if laid is None or isinstance(laid, StreetGraph):
        return laid
    graph = laid()
    with _lock:
        _known[place] = digest, graph
    return graph


def _place(demand: Demand) -> str:
    return digest("place", demand.x, demand.y, demand.crs)


def onto(graph: StreetGraph, x: Floats, y: Floats, crs: str | None) -> tuple[Floats, Floats]:
    """Bring points into the coordinate system of the streets."""
    if crs == graph.crs:
        return x, y
    if crs is None or graph.crs is None:
        raise InputError(
            _("Streets and points are in two coordinate systems: {a} and {b}.", a=graph.crs, b=crs)
        )
    moved_x, moved_y = systems.transform(x, y, crs, graph.crs)
    if not (np.isfinite(moved_x).all() and np.isfinite(moved_y).all()):
        raise InputError(
            _(
                "These points lie too far from the streets to be brought into their coordinate "
                "system: are the streets those of another place?"
            )
        )
    return moved_x, moved_y
