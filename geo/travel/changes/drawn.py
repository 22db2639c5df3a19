"""Changes of streets as a scenario keeps them: in degrees, made when somebody walks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from geo.core.crs import metric
from geo.errors import InputError
from geo.travel.changes.links import close, link
from geo.travel.graph import StreetGraph
from geo.words import _

__all__ = ["Change", "changed", "checked", "counted"]

Place = tuple[float, float]

_NORTH, _EAST = 90.0, 180.0
_ENDS = 2
_SNAP_M = 250.0  # a click on a town's map may miss a street by that; the way there is counted


class Change(NamedTuple):
    """A way added, or streets closed.

    Attributes
    ----------
    kind
        ``"link"``: a way from the first place over those between to the last. ``"block"``: one
        place is a gate that closes the nearest street there, several are a wall that cuts every
        street it crosses.
    at
        Places as ``(lon, lat)`` in WGS-84 degrees.
    """

    kind: Literal["link", "block"]
    at: tuple[Place, ...]


def checked(changes: Iterable[Iterable[object]]) -> tuple[Change, ...]:
    """Read changes, from lists too, as a file hands them out.

    Raises
    ------
    InputError
        One of them is no change.
    """
    return tuple(_checked(number, change) for number, change in enumerate(changes, 1))


def _checked(number: int, change: Iterable[object]) -> Change:
    try:
        kind, given = change
        at = tuple((float(lon), float(lat)) for lon, lat in given)  # type: ignore[attr-defined]  # else it is refused
    except (TypeError, ValueError):
        raise InputError(
            _("Change {n} of the streets: places as (longitude, latitude) wanted.", n=number)
        ) from None
    if kind not in ("link", "block") or len(at) < (_ENDS if kind == "link" else 1):
        raise InputError(
            _("Change {n} of the streets: a way needs two places or more, a gate one.", n=number)
        )
    if not all(abs(lon) <= _EAST and abs(lat) <= _NORTH for lon, lat in at):
        raise InputError(_("Change {n} of the streets: these are no degrees.", n=number))
    return Change("link" if kind == "link" else "block", at)


def counted(changes: Iterable[Change]) -> tuple[int, int]:
    """Count the ways added, and the gates and walls."""
    links = [change.kind == "link" for change in changes]
    return sum(links), len(links) - sum(links)


@lru_cache(maxsize=4)
def changed(graph: StreetGraph, changes: tuple[Change, ...]) -> StreetGraph:
    """Make the changes: first all ways are added, then streets are closed.

    Raises
    ------
    InputError
        A change meets no street, or the streets lie on a plane of their own.
    """
    links = [_metres(change, graph) for change in changes if change.kind == "link"]
    walls = [_metres(change, graph) for change in changes if change.kind == "block"]
    if links:
        graph = link(graph, links, snap_m=_SNAP_M)
    if walls:
        graph = close(graph, walls, snap_m=_SNAP_M)
    added, closed = graph.altered
    return replace(graph, altered=(added + len(links), closed + len(walls)))


def _metres(change: Change, graph: StreetGraph) -> list[Place]:
    if graph.crs is None:
        raise InputError(_("These streets lie on a plane of their own: degrees say nothing there."))
    x, y = metric([p[0] for p in change.at], [p[1] for p in change.at], graph.crs)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
