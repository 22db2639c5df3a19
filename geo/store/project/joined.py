"""Two hands in one project: what each changed since both saw the same, put together.

What only one of them changed is taken, part by part, number by number of a question. Where both
changed the same number, the last one stands; both remarks are kept, one below the other; of lists
that both changed, those that were saved first stand, and what the other did is told as not taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from geo.core import Scenario, Study
from geo.store.project.told import Said, tell, tell_data, tell_sites
from geo.store.project.values import KeptPlan, Project

__all__ = ["Joined", "join"]

_BY_HAND = "corrections"  # the setting that tells what a hand changed in the lists
_NAMED = "columns"  # that which tells which column is which, list by list
_TYPED = "typed"  # that which tells what is typed and not applied yet, person by person


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
        _question(since.scenario, mine.scenario, theirs.scenario),
        _last(since.whom, mine.whom, theirs.whom),
        _remarks(since.remarks, mine.remarks, theirs.remarks),
        _kept(since.kept, mine.kept, theirs.kept),
        theirs.lost,
        _settings(since.settings, mine.settings, theirs.settings, is_mine=not untaken),
        theirs.used_ids | mine.used_ids,
    )
    return Joined(joined, is_both=True, untaken=untaken)


def _last(since: Any, mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - of one kind
    return theirs if mine == since else mine


def _question(since: Scenario, mine: Scenario, theirs: Scenario) -> Scenario:
    """Take each number from whoever changed it; of two kinds of question, the last."""
    both: Scenario = _fields(since, mine, theirs)
    if not type(since.problem) is type(mine.problem) is type(theirs.problem):
        return both
    return replace(both, problem=_fields(since.problem, mine.problem, theirs.problem))


def _fields(since: Any, mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - frozen values of one kind
    changed = {
        f.name: _last(*(getattr(one, f.name) for one in (since, mine, theirs)))
        for f in fields(mine)
    }
    return replace(mine, **changed)


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
    """Keep both, one below the other; what stood there before only once."""
    if mine == since or theirs.endswith(mine):
        return theirs
    if theirs == since:
        return mine
    added = mine.removeprefix(since).strip() if since and mine.startswith(since) else mine
    return f"{theirs}\n\n{added}"


def _kept(
    since: tuple[KeptPlan, ...], mine: tuple[KeptPlan, ...], theirs: tuple[KeptPlan, ...]
) -> tuple[KeptPlan, ...]:
    """Let go what either let go, and keep what either kept; of two of one name one is renamed."""
    old = {_of(one) for one in since}
    fresh = [one for one in theirs if _of(one) not in old]
    left = old - {_of(one) for one in mine}
    stays = [one for one in theirs if _of(one) not in left]
    for one in mine:
        if _of(one) in old or any(_is_named_after(k, one) for k in fresh):
            continue
        was = next((k for k in since if k.name == one.name), None)
        if was is not None:  # the name now means another plan
            stays = [k for k in stays if _of(k) != _of(was)]
        name = _free(one.name, {k.name for k in stays})
        stays.append(one if name == one.name else replace(one, name=name))
    return tuple(stays)


def _of(one: KeptPlan) -> tuple[object, ...]:
    """Tell plans apart: one that was read again from its file is the same plan."""
    plan = one.plan
    return one.name, plan.open_ids, plan.value, plan.bound, plan.data_digest, one.scenario.digest


def _is_named_after(one: KeptPlan, other: KeptPlan) -> bool:
    """Say whether it is the same plan, under its name or under that which it was given here."""
    return _of(one)[1:] == _of(other)[1:] and one.name.startswith(other.name)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _settings(
    since: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], *, is_mine: bool
) -> dict[str, Any]:
    """Take each setting from whoever changed it; of both, the last. ``is_mine``: lists too."""
    found = dict(theirs)
    for key in {*since, *mine}:
        was, now, there = (one.get(key) for one in (since, mine, theirs))
        if now == was:
            continue
        if key == _BY_HAND and there != was:
            if is_mine:
                found[key] = _by_both(was or {}, now or {}, there or {})
        elif key == _TYPED:
            if not is_mine:  # it was applied in vain
                now = _still_typed(was or {}, now or {})
            found[key] = _typed(was or {}, now or {}, there or {})
            if not found[key]:
                del found[key]
        elif isinstance(now, Mapping) and isinstance(there, Mapping) and key == _NAMED:
            found[key] = {**there, **{k: v for k, v in now.items() if v != (was or {}).get(k)}}
        elif key in mine:
            found[key] = now
        else:
            found.pop(key, None)
    return found


def _still_typed(since: Mapping[str, Any], mine: Mapping[str, Any]) -> dict[str, Any]:
    return {who: {**since.get(who, {}), **mine.get(who, {})} for who in {*since, *mine}}


def _typed(
    since: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Keep what was typed in either of two windows, cell by cell, and every row that was made."""
    found = dict(theirs)
    for key in {*since, *mine}:
        was, now, there = (one.get(key) for one in (since, mine, theirs))
        if now == was:
            continue
        if isinstance(now, list) and isinstance(there, list):
            stays = [row for row in there if row in now or row not in (was or [])]
            found[key] = [*stays, *(row for row in now if row not in stays)]
        elif isinstance(now, Mapping) and isinstance(there, Mapping):
            found[key] = _typed(was or {}, now, there)
        elif key in mine:
            found[key] = now
        else:
            found.pop(key, None)
    return found


def _by_both(
    since: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """List what both hands corrected, one the firms and the other the sites."""
    found = dict(theirs)
    for name, rows in mine.items():
        if isinstance(rows, list):
            was, there = since.get(name, []), theirs.get(name, [])
            stays = [row for row in there if row in rows or row not in was]  # I took none back
            found[name] = [*stays, *(row for row in rows if row not in was and row not in there)]
    return found
