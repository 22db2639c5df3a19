"""Edits of sites: made, moved, changed, taken off the list."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.core import entrances
from geo.core.arrays import Floats
from geo.core.crs import lonlat, metric
from geo.core.edits.draft import Draft
from geo.core.edits.place import check_place
from geo.core.sites import Sites
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["AddSite", "ChangeSite", "DropSite", "MoveSite", "PutSites"]

Cells = tuple[tuple[str, object], ...]
"""Fields of a site and what they become: ``status, capacity, cost`` or a column of the table."""


@dataclass(frozen=True)
class _OnSites:
    """What all edits of sites share: the way back is the sites as they were."""

    def back(self, study: Study) -> PutSites:
        """Return the edit that takes this one back; ``study`` is the one before."""
        return PutSites(study.sites)


@dataclass(frozen=True)
class PutSites:
    """Put other sites in the place of all: the way back of an edit of sites."""

    sites: Sites

    def apply(self, study: Study) -> Study:
        """Return the study with these sites."""
        return study.with_sites(self.sites)

    def back(self, study: Study) -> PutSites:
        """Return the edit that takes this one back."""
        return PutSites(study.sites)

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("{n} sites put back", n=len(study.sites))


@dataclass(frozen=True)
class AddSite(_OnSites):
    """Make a site, a candidate unless ``cells`` say otherwise; metres of the study's CRS."""

    site_id: object
    x: float
    y: float
    cells: Cells = ()

    def apply(self, study: Study) -> Study:
        """Return the study with the site at the end of its list."""
        check_place(study, self.x, self.y)
        if str(self.site_id) in {str(i) for i in study.sites.ids}:
            raise InputError(
                _("There is a site {id!r} already; give another id.", id=str(self.site_id))
            )
        draft = Draft.of(study.sites)
        row = draft.append(self.site_id, self.x, self.y)
        for field, value in self.cells:
            draft.set(row, field, value)
        return study.with_sites(draft.sites(study.demand.crs))

    def sentence(self, _study: Study) -> str:
        """Say what was done."""
        return _("venue made: {name}", name=dict(self.cells).get("name") or self.site_id)


@dataclass(frozen=True)
class MoveSite(_OnSites):
    """Move a site, and the entrances it has, to metres of the study's CRS."""

    site_id: object
    x: float
    y: float

    def apply(self, study: Study) -> Study:
        """Return the study with the site at its new place."""
        check_place(study, self.x, self.y)
        row = Draft.of(study.sites).position(self.site_id)
        x, y = study.sites.x.copy(), study.sites.y.copy()
        by = self.x - float(x[row]), self.y - float(y[row])
        x[row], y[row] = self.x, self.y
        moved = replace(study.sites, x=x, y=y)
        return study.with_sites(_with_entrances(moved, row, by))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("venue moved: {name}", name=_name(study, self.site_id))


@dataclass(frozen=True)
class ChangeSite(_OnSites):
    """Change what is known of a site."""

    site_id: object
    cells: Cells

    def apply(self, study: Study) -> Study:
        """Return the study with the site's cells changed."""
        draft = Draft.of(study.sites)
        row = draft.position(self.site_id)
        for field, value in self.cells:
            draft.set(row, field, value)
        return study.with_sites(draft.sites(study.sites.crs))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("venue changed: {name}", name=_name(study, self.site_id))


@dataclass(frozen=True)
class DropSite(_OnSites):
    """Take a site off the list."""

    site_id: object

    def apply(self, study: Study) -> Study:
        """Return the study without the site."""
        draft = Draft.of(study.sites)
        draft.drop(draft.position(self.site_id))
        return study.with_sites(draft.sites(study.sites.crs))

    def sentence(self, study: Study) -> str:
        """Say what was done."""
        return _("venue deleted: {name}", name=_name(study, self.site_id))


def _with_entrances(sites: Sites, row: int, by: tuple[float, float]) -> Sites:
    cells = sites.table.get(entrances.COLUMN)
    if cells is None or not entrances.places(cells.iloc[row]):
        return sites

    def carry(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        x, y = metric(lon, lat, str(sites.crs))
        return lonlat(x + by[0], y + by[1], sites.crs)

    moved = [*cells]
    moved[row] = entrances.moved(moved[row], carry)
    column = pd.Series(moved, index=cells.index, dtype=cells.dtype)
    return replace(sites, table=sites.table.assign(**{entrances.COLUMN: column}))


def _name(study: Study, site_id: object) -> str:
    names = dict(zip(study.sites.ids, study.sites.names, strict=True))
    return str(names.get(site_id, site_id))
