"""The datum doctor: one list against others that are known to be right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, lonlat, metric
from geo.read.cells.zones import OPEN_ZONE
from geo.read.datum.hypotheses import Frames, frames
from geo.read.datum.names import Matches, all_matches, as_given
from geo.read.datum.seen.anchors import anchor_evidence, n_places
from geo.read.datum.seen.evidence import Evidence
from geo.read.datum.seen.outline import outline_evidence
from geo.read.datum.seen.surface import Surface, point_surface, street_surface, surface_evidence
from geo.read.datum.verdict import Verdict, judge_evidence
from geo.read.datum.vicinity import Box, box_of, near_ways, ways_of
from geo.read.datum.writing import writing_of
from geo.read.layer import Layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["diagnose", "frames_of", "weigh"]

_FEWEST_ANCHORS = 3


def diagnose(
    layer: Layer,
    *,
    trusted: Sequence[Layer] = (),
    streets: BaseGeometry | None = None,
    outline: BaseGeometry | None = None,
    anchors: Matches | None = None,
) -> Verdict:
    """Say what datum a layer's coordinates are in, and of what zone where they are metres.

    Parameters
    ----------
    layer
        The list; whatever it was taken for does not matter.
    trusted
        Layers of known datum: their names and their places are compared.
    streets
        Street lines in WGS-84, without footways and service roads (these lie everywhere).
    outline
        The town's border in WGS-84: it tells zones and swapped columns, but hardly a datum.
    anchors
        Matches made by the user: rows of the layer, and the WGS-84 lon and lat of each.

    Returns
    -------
    Verdict
        Without anything of known datum it cannot tell: lists can only be compared.
    """
    boxes = [box_of(one.lon, one.lat) for one in trusted if len(one)]
    boxes += [s.bounds for s in (streets, outline) if s is not None and not s.is_empty]
    if anchors is not None and len(anchors[0]):
        boxes.append(box_of(anchors[1], anchors[2]))
    given = frames_of(layer, boxes)
    found = weigh(layer, given, trusted, anchors)
    if streets is not None and not streets.is_empty:
        found.append(surface_evidence(given, _of_streets(streets, given.crs)))
    if outline is not None and not outline.is_empty:
        found.append(outline_evidence(given, outline))
    return judge_evidence(given, [e for e in found if e is not None])


def frames_of(layer: Layer, boxes: Sequence[Box]) -> Frames:
    """Place a list by every hypothesis that brings it near what is known.

    Where none does, only the datums are left, of the columns as they were read.
    """
    x, y = as_given(layer)
    as_read = writing_of(layer.taken_for, layer.source.datum)
    is_open = layer.taken_for == OPEN_ZONE
    ways = ways_of(as_read, layer.taken_for)
    near = near_ways(x, y, ways, boxes) or ways[:1]
    return frames(
        x, y, near, crs=local_crs(*near[0].decode(x, y)), as_read=None if is_open else as_read
    )


def weigh(
    layer: Layer, given: Frames, trusted: Sequence[Layer], anchors: Matches | None = None
) -> list[Evidence | None]:
    """Weigh the hypotheses by matched names, and by the places of known lists."""
    found: list[Evidence | None] = []
    at = lonlat(given.base_xy[:, 0], given.base_xy[:, 1], given.crs)
    rows, lon, lat = anchors if anchors is not None else all_matches(layer, trusted, at)
    others = given
    known = np.column_stack(metric(lon, lat, given.crs))
    if n_places(known) >= _FEWEST_ANCHORS:
        found.append(anchor_evidence(given.take(rows), known))
        # A place matched by name has said what it knows; among the points it would say it twice.
        others = given.take(np.setdiff1d(np.arange(len(layer)), rows))
    if (points := _places(trusted, given.crs)) is not None:
        found.append(surface_evidence(others, point_surface(points)))
    return found


def _places(trusted: Sequence[Layer], crs: str) -> Floats | None:
    near = [np.column_stack(metric(one.lon, one.lat, crs)) for one in trusted]
    if not near or sum(map(len, near)) < 20:
        return None
    return np.concatenate(near)


@lru_cache(maxsize=4)
def _of_streets(streets: BaseGeometry, crs: str) -> Surface:
    """Build the surface of streets once: every list of a study is laid on the same."""
    corners, parts = shapely.get_coordinates([streets]), _parts(streets)
    on_plane = np.column_stack(metric(corners[:, 0], corners[:, 1], crs))
    return street_surface(on_plane, parts)


def _parts(streets: BaseGeometry) -> Ints:
    lines = shapely.get_parts([streets])
    return np.repeat(np.arange(len(lines)), shapely.get_num_coordinates(lines)).astype(np.int64)
