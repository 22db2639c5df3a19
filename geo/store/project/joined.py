"""Two hands in one project: what each changed since both saw the same, put together.

What only one of them changed is taken, part by part. Where both asked something else, the question
asked last stands; both remarks are kept, one below the other; of lists that both changed, those
that were saved first stand, and what the other did is told as not taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo.core import Study
from geo.store.project.told import Said, tell, tell_data, tell_sites
from geo.store.project.values import KeptPlan, Project

__all__ = ["Joined", "join"]

_BY_HAND = "corrections"  # the setting that tells what a hand changed in the lists


@dataclass(frozen=True, eq=False)
class Joined:
    """What is to be saved.

    Attributes
    ----------
    project
        Both hands' work.
    is_both
        Whether there is work of another hand in it.
    untaken
        What the second hand did and was not taken; empty, but for lists that both changed.
    """

    project: Project
    is_both: bool = False
    untaken: tuple[Said, ...] = ()


def join(since: Project, mine: Project, theirs: Project) -> Joined:
    """Put together what two hands made of one project.

    Parameters
    ----------
    since
        What both saw.
    mine
        What one hand made of it since.
    theirs
        What another hand made of it, and saved first.
    """
    study, untaken = _study(since, mine, theirs)
    joined = Project(
        study,
        mine.scenario if mine.scenario != since.scenario else theirs.scenario,
        mine.whom if mine.whom != since.whom else theirs.whom,
        _remarks(since.remarks, mine.remarks, theirs.remarks),
        _kept(since.kept, mine.kept, theirs.kept),
        theirs.lost,
        _settings(since.settings, mine.settings, theirs.settings, is_mine=not untaken),
        theirs.used_ids | mine.used_ids,
    )
    return Joined(joined, is_both=True, untaken=untaken)


def _study(since: Project, mine: Project, theirs: Project) -> tuple[Study, tuple[Said, ...]]:
    """Take the lists that one hand changed; firms of one and sites of the other go together."""
    if not _is_changed(since, mine):
        return theirs.study, ()
    if not _is_changed(since, theirs):
        return mine.study, ()
    if mine.study.demand.crs == theirs.study.demand.crs:
        if tell_data(since, mine) is None and tell_sites(since, theirs) is None:
            return replace(theirs.study, sites=mine.study.sites), ()
        if tell_data(since, theirs) is None and tell_sites(since, mine) is None:
            return replace(mine.study, sites=theirs.study.sites), ()
    lists = replace(mine, scenario=since.scenario, kept=since.kept)
    said = tell(since, lists)
    return theirs.study, () if said is None else (said,)


def _is_changed(since: Project, now: Project) -> bool:
    if now.study is since.study:
        return False
    return (tell_data(since, now) or tell_sites(since, now)) is not None


def _remarks(since: str, mine: str, theirs: str) -> str:
    if mine in (since, theirs):
        return theirs
    return mine if theirs == since else f"{theirs}\n\n{mine}"


def _kept(
    since: tuple[KeptPlan, ...], mine: tuple[KeptPlan, ...], theirs: tuple[KeptPlan, ...]
) -> tuple[KeptPlan, ...]:
    """Let go what either let go, and keep what either kept; of one name that which came last."""
    old = {id(one) for one in since}
    fresh = {one.name: one for one in mine if id(one) not in old}
    left = {one.name for one in since} - {one.name for one in mine}
    stays = (
        one
        for one in theirs
        if one.name not in fresh and (one.name not in left or id(one) not in old)
    )
    return (*stays, *fresh.values())


def _settings(
    since: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], *, is_mine: bool
) -> dict[str, Any]:
    """Take each setting from whoever changed it; of both, the last. ``is_mine``: lists too."""
    found = dict(theirs)
    for key in {*since, *mine}:
        if mine.get(key) == since.get(key):
            continue
        if key == _BY_HAND and theirs.get(key) != since.get(key):
            if is_mine:
                found[key] = _by_both(*(one.get(key, {}) for one in (since, mine, theirs)))
        elif key in mine:
            found[key] = mine[key]
        else:
            found.pop(key, None)
    return found


def _by_both(
    since: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """List what both hands corrected: one the firms, the other the sites."""
    found = dict(theirs)
    for name, rows in mine.items():
        if isinstance(rows, list):
            there = theirs.get(name, [])
            fresh = [row for row in rows if row not in since.get(name, []) and row not in there]
            found[name] = [*there, *fresh]
    return found
