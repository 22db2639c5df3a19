"""The regret line: what other ways of choosing would have brought, side by side in workers."""

from __future__ import annotations

import pandas as pd

from geo.candidates import density, kmeans, largest_clusters
from geo.core import Mode, Plan, Study
from geo.solve import MaxCover, greedy
from geo.words import N_

__all__ = ["WAYS", "regret_line"]

WAYS = {
    "by-eye": N_("by eye (largest clusters)"),
    "kmeans": N_("k-means, nearest venue"),
    "density": N_("HDBSCAN, nearest venue"),
    "greedy": N_("greedy, one after another"),
    "exact": N_("exact plan"),
}
"""Way of choosing -> its label, translated where it is shown."""

_CLUSTERS = {"by-eye": largest_clusters, "kmeans": kmeans, "density": density}


def regret_line(plan: Plan, study: Study, *, mode: Mode | None = None) -> pd.DataFrame:
    """Choose the same number of sites in other ways and count the people each covers.

    Clusters describe demand; they do not choose. Each way opens as many new sites as the plan, on
    the nearest usable venues (or on free points where there is none), beside the existing homes.

    Returns
    -------
    pandas.DataFrame
        ``way, value, share, loss, is_proven, open_ids``: people covered, their share of all, people
        fewer than the plan's, whether nothing can beat it, the new sites. The plan stands last.
    """
    rule = mode or plan.mode
    n_new = len(plan.new_ids)
    rows = []
    existing = study.sites.take(study.sites.is_existing)
    for way, maker in _CLUSTERS.items():
        chosen = maker(study.demand, study.sites, n=n_new, seed=plan.seed)
        sites = existing.join(chosen)
        covered = rule.reach(study.demand, sites).coverage(plan.problem.radius_m, sites.ids).covered
        rows.append((way, covered, False, tuple(chosen.ids)))
    if isinstance(plan.problem, MaxCover):
        by_greed = greedy(plan.problem, rule.reach(study.demand, study.sites))
        rows.append(("greedy", by_greed.covered, False, by_greed.new_ids))
    rows.append(("exact", plan.covered, plan.status == "optimal", plan.new_ids))
    line = pd.DataFrame(rows, columns=["way", "value", "is_proven", "open_ids"])
    line["share"] = line["value"] / max(plan.total, 1)
    line["loss"] = plan.covered - line["value"]
    return line[["way", "value", "share", "loss", "is_proven", "open_ids"]]
