"""The regret line: what other ways of choosing would have brought, side by side in workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.candidates import density, kmeans, largest_clusters
from geo.core import Errors, Mode, Plan, Reach, Sites, Study
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, StoppedError
from geo.explain.draws import drawn
from geo.solve import CloseCover, MaxCover, MoveCover, Progress, Watch, greedy
from geo.travel import Table
from geo.words import N_, _

__all__ = ["WAYS", "regret_line", "ways_left_out"]

WAYS = {
    "by-eye": N_("by eye (largest clusters)"),
    "kmeans": N_("k-means, nearest venue"),
    "density": N_("HDBSCAN, nearest venue"),
    "greedy": N_("greedy, one after another"),
    "exact": N_("exact plan"),
    "stopped": N_("plan found when the search was stopped (not proven)"),
}
"""Way of choosing -> its label, translated where it is shown."""

_CLUSTERS = {"by-eye": largest_clusters, "kmeans": kmeans, "density": density}
_COLUMNS = ["way", "value", "open_ids"]
_CHOOSING = 0.2  # of the way, where draws follow
_BANDS = {"low": 0.05, "middle": 0.5, "high": 0.95}


def regret_line(
    plan: Plan,
    study: Study,
    *,
    mode: Mode | None = None,
    errors: Errors | None = None,
    n: int = 200,
    seed: int = 0,
    progress: Callable[[Progress], bool | None] | None = None,
) -> pd.DataFrame:
    """Choose the same number of sites in other ways and count the people each covers.

    Clusters describe demand; they do not choose. Each way opens as many new sites as the plan, on
    the nearest usable venues (or on free points where there is none), beside the existing homes.
    They cannot say which home to close: where the plan closes one, only ways that answer the same
    question stand beside it. Whoever the question counts only with several homes near is counted
    so in every way.

    Parameters
    ----------
    plan, study
        The plan, and the study it was made from.
    mode
        The rule of distance, if not the plan's own.
    errors
        How wrong the data may be; None: no draws are made.
    n, seed
        Draws, and their seed.
    progress
        Called after each way, and after each draw; where it returns False nobody waits for the
        line any more.

    Returns
    -------
    pandas.DataFrame
        ``way, value, share, loss, is_proven, open_ids``: people covered, their share of all, people
        fewer than the plan's, whether nothing can beat it, the new sites. The plan stands last, as
        ``"exact"``, or as ``"stopped"`` where the search ended before a proof.
        With ``errors`` also ``as_good_share, low, middle, high``: the share of draws, 0..1, in
        which these sites cover as many people as the plan's, and what they cover in the 5 % worst,
        the middle and the 5 % best draws.

    Raises
    ------
    StoppedError
        ``progress`` said so.
    """
    rule, radius, watch = mode or plan.mode, plan.problem.radius_m, Watch(None, progress)
    watch.report(plan.value, plan.bound)
    ways: list[tuple[str, Sites, tuple[object, ...]]] = []
    rows = []
    part = _CHOOSING if errors is not None else 1.0
    for way, sites, new in _ways(plan, study, rule):
        _tell(watch, part * len(ways) / len(WAYS), _(WAYS[way]))
        is_plan = way in ("exact", "stopped")
        reach = None if is_plan else _measured(rule, study, sites)
        covered = plan.covered if reach is None else _covered(reach, radius, _times(plan))
        ways.append((way, sites, new))
        rows.append((way, covered, new))
    line = pd.DataFrame(rows, columns=_COLUMNS)
    line["is_proven"] = line["way"] == "exact"
    line["share"] = line["value"] / max(plan.total, 1)
    line["loss"] = plan.covered - line["value"]
    line = line[["way", "value", "share", "loss", "is_proven", "open_ids"]]
    if errors is None:
        return line
    values = _over_draws(
        plan, study, rule, [s for _w, s, _n in ways], draws=(errors, n, seed), watch=watch
    )
    ranked = np.sort(values, axis=1)
    bands = {name: ranked[:, min(n - 1, int(q * n))] for name, q in _BANDS.items()}
    return line.assign(as_good_share=(values >= values[-1]).mean(axis=1), **bands)


def _tell(watch: Watch, share: float, step: str) -> None:
    """Tell what is being counted; raise where nobody waits for it."""
    if not watch.begin(share, step):
        raise StoppedError(_("Counting the other ways was stopped."))


def ways_left_out(line: pd.DataFrame) -> str:
    """Say why some ways do not stand in a `regret_line`; empty where all do."""
    if line.empty or line["way"].isin(list(_CLUSTERS)).any():
        return ""
    return _(
        "Clusters of workers show where to open a home, but not which one to close; those ways of "
        "choosing are left out."
    )


def _ways(plan: Plan, study: Study, rule: Mode) -> Iterator[tuple[str, Sites, tuple[object, ...]]]:
    """Choose in each way: its name, all sites open then, the new ones' ids. The plan is last."""
    sites, n_new = study.sites, len(plan.new_ids)
    existing = sites.take(sites.is_existing)
    keeps_all = set(existing.ids) <= set(plan.open_ids)
    for way, maker in _CLUSTERS.items() if keeps_all else ():
        chosen = maker(study.demand, sites, n=n_new, seed=plan.seed)
        if isinstance(rule, Table) and not chosen.ids.isin(sites.ids).all():
            continue  # a table tells no distance to a place that is no venue
        yield way, existing.join(chosen), tuple(chosen.ids)
    if (by_greed := _greedy(plan, rule.reach(study.demand, sites))) is not None:
        yield "greedy", _of(sites, by_greed.open_ids), by_greed.new_ids
    yield (
        "exact" if plan.status == "optimal" else "stopped",
        _of(sites, plan.open_ids),
        plan.new_ids,
    )


def _greedy(plan: Plan, reach: Reach) -> Plan | None:
    """Answer the plan's own question one site after another; None where that leads to no plan."""
    if not isinstance(plan.problem, MaxCover | MoveCover | CloseCover):
        return None
    try:
        return greedy(plan.problem, reach)
    except (InfeasibleError, StoppedError):
        return None


def _times(plan: Plan) -> int:
    """Return how many sites must be near for the plan's question to count somebody."""
    return int(getattr(plan.problem, "times", 1))


def _covered(reach: Reach, radius_m: float, times: int) -> int:
    """Count the people who have ``times`` of the sites near, all of them open."""
    found = reach.coverage(radius_m, reach.sites.ids)
    return int(found.weight[found.times >= times].sum())


def _measured(rule: Mode, study: Study, sites: Sites) -> Reach:
    """Measure to some sites; of a table only their columns are."""
    if isinstance(rule, Table):
        rule = Table(rule.matrix[:, study.sites.ids.get_indexer(sites.ids)])
    return rule.reach(study.demand, sites)


def _of(sites: Sites, ids: tuple[object, ...]) -> Sites:
    return sites.take(sites.ids.get_indexer(pd.Index(ids, dtype=object)).astype(np.int64))


def _over_draws(
    plan: Plan,
    study: Study,
    rule: Mode,
    ways: list[Sites],
    *,
    draws: tuple[Errors, int, int],
    watch: Watch,
) -> Ints:
    """Count whom each way's sites cover in each draw, ``times`` over: ``(n_way, n_draw)``.

    A venue that fell through in a draw covers nobody; a free point is no venue and stands.
    """
    errors, n, seed = draws
    whole, radius = rule.reach(study.demand, study.sites), plan.problem.radius_m
    times = _times(plan)
    measured = [_measured(rule, study, sites) for sites in ways]
    venues = [study.sites.ids.get_indexer(sites.ids) for sites in ways]
    near: dict[float, list[npt.NDArray[np.bool_]]] = {}
    found = np.zeros((len(ways), n), np.int64)
    for number in range(n):
        share = _CHOOSING + (1 - _CHOOSING) * number / n
        _tell(watch, share, _("draw {k} of {n}", k=number + 1, n=n))
        draw = drawn(errors, whole, seed=seed, number=number)
        if draw.speed not in near:
            near = {draw.speed: [_near(one, radius * draw.speed) for one in measured]}
        for way, (covers, venue) in enumerate(zip(near[draw.speed], venues, strict=True)):
            stands = (venue < 0) | ~draw.is_gone[venue]
            is_covered = covers[:, stands].sum(axis=1) >= times
            found[way, number] = int(draw.weight[is_covered].sum())
    return found


def _near(reach: Reach, radius_m: float) -> npt.NDArray[np.bool_]:
    """Say which site is near which demand point: ``(n_demand, n_site)``."""
    near = np.zeros(reach.shape, bool)
    for site in range(reach.shape[1]):
        near[reach.within(radius_m, site), site] = True
    return near
