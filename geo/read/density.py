"""Density: people per cell as demand, or a known total spread over firms without a headcount."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from geo.core import Demand
from geo.core.arrays import Floats, Ints
from geo.core.crs import local_crs, lonlat, metric
from geo.errors import InputError
from geo.words import _

__all__ = ["fill_missing", "read_raster", "spread", "whole_shares"]

_MOST_CELLS = 50_000_000


def whole_shares(total: int, weight: npt.ArrayLike) -> Ints:
    """Divide ``total`` people in proportion to ``weight``, in whole people, losing none.

    The largest remainders get the people that rounding down leaves; equal remainders by position.

    Raises
    ------
    InputError
        A weight is negative or not finite, or no weight is positive while there are people.

    Examples
    --------
    >>> whole_shares(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    share = np.asarray(weight, np.float64)
    if total < 0 or not np.isfinite(share).all() or (share < 0).any():
        raise InputError(_("People can only be divided by weights of 0 or more."))
    if total == 0:
        return np.zeros(len(share), np.int64)
    if not share.sum() > 0:
        raise InputError(_("There is nobody to divide {total} people among.", total=total))
    exact = share / share.sum() * total
    result: Ints = np.floor(exact).astype(np.int64)
    left = total - int(result.sum())
    if left:
        order = np.argsort(-(exact - result), kind="stable")
        # Rounding of very large totals can leave more than one apiece, or take one too many.
        step = int(np.sign(left))
        positive = order[share[order] > 0] if step > 0 else order[::-1][result[order[::-1]] > 0]
        for k in range(abs(left)):
            result[positive[k % len(positive)]] += step
    return result


def fill_missing(
    workers: npt.ArrayLike, total: int, weight: npt.ArrayLike | None = None
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Spread what a known total leaves over the firms without a headcount.

    Parameters
    ----------
    workers
        ``(n,)`` people; NaN where unknown.
    total
        People of all firms together, as known from elsewhere.
    weight
        ``(n,)`` what to divide by (people of the cell a firm stands in); None: alike.

    Returns
    -------
    workers, is_estimate
        Whole people that sum to ``total`` exactly, and which of them are estimates: to be marked
        wherever they are shown.

    Raises
    ------
    InputError
        The known headcounts alone exceed the total, or nobody is missing while people are left.
    """
    given = np.asarray(workers, np.float64)
    is_estimate = np.isnan(given)
    known = int(np.where(is_estimate, 0, given).sum())
    if known > total or (known < total and not is_estimate.any()):
        raise InputError(
            _(
                "The headcounts given sum to {known:,}, the total is {total:,}. Check both.",
                known=known,
                total=total,
            )
        )
    share = np.ones(len(given)) if weight is None else np.asarray(weight, np.float64)
    result = np.where(is_estimate, 0, given).astype(np.int64)
    result[is_estimate] = whole_shares(total - known, share[is_estimate])
    return result, is_estimate


def read_raster(path: str | Path, *, least: float = 0.0) -> Demand:
    """Read a GeoTIFF of people per cell as demand of its own: a point for each cell.

    The total of the cells is kept exactly (rounded once).

    Parameters
    ----------
    path
        GeoTIFF with a system of coordinates; its first band is read.
    least
        Cells with this many people or fewer are left out.

    Raises
    ------
    InputError
        The file is no raster, states no system, is too large, or holds nobody.
    """
    import rasterio  # noqa: PLC0415 - a whole GDAL that lists of firms do not need
    from rasterio.errors import RasterioError  # noqa: PLC0415

    file = Path(path)
    try:
        with rasterio.open(file) as raster:
            if raster.crs is None or raster.width * raster.height > _MOST_CELLS:
                raise _unusable(file)
            people = raster.read(1, masked=True).astype(np.float64).filled(0.0)
            system, grid = raster.crs.to_wkt(), raster.transform
    except RasterioError:
        raise _unusable(file) from None
    people = np.where(np.isfinite(people), people, 0.0)
    row, column = np.nonzero(people > max(least, 0.0))
    if not len(row):
        raise InputError(_("{source}: no cell holds anybody.", source=file.name))
    right, down = column + 0.5, row + 0.5
    x = grid.a * right + grid.b * down + grid.c
    y = grid.d * right + grid.e * down + grid.f
    lon, lat = lonlat(x, y, system)
    value = people[row, column]
    return _demand(lon, lat, whole_shares(round(float(value.sum())), value))


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
    from scipy.spatial import cKDTree  # noqa: PLC0415 - only studies with a density need it

    here = np.column_stack([demand.x, demand.y])
    cells = np.column_stack(_in(density, demand.crs))
    nearest = cKDTree(cells).query(here)[1]
    crowd = np.bincount(nearest, minlength=len(density))
    # The people of a cell are shared by the firms that stand in it.
    return demand.with_weight(whole_shares(total, density.weight[nearest] / crowd[nearest]))


def _in(demand: Demand, crs: str | None) -> tuple[Floats, Floats]:
    lon, lat = lonlat(demand.x, demand.y, demand.crs)
    return (demand.x, demand.y) if crs == demand.crs else metric(lon, lat, str(crs))


def _demand(lon: Floats, lat: Floats, weight: Ints) -> Demand:
    crs = local_crs(lon, lat)
    x, y = metric(lon, lat, crs)
    return Demand.from_arrays(x, y, weight, crs=crs)


def _unusable(file: Path) -> InputError:
    return InputError(
        _(
            "{source}: this is no raster of people that can be read. Give a GeoTIFF with a "
            "system of "
            "coordinates and at most {most:,} cells.",
            source=file.name,
            most=_MOST_CELLS,
        )
    )
