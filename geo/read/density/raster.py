"""Rasters: a GeoTIFF of people per cell."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from geo.core import Demand
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.read.density.shares import whole_shares
from geo.read.density.value import demand_at
from geo.words import _

__all__ = ["is_raster", "read_raster"]

_MOST_CELLS = 50_000_000
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def is_raster(path: Path) -> bool:
    """Say whether a file is a TIFF, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) in _TIFF


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
    return demand_at(lon, lat, whole_shares(round(float(value.sum())), value))


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
