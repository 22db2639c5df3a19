"""What a change was, in a sentence: the history a person reads."""

from __future__ import annotations

from typing import Any

from geo.core import STATUSES, Demand, Sites, Study
from geo.core.apart import apart
from geo.core.edits import Typed
from geo.store.project.values import KeptPlan, Project
from geo.words import N_, _

__all__ = ["Said", "kept_differences", "tell", "tell_data", "tell_sites"]

Said = tuple[str, dict[str, Any]]
"""A sentence of the catalogue, and what stands in its fields."""


def tell(old: Project, new: Project) -> Said | None:
    """Say what was changed; the largest change, where there are several; None where nothing was."""
    for say in (tell_data, tell_sites, _plans, _question, _words):
        said = say(old, new)
        if said is not None:
            return said
    return None


def tell_data(old: Project, new: Project) -> Said | None:
    """Say what was done to firms, streets and what is told of the lists; None: nothing."""
    before, now = old.study, new.study
    if now.demand is not before.demand and now.demand.digest != before.demand.digest:
        if (before.name, before.sources) != (now.name, now.sources):
            return N_("{n:,} firms taken from {name}"), {"n": len(now.demand), "name": now.name}
        return _firms(before.demand, now.demand)
    if (given := _given(before, now)) is not None:
        return given
    if now.small_firm_line != before.small_firm_line:
        return N_("A small firm has fewer than {n} workers"), {"n": now.small_firm_line}
    if (now.name, now.sources) != (before.name, before.sources):
        return N_("Data of {name} described anew"), {"name": now.name}
    return None


def _given(before: Study, now: Study) -> Said | None:
    """Say which streets or boundaries were given; None: none."""
    if now.ways is not None and (before.ways is None or now.ways.digest != before.ways.digest):
        return N_("Streets to walk on given"), {}
    if now.areas is None or (before.areas is not None and now.areas.is_same(before.areas)):
        return None
    return N_("Boundaries of {n} areas given"), {"n": len(now.areas.names)}


def _firms(before: Demand, now: Demand) -> Said:
    """Say what a hand did to firms: what was made or deleted first."""
    between = apart(before.ids, now.ids)
    if between.head == len(before) == len(now):
        moved = (now.x != before.x) | (now.y != before.y)
        if moved.any():
            return N_("Firms moved: {names}"), {"names": _called(now, moved.nonzero()[0])}
        return N_("Firms changed"), {}
    added, removed = _called(now, between.fresh), _called(before, between.gone)
    if added and removed:
        return N_("Firms added: {added}; removed: {removed}"), {"added": added, "removed": removed}
    if added:
        return N_("Firms added: {names}"), {"names": added}
    return (
        (N_("Firms removed: {names}"), {"names": removed}) if removed else (N_("Firms changed"), {})
    )


def _called(firms: Demand, rows: Any) -> str:  # noqa: ANN401 - positions
    first = rows[:3]
    known = firms.table["name"].iloc[first] if "name" in firms.table else firms.ids[first]
    return _listed([str(name) for name in known], len(rows))


def tell_sites(old: Project, new: Project) -> Said | None:
    """Say what was done to homes and venues; None: nothing."""
    before, now = old.study.sites, new.study.sites
    if now is before or now.digest == before.digest:
        return None
    if not now.ids.equals(before.ids):
        return _more_or_fewer(before, now)
    moved = (now.x != before.x) | (now.y != before.y)
    if moved.any():
        return N_("Moved: {names}"), {"names": _named(now, moved.nonzero()[0])}
    changed = (now.status != before.status).nonzero()[0]
    if len(changed) == 1:
        pos = int(changed[0])
        return N_("{name}: {before} → {after}"), {
            "name": now.names[pos],
            "before": STATUSES[str(before.status[pos])],
            "after": STATUSES[str(now.status[pos])],
        }
    if len(changed):
        return N_("Status of {n} sites changed"), {"n": len(changed)}
    return N_("Figures of the sites changed"), {}


def _more_or_fewer(before: Sites, now: Sites) -> Said:
    fresh, gone = ~now.ids.isin(before.ids), ~before.ids.isin(now.ids)
    if fresh.any() and gone.any():
        return N_("{n} sites taken from another list"), {"n": len(now)}
    if fresh.any():
        return N_("Added: {names}"), {"names": _named(now, fresh.nonzero()[0])}
    return N_("Removed: {names}"), {"names": _named(before, gone.nonzero()[0])}


def _named(sites: Sites, rows: Any) -> str:  # noqa: ANN401 - positions
    names = [sites.names[int(pos)] for pos in rows[:3]]
    return _listed(names, len(rows))


def _listed(names: list[str], n: int) -> str:
    return ", ".join(names) + (" …" if n > len(names) else "")


def _plans(old: Project, new: Project) -> Said | None:
    before, now = {one.name: one for one in old.kept}, {one.name: one for one in new.kept}
    for name, one in now.items():
        if name not in before or before[name] is not one:
            return N_("Kept plan “{name}”"), {"name": name}
    for name in before:
        if name not in now:
            return N_("Let go plan “{name}”"), {"name": name}
    return None


def _question(old: Project, new: Project) -> Said | None:
    if old.scenario != new.scenario:
        problem = new.scenario.problem
        return N_("Question: {title}, {radius:,.0f} m"), {
            "title": problem.title,
            "radius": problem.radius_m,
        }
    return None


def _words(old: Project, new: Project) -> Said | None:
    if old.whom != new.whom:
        if new.whom == "all":
            return N_("All workers count"), {}
        if not new.study.knows_unions:
            return N_("Only workers of small firms count"), {}
        return N_("Only workers of small unionised firms count"), {}
    if old.remarks != new.remarks:
        return N_("Remarks changed"), {}
    return _settings(old, new)


def _settings(old: Project, new: Project) -> Said | None:
    if old.settings == new.settings:
        return None
    if old.settings.get("typed") != new.settings.get("typed"):
        n = _typed(new)
        if n == 1:
            return N_("Typed and not applied yet: 1 row"), {}
        return N_("Typed and not applied yet: {n:,} rows"), {"n": n}
    return N_("Settings changed"), {}


def _typed(project: Project) -> int:
    """Count the rows that people typed into tables and have not applied yet."""
    people = project.settings.get("typed", {}).values()
    return sum(len(Typed.from_record(one)) for lists in people for one in lists.values())


def kept_differences(old: KeptPlan, new: KeptPlan) -> tuple[str, ...]:
    """Say what of a plan is another than it was; nothing where both are identical."""
    was, now = old.plan, new.plan
    told = {
        _("open sites"): (was.open_ids, now.open_ids),
        _("value"): (was.value, now.value),
        _("bound"): (was.bound, now.bound),
        _("status"): (was.status, now.status),
        _("workers covered"): (was.covered, now.covered),
        _("workers covered today"): (was.covered_before, now.covered_before),
        _("workers"): (was.total, now.total),
        _("data"): (was.data_digest, now.data_digest),
    }
    said = [
        _("{what}: {before} was kept, {after} is found now", what=what, before=a, after=b)
        for what, (a, b) in told.items()
        if a != b
    ]
    n = len(old.served_pos)
    moved = n if n != len(new.served_pos) else int((old.served_pos != new.served_pos).sum())
    if moved:
        said.append(_("{n:,} firms are served by another site", n=moved))
    if was.certificate != now.certificate:
        said.append(_("the certificate is another one"))
    return tuple(said)
