"""Studies and the streets their people walk on."""

from __future__ import annotations

from functools import partial

from geo.core import Study
from geo.travel import ground
from geo.travel.streets.drawn import drawn_streets
from geo.travel.streets.keep import Kept, unpack

__all__ = ["on_streets"]

_DRAWN = "drawn"  # streets that the study draws: one set for each set of firms


def on_streets(study: Study) -> Study:
    """Let ``Street("walk")`` walk along the streets a study was given, else along those it draws.

    Streets that are laid already stay, unless the study was given others.
    """
    ways, crs = study.ways, study.demand.crs
    if isinstance(ways, Kept):
        ground.lay(study.demand, ways.graph, ways.digest)
    elif ways is not None:
        ground.lay(study.demand, lambda: unpack(ways.packed(), study.name), ways.digest)
    elif study.streets is not None and crs is not None and ground.must_lay(study.demand, _DRAWN):
        ground.lay(study.demand, partial(drawn_streets, study.streets, crs), _DRAWN)
    return study
