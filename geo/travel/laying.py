"""Studies and the streets their people walk on."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import partial
from threading import Lock

from geo.core import Mode, Study
from geo.core.study import Ways
from geo.travel import ground
from geo.travel.graph import StreetGraph
from geo.travel.street import Street
from geo.travel.streets.drawn import drawn_streets
from geo.travel.streets.keep import Kept, unpack

__all__ = ["on_its_streets", "on_streets", "streets_under"]

_DRAWN = "drawn"  # streets that the study draws: one set for each set of firms
_MOST = 4  # sets of streets that stay unpacked

_unpacked: OrderedDict[str, StreetGraph] = OrderedDict()
_lock = Lock()


def on_streets(study: Study) -> Study:
    """Let ``Street("walk")`` walk along the streets a study was given, else along those it draws.

    Streets that are laid already stay, unless the study was given others.
    """
    ways, crs = study.ways, study.demand.crs
    if ways is not None:
        ground.lay(study.demand, partial(_graph_of, ways, study.name), ways.digest)
    elif study.streets is not None and crs is not None and ground.must_lay(study.demand, _DRAWN):
        ground.lay(study.demand, partial(drawn_streets, study.streets, crs), _DRAWN)
    return study


def streets_under(study: Study) -> StreetGraph | None:
    """Return the streets that a study's people walk on; None where it has none.

    Those that the study was given are its own, whatever another study of the same firms was given;
    others are those laid last (`on_streets`).
    """
    if study.ways is None:
        return ground.under(study.demand)
    return _graph_of(study.ways, study.name)


def on_its_streets(study: Study, mode: Mode) -> Mode:
    """Hand the study's own streets to a rule that walks along streets but was given none."""
    if isinstance(mode, Street) and mode.graph is None:
        return replace(mode, graph=streets_under(study))
    return mode


def _graph_of(ways: Ways, name: str) -> StreetGraph:
    if isinstance(ways, Kept):
        return ways.graph
    with _lock:
        if ways.digest not in _unpacked:
            _unpacked[ways.digest] = unpack(ways.packed(), name)
        _unpacked.move_to_end(ways.digest)
        while len(_unpacked) > _MOST:
            _unpacked.popitem(last=False)
        return _unpacked[ways.digest]
