"""Studies and the streets their people walk on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from geo.core import Study
from geo.travel import ground
from geo.travel.graph import StreetGraph
from geo.travel.streets.drawn import drawn_streets
from geo.travel.streets.keep import Kept, unpack

__all__ = ["on_streets", "streets_of", "with_streets"]


def on_streets(study: Study) -> Study:
    """Let ``Street("walk")`` walk along the streets a study was given, else along those it draws.

    Streets that are laid already stay, unless the study was given others.
    """
    ways, crs = study.ways, study.demand.crs
    if isinstance(ways, Kept):
        ground.lay(study.demand, ways.graph, ways.digest)
    elif ways is not None:
        ground.lay(study.demand, lambda: unpack(ways.packed(), study.name), ways.digest)
    elif study.streets is not None and crs is not None and not ground.is_laid(study.demand):
        ground.lay(study.demand, partial(drawn_streets, study.streets, crs))
    return study


def streets_of(study: Study) -> StreetGraph | None:
    """Return the streets that the people of a study walk on; None where it has none."""
    on_streets(study)
    return ground.under(study.demand)


def with_streets(study: Study, graph: StreetGraph) -> Study:
    """Give a study streets to walk on; they go into every plan and project that is made of it."""
    return on_streets(replace(study, ways=Kept(graph)))
