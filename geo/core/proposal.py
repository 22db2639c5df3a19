"""A proposal: a plan in people's words, ready for every exporter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats, Ints
from geo.core.asked_norm import AskedNorm
from geo.core.crs import DATUMS
from geo.core.floor import check_floor
from geo.core.list_errors import Errors
from geo.core.on_foot import OnFoot, Way
from geo.core.plan import Plan
from geo.core.study import Study
from geo.core.two_levels import TwoLevels
from geo.core.years import Years
from geo.errors import DatumError, InputError
from geo.words import _

__all__ = ["AUDIENCES", "PAPERS", "Proposal", "Release"]

AUDIENCES = ("internal", "public")
PAPERS = ("a4", "a3")
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Release:
    """For whom a proposal is written out, and how.

    Attributes
    ----------
    audience
        ``"internal"``: with every firm. ``"public"``: firms only in groups above the floor.
    datum
        The datum of coordinates in tables and GeoJSON; a GeoPackage is WGS-84 always.
    review_number
        Number of the map review (审图号), shown on the map and in every file; empty: none yet.
    least_firms, least_workers
        The floor: what is public shows no group with fewer; two firms at least.
    paper
        Paper of the drawn map: ``"a4"``, in the text, or ``"a3"``, once more on a sheet of its own.
    """

    audience: Literal["internal", "public"] = "internal"
    datum: str = "wgs84"
    review_number: str = ""
    least_firms: int = 3
    least_workers: int = 25
    paper: Literal["a4", "a3"] = "a4"

    def __post_init__(self) -> None:
        """Refuse what is no audience, no datum, no floor, no number, no paper."""
        if self.audience not in AUDIENCES:
            raise InputError(
                _(
                    "There is no audience {name!r}; wanted one of {names}.",
                    name=self.audience,
                    names=", ".join(AUDIENCES),
                )
            )
        if self.datum not in DATUMS:
            raise DatumError(
                _(
                    "Unknown datum {datum!r}; wanted one of {names}.",
                    datum=self.datum,
                    names=", ".join(DATUMS),
                )
            )
        check_floor(self.least_firms, self.least_workers)
        if self.paper not in PAPERS:
            raise InputError(
                _(
                    "Maps are drawn on one of the papers {names}, not on {name!r}.",
                    names=", ".join(PAPERS),
                    name=self.paper,
                )
            )
        if len(self.review_number) > _LONGEST_NUMBER or not self.review_number.isprintable():
            raise InputError(
                _("The map review number must be one line of at most {n} signs.", n=_LONGEST_NUMBER)
            )

    @property
    def is_public(self) -> bool:
        """Whether firms are shown in groups only."""
        return self.audience == "public"

    @property
    def map_lacks(self) -> str:
        """What a map for these readers still lacks, as a sentence; empty: nothing."""
        if not self.is_public or self.review_number.strip():
            return ""
        return _(
            "A map for the public carries its review number (审图号): give the number, or write "
            "the internal edition."
        )

    def check_map(self) -> None:
        """Refuse a map for the public without a review number.

        Raises
        ------
        InputError
            It is for the public, and there is no number.
        """
        if self.map_lacks:
            raise InputError(self.map_lacks, option="--review-number")


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
        runner_up_id, runner_up_name, loss_if_swapped`` (people, unless said otherwise; ``rank``
        numbers the new ones from 1, 0 for existing), ``nearest_home_id, nearest_home_name,
        nearest_home_m, hours, cost_yuan, cost_per_new_yuan``, and the firms of ``new`` and of
        ``only_here``: ``new_firms, only_here_firms, new_small_firms, only_here_small_firms``;
        ``runner_up_is_home`` (open today, closed by the plan); whom it serves, as ``served_pos``
        says, and their longest way: ``served, served_firms, longest_m``.
    nearest_pos, nearest_m
        ``(n_demand,)`` the nearest open site's position and its metres (any distance).
    served_pos
        ``(n_demand,)`` the open site that serves the firm: the nearest within the radius, else -1.
    covered_before, covered_after
        ``(n_demand,)`` whether a firm is covered today, and by the plan.
    regret
        One row for each way of choosing: ``way, value, share, loss, is_proven, open_ids``.
    notes
        Sentences every output must show: synthetic data, a datum that was only taken, attribution.
    on_foot
        What a plan along streets knows of its ways; None where the rule of distance is another.
    release
        For whom it is written out, and how.
    two_levels
        What the study asks of homes and stations together; None: it asks nothing of the kind.
    years
        What the study lets each year open; None: it sets nothing of the kind.
    norm
        Which norm the study holds homes against, and how; None: it sets nothing of the kind.
    errors
        How wrong the lists are taken to be; None: as usual (`USUAL_ERRORS`).
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
    release: Release = Release()
    two_levels: TwoLevels | None = None
    years: Years | None = None
    norm: AskedNorm | None = None
    errors: Errors | None = None

    @cached_property
    def longest_ways(self) -> tuple[Way, ...]:
        """For each open site that serves somebody, the longest way to it; none in public."""
        if self.on_foot is None or self.release.is_public:
            return ()
        found = []
        open_pos = self.study.sites.ids.get_indexer(pd.Index(self.plan.open_ids))
        for site_id, pos in zip(self.plan.open_ids, open_pos, strict=True):
            served = np.flatnonzero(self.served_pos == pos)
            if len(served):
                farthest = int(served[np.argmax(self.nearest_m[served])])
                found.append(self.on_foot.way(farthest, site_id))
        return tuple(found)
