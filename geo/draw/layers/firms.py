"""Firms: covered or not, small unionised ones by their shape, workers by their size."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import MEASURED, Demand, Proposal, Study
from geo.core.crs import lonlat
from geo.draw.layers.element import Layer, place, styles
from geo.draw.look import small_kind
from geo.draw.safe import text
from geo.words import N_, _

__all__ = ["firms"]

_KINDS = {
    "covered": N_("Firms covered"),
    "uncovered": N_("Firms not covered"),
    "firm": N_("Firms"),
}
_GROUPS = {"covered": N_("Groups covered"), "uncovered": N_("Groups not wholly covered")}
_SCALES = ((400, 1.0), (3000, 0.78))  # firms up to which marks are drawn so large
_SMALLEST = 0.55


def firms(
    study: Study,
    is_covered: npt.NDArray[np.bool_] | None,
    proposal: Proposal | None = None,
) -> list[Layer]:
    """Draw the firms: one layer of covered, one of uncovered; one of all where nothing is known."""
    if is_covered is None:
        parts = [("firm", np.ones(len(study.demand), bool))]
    else:
        parts = [("covered", is_covered), ("uncovered", ~is_covered)]
    rows = _Rows(study, proposal)
    has_groups = proposal is not None and proposal.release.is_public
    titles = _GROUPS if has_groups else _KINDS
    return [
        Layer(
            "points",
            {
                "rows": rows.of(np.flatnonzero(wanted)),
                "styles": styles((kind, f"{kind}_small")),
                "labels": rows.labels,
            },
            role="firms",
            name=text(_(titles[kind])),
            meanings=_meanings(kind, study, wanted, has_groups=has_groups),
        )
        for kind, wanted in parts
    ]


def _meanings(
    kind: str, study: Study, wanted: npt.NDArray[np.bool_], *, has_groups: bool
) -> tuple[str, ...]:
    is_small = study.is_small_unionised[wanted]
    if has_groups:
        return (f"{kind}_group",) if len(is_small) else ()
    large = (kind,) if (~is_small).any() else ()
    small = small_kind(kind, knows_unions=study.knows_unions)
    return (*large, small) if is_small.any() else large


class _Rows:
    """Rows of the firms' layers: place, size, style, tooltip, cells of the popup."""

    def __init__(self, study: Study, proposal: Proposal | None) -> None:
        demand = study.demand
        self.demand = demand
        self.lon, self.lat = lonlat(demand.x, demand.y, demand.crs)
        scale = next((s for n, s in _SCALES if len(demand) <= n), _SMALLEST)
        self.radius = np.clip(3.0 + 0.45 * np.sqrt(demand.weight), 3.6, 12) * scale
        self.is_small = study.is_small_unionised.astype(int)
        named = demand.table.get("name", demand.ids)
        self.names = [text(n) or text(i) for n, i in zip(named, demand.ids, strict=True)]
        self.people = _people(demand)
        columns = {_("Workers"): self.people}
        for column, label in (("street", _("Street")), ("industry", _("Industry"))):
            if column in demand.table:
                columns[label] = [text(value) for value in demand.table[column]]
        if proposal is not None:
            columns |= _served(proposal)
        self.labels = [text(label) for label in columns]
        self.columns = list(columns.values())

    def of(self, pos: npt.NDArray[np.int64]) -> list[list[Any]]:
        """Write rows, large firms first, so that the small ones lie on top of them."""
        unit = _("workers")
        ordered = pos[np.argsort(-self.demand.weight[pos], kind="stable")]
        return [
            [
                *place(self.lat[i], self.lon[i]),
                round(float(self.radius[i]), 1),
                int(self.is_small[i]),
                f"{self.names[i]} · {self.people[i]} {unit}",
                [column[i] for column in self.columns],
                self.names[i],
            ]
            for i in ordered
        ]


def _people(demand: Demand) -> list[str]:
    """Write the workers of each firm; what nobody counted says so."""
    counted = [f"{w:,}" for w in demand.weight]
    if "is_estimated" not in demand.table:
        return counted
    said = text(_("estimated"))
    guess = demand.table["is_estimated"].to_numpy(bool)
    return [f"≈{n} ({said})" if g else n for n, g in zip(counted, guess, strict=True)]


def _served(proposal: Proposal) -> dict[str, list[str]]:
    names = [text(name) for name in proposal.study.sites.names]
    before, after = proposal.covered_before, proposal.covered_after
    says = {
        (True, True): text(_("covered today")),
        (True, False): text(_("covered today")),
        (False, True): text(_("newly covered")),
        (False, False): text(_("not covered")),
    }
    walked = proposal.on_foot
    how = {k: text(_(label)) for k, label in MEASURED.items()}
    measured = {} if walked is None else {_("Way measured"): [how[str(w)] for w in walked.measured]}
    return {
        _("Nearest home"): [names[j] if j >= 0 else "" for j in proposal.nearest_pos],
        _("Way there"): [f"{m:,.0f} m" if np.isfinite(m) else "" for m in proposal.nearest_m],
        _("Covered"): [says[bool(b), bool(a)] for b, a in zip(before, after, strict=True)],
        **measured,
    }
