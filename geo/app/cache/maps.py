"""Maps, drawn once for all visitors."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

import streamlit as st

from geo.app.cache.keys import key_of, key_of_town, plan_key
from geo.app.cache.today import coverage, walks
from geo.core import Mode, Proposal, Scenario, Study
from geo.draw import (
    Block,
    Map,
    Standing,
    TileMap,
    editable,
    is_large,
    is_one_place,
    levels_map,
    proposal_map,
    proposal_tiles,
    side_by_side,
    study_map,
    study_tiles,
)
from geo.draw import block as draw_block
from geo.explain import Levels

__all__ = [
    "block",
    "expect_block",
    "map_of_levels",
    "map_of_plan",
    "map_of_study",
    "map_to_edit",
    "maps_beside",
]


def map_of_study(study: Study, scenario: Scenario, *, density: bool) -> Map | TileMap:
    """Draw the study and who is covered today."""
    now, mode = coverage(study, scenario), scenario.mode
    if not is_large(study):
        walked = walks(study, scenario)
        return study_map(study, coverage=now, mode=mode, walked=walked, density=density)
    return _tiles(
        ("study", str(density), *key_of(study, scenario)),
        lambda: study_tiles(study, block(study), coverage=now, mode=mode, density=density),
    )


def map_of_plan(found: Proposal, *, density: bool) -> Map | TileMap:
    """Draw the plan."""
    study, plan = found.study, found.plan
    if not is_large(study):
        return proposal_map(found, density=density)
    told = (repr(plan.open_ids), repr(plan.problem), repr(plan.mode), str(density))
    return _tiles(
        ("plan", *told, *key_of_town(study)),
        lambda: proposal_tiles(found, block(study), density=density),
    )


def map_of_levels(study: Study, mode: Mode, found: Levels, shown: str) -> Map | TileMap:
    """Draw homes and stations, and whom one of the two levels covers."""
    both = {"homes": found.homes, "stations": found.stations}
    index = {site: k for k, site in enumerate(study.sites.ids)}
    standing = [
        Standing(
            name, [index[i] for i in one.today_ids], [index[i] for i in one.new_ids], one.reach
        )
        for name, one in both.items()
    ]
    level, number = both[shown], list(both).index(shown)
    covered = (number, level.radius_m, level.is_covered)
    made = block(study) if is_large(study) else None
    return levels_map(study, (standing[0], standing[1]), covered, mode, block=made)


def map_to_edit(study: Study) -> TileMap:
    """Draw the study so that its sites and firms can be moved, made and deleted."""
    return _tiles(("edit", *key_of_town(study)), lambda: editable(study, block(study)))


@st.cache_resource(max_entries=16, show_spinner=False)
def _tiles(key: tuple[str, ...], _make: Callable[[], TileMap]) -> TileMap:
    return _make()


_coming: dict[tuple[int, int], Future[Block]] = {}
"""Blocks in the making, by what their firms are in memory: their digest is reckoned meanwhile."""


@st.cache_resource(max_entries=4, show_spinner=False)
def _block(key: tuple[str, ...], _make: Callable[[], Block]) -> Block:
    return _make()


def _block_key(study: Study) -> tuple[str, ...]:
    return study.demand.digest, str(study.small_firm_line)


def _in_memory(study: Study) -> tuple[int, int]:
    return id(study.demand), study.small_firm_line


def block(study: Study) -> Block:
    """Put the firms into one block for the map, once for all visitors and all plans."""
    coming = _coming.get(_in_memory(study))
    if coming is not None and coming.exception() is None:  # else it is told in this language
        return coming.result()
    return _block(_block_key(study), lambda: draw_block(study))


def expect_block(study: Study) -> None:
    """Begin the block of a large study beside the script, which waits for it once it needs it.

    Firms whose digest is known were shown before: their block stands, or is soon made.
    """
    if not is_large(study) or "digest" in vars(study.demand):
        return
    coming: Future[Block] = Future()
    if _coming.setdefault(_in_memory(study), coming) is not coming:
        return

    def make() -> None:
        try:
            made = draw_block(study)
            _block(_block_key(study), lambda: made)
            coming.set_result(made)
        except Exception as error:  # noqa: BLE001 - whoever asks for the block makes it anew
            coming.set_exception(error)
        finally:
            del _coming[_in_memory(study)]

    threading.Thread(target=make, name="block", daemon=True).start()


@st.cache_data(max_entries=8, show_spinner=False)
def _maps_beside(
    keys: tuple[tuple[str, ...], ...], names: tuple[str, ...], _found: tuple[Proposal, ...]
) -> str:
    maps = [proposal_map(one, with_legend=number == 0) for number, one in enumerate(_found)]
    return side_by_side(maps, names, linked=is_one_place(one.study for one in _found))


def maps_beside(found: tuple[Proposal, ...], names: tuple[str, ...]) -> str:
    """Write one page with the maps of some plans; maps of one place move as one."""
    return _maps_beside(tuple(plan_key(one) for one in found), names, found)
