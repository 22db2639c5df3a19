"""A proposal: a plan in people's words, ready for every exporter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.core.on_foot import OnFoot
from geo.core.plan import Plan
from geo.core.study import Study

__all__ = ["Proposal"]


@dataclass(frozen=True, eq=False)
class Proposal:
    """A plan, its study, and what each site brings.

    Attributes
    ----------
    study, plan
        What was asked of which data, and the answer.
    cards
        One row for each open site, existing ones first, then proposed ones by what they bring:
        ``site_id, name, status, is_new, rank, lon, lat, reach, new, only_here, firms, small_firms,
        runner_up, loss_if_swapped`` (people, unless said otherwise; ``rank`` numbers the new ones
        from 1, 0 for existing).
    nearest_pos, nearest_m
        ``(n_demand,)`` the nearest open site's position and its metres (any distance).
    served_pos
        ``(n_demand,)`` the open site that serves the firm: the nearest within the radius, else -1.
    covered_before, covered_after
        ``(n_demand,)`` whether a firm is covered today, and by the plan.
    regret
        One row for each way of choosing: ``method, value, share, proven, open_ids``.
    notes
        Sentences every output must show: synthetic data, a datum that was only taken, attribution.
    on_foot
        What a plan along streets knows of its ways; None where the rule of distance is another.
    """

    study: Study
    plan: Plan
    cards: pd.DataFrame = field(repr=False)
    nearest_pos: Ints = field(repr=False)
    nearest_m: Floats = field(repr=False)
    served_pos: Ints = field(repr=False)
    covered_before: npt.NDArray[np.bool_] = field(repr=False)
    covered_after: npt.NDArray[np.bool_] = field(repr=False)
    regret: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...] = ()
    on_foot: OnFoot | None = None
