"""A density: where how many people are, counted by somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import shapely

from geo.core import Areas, Demand, Source
from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, lonlat, metric
from geo.errors import InputError
from geo.read.cells.findings import COLUMNS
from geo.read.density.shares import whole_shares
from geo.read.layer import Layer
from geo.words import _

__all__ = ["Density", "demand_at", "spread"]


_FAR_M, _METRES = 5_000.0, 111_320.0  # farther from all places, people are of another town


@dataclass(frozen=True, eq=False)
class Density:
    """People by place.

    Attributes
    ----------
    demand
        Points with people: middles of cells, points of a list, points spread over each polygon.
    source
        Where the figures come from.
    areas
        The polygons, where the figures are of polygons.
    counts
        ``(n_areas,)`` people of each polygon.
    rejected, doubtful
        ``source, row, column, value, reason, remedy``: rows not used, and remarks on others.
    """

    demand: Demand
    source: Source
    areas: Areas | None = None
    counts: Ints | None = None
    rejected: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    doubtful: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))

    def crowd(self, lon: Floats, lat: Floats) -> Floats:
        """Return each place's part of the people of the cell or polygon that it is in (nearest).

        Raises
        ------
        InputError
            No place is within 5 km of anybody.
        """
        if self.areas is not None and self.counts is not None:
            tree = shapely.STRtree(self.areas.shapes)
            inside = self.areas.containing(lon, lat)
            nearest = tree.nearest(shapely.points(np.column_stack([lon, lat])))
            at, people = np.where(inside >= 0, inside, nearest), self.counts
            apart = shapely.distance(self.areas.shapes[at], shapely.points(np.c_[lon, lat]))
            self._refuse_far(apart * _METRES)
        else:
            from scipy.spatial import cKDTree  # noqa: PLC0415 - only studies with a density need it

            here = np.column_stack(metric(lon, lat, str(self.demand.crs)))
            apart, at = cKDTree(np.column_stack([self.demand.x, self.demand.y])).query(here)
            self._refuse_far(apart)
            people = self.demand.weight
        # The people of a cell are shared by the places that stand in it.
        together = np.bincount(at, minlength=len(people))
        result: Floats = people[at] / together[at]
        return result

    def _refuse_far(self, apart_m: Floats) -> None:
        """Refuse people of another place: they would divide anything alike, as if they told."""
        nearest = float(apart_m.min()) if len(apart_m) else 0.0
        if nearest > _FAR_M:
            raise InputError(
                _(
                    "{source}: the nearest people counted are {km:,.0f} km away from the nearest "
                    "of these firms. Give people of this town; check the coordinates of both.",
                    source=self.source.name,
                    km=nearest / 1000,
                )
            )

    def as_layer(self, within: Areas | None = None) -> Layer:
        """Return the people as a list of demand of its own, all of it marked as estimated.

        Parameters
        ----------
        within
            Leaves out what lies outside these areas.

        Raises
        ------
        InputError
            Nobody is inside.
        """
        lon, lat = lonlat(self.demand.x, self.demand.y, self.demand.crs)
        kept = np.ones(len(lon), bool) if within is None else within.containing(lon, lat) >= 0
        rows = np.flatnonzero(kept) + 1
        table = pd.DataFrame(
            {
                "id": rows,
                "name": [_("cell {n}", n=row) for row in rows.tolist()],
                "workers": self.demand.weight[kept],
                "is_estimated": np.ones(len(rows), bool),
            }
        )
        if "street" in self.demand.table:
            table["street"] = self.demand.table["street"].to_numpy()[kept]
        if not len(rows):
            raise InputError(
                _("{source}: nobody lives or works inside the boundaries.", source=self.source.name)
            )
        return Layer(
            "firms",
            lon[kept],
            lat[kept],
            table,
            replace(self.source, layer="firms", n_read=len(rows)),
            self.rejected,
            self.doubtful,
            rows=rows,
        )


def spread(demand: Demand, density: Demand, total: int) -> Demand:
    """Spread a known total over firms by the people of the nearest cell (dasymetric).

    Parameters
    ----------
    demand
        Firms; their own weights are replaced.
    density
        Cells of people, as `read_raster` gives them.
    total
        People to divide; conserved exactly.
    """
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    crowd = Density(density, Source("density", "")).crowd(lon, lat)
    return demand.with_weight(whole_shares(total, crowd))


def demand_at(lon: Floats, lat: Floats, people: Ints) -> Demand:
    """Put people at places, in a metric system of their own."""
    crs = local_crs(lon, lat)
    x, y = metric(lon, lat, crs)
    return Demand.from_arrays(x, y, people, crs=crs)
