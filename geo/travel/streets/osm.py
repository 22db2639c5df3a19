"""Walking streets from an OpenStreetMap extract (.osm.pbf)."""

from __future__ import annotations

import json
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.core import crs as systems
from geo.core.arrays import Floats, Ints
from geo.errors import InputError
from geo.travel.build.assemble import ISLAND_M, Pieces, assemble
from geo.travel.graph import StreetGraph
from geo.travel.streets.pbf import check_pbf
from geo.travel.streets.rules import TAGS, may_walk, oneway
from geo.words import _

__all__ = ["OSM_NOTICE", "read_osm"]

OSM_NOTICE = "© OpenStreetMap contributors, ODbL"

_READING = 0.85  # share of the time that goes into unpacking the file


def read_osm(
    path: Path,
    crs: str | None = None,
    *,
    island_m: float = ISLAND_M,
    progress: Callable[[float], object] | None = None,
) -> StreetGraph:
    """Build the walking graph of an OSM extract.

    Parameters
    ----------
    path
        An ``.osm.pbf`` file.
    crs
        Metric system of the graph; by default one true to scale around the extract's middle.
    island_m
        Connected pieces with less street than this are left out and listed.
    progress
        Told the share done, 0..1; may raise to stop.

    Raises
    ------
    InputError
        The file is no extract, is cut off, or holds no street.
    """
    check_pbf(path)
    nodes, ways = _unpack(path, progress)
    if ways is None or not len(ways):
        raise InputError(_("{file} holds no streets.", file=path.name))
    ways = ways[may_walk(ways)].reset_index(drop=True)
    if not len(ways):
        raise InputError(_("{file} holds no streets that can be walked.", file=path.name))
    chosen = crs or systems.local_crs(nodes["lon"], nodes["lat"])
    graph = assemble(_pieces(nodes, ways, chosen), crs=chosen, island_m=island_m, notice=OSM_NOTICE)
    if progress is not None:
        progress(1.0)
    return graph


def _unpack(
    path: Path, progress: Callable[[float], object] | None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Let pyrosm unpack nodes and segments of all highways."""
    from google.protobuf.message import (  # type: ignore[import-untyped] # noqa: PLC0415 - only where OSM is read
        Error as WireError,
    )
    from pyrosm import OSM  # noqa: PLC0415 - the same: half a second of imports
    from pyrosm.exceptions import PBFException  # noqa: PLC0415 - the same

    def tell(done: float, total: float) -> None:
        if progress is not None:
            progress(_READING * done / total)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyrosm warns of an empty result, which is said below
            extract = OSM(str(path), keep_metadata=False, progress=tell)
            nodes, ways = extract.get_network(
                "walking", nodes=True, custom_filter=['["highway"]'], tags_to_keep=TAGS
            )
    except (
        PBFException,
        WireError,
        zlib.error,
        ValueError,
        OSError,
        KeyError,
        IndexError,
    ) as wrong:
        raise InputError(
            _("{file} cannot be read as an OpenStreetMap extract: {why}", file=path.name, why=wrong)
        ) from wrong
    return nodes, ways


def _pieces(nodes: pd.DataFrame, ways: pd.DataFrame, crs: str) -> Pieces:
    """Turn segments into pieces between OSM's node numbers."""
    points, row = shapely.get_coordinates(ways.geometry.to_numpy(), return_index=True)
    x, y = systems.metric(points[:, 0], points[:, 1], crs)
    start = np.searchsorted(row, np.arange(len(ways) + 1))
    first, last = ways["u"].to_numpy(np.int64), ways["v"].to_numpy(np.int64)
    forward, backward = oneway(ways)
    if backward.any():  # drawn the other way round, so that one-way always means as drawn
        x, y = _turned(x, start, backward), _turned(y, start, backward)
        first, last = np.where(backward, last, first), np.where(backward, first, last)
    first, last = _gates(nodes, first, last)
    kind = np.where(
        ways.get("footway", pd.Series("", ways.index)).eq("crossing"), "crossing", ways["highway"]
    )
    table = pd.DataFrame({"name": _filled(ways, "name"), "kind": kind.astype(object)})
    return Pieces(
        first, last, start, x, y, forward | backward, _waits(nodes, first, last, kind), table
    )


def _filled(ways: pd.DataFrame, tag: str) -> npt.NDArray[np.object_]:
    if tag not in ways:
        return np.full(len(ways), "", object)
    column = ways[tag].astype(object)
    return column.where(column.notna(), "").to_numpy(object)


def _turned(values: Floats, start: npt.NDArray[Any], which: npt.NDArray[np.bool_]) -> Floats:
    """Reverse the points of some pieces."""
    out = values.copy()
    for piece in np.flatnonzero(which):
        out[start[piece] : start[piece + 1]] = values[start[piece] : start[piece + 1]][::-1]
    return out


def _tagged(nodes: pd.DataFrame, is_such: Callable[[dict[str, str]], bool]) -> Ints:
    """List the numbers of the nodes whose tags are such."""
    if "tags" not in nodes:
        return np.empty(0, np.int64)
    tagged = nodes[nodes["tags"].notna()]
    chosen = [is_such(json.loads(t) if isinstance(t, str) else t) for t in tagged["tags"]]
    numbers: Ints = tagged["id"].to_numpy(np.int64)[np.asarray(chosen, bool)]
    return numbers


def _is_locked(tags: dict[str, str]) -> bool:
    """Say whether a gate, wall or fence on the street keeps people out."""
    sign = tags.get("foot") or tags.get("access") or ""
    closed = sign in ("no", "private") or tags.get("locked") == "yes"
    return "barrier" in tags and closed


def _gates(nodes: pd.DataFrame, first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Cut the streets at locked gates: each end that comes to one gets a node of its own."""
    locked = _tagged(nodes, _is_locked)
    ends = np.concatenate([first, last])
    cut = np.flatnonzero(np.isin(ends, locked))
    ends[cut] = int(ends.max(initial=0)) + 1 + np.arange(len(cut))
    return ends[: len(first)], ends[len(first) :]


def _waits(
    nodes: pd.DataFrame,
    first: Ints,
    last: Ints,
    kind: npt.NDArray[Any],
) -> Floats:
    """Count half a wait on each side of a crossing with traffic lights."""
    lights = _tagged(nodes, lambda t: t.get("crossing") == "traffic_signals")
    halves = np.isin(first, lights).astype(float) + np.isin(last, lights)
    return np.where(kind == "crossing", 0.5 * halves, 0.0)
