"""Rasters: a GeoTIFF of people per cell."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import numpy as np

from geo.core import Demand, Source
from geo.core.arrays import Floats
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.read.cells.findings import Findings
from geo.read.density.shares import whole_shares
from geo.read.density.value import Density, demand_at
from geo.words import N_, _

if TYPE_CHECKING:
    from rasterio import Affine

__all__ = ["bands_of", "is_raster", "raster_density", "read_raster"]

_MOST_CELLS = 50_000_000
_MOST_PEOPLE = 1e10  # more than there are on earth: empty cells that are not marked as such
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def is_raster(path: Path) -> bool:
    """Say whether a file is a TIFF, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) in _TIFF


def bands_of(path: Path) -> tuple[str, ...]:
    """Name the bands of a raster as they are described, those that are not by their number.

    Raises
    ------
    InputError
        The file is no raster.
    """
    import rasterio  # noqa: PLC0415 - a whole GDAL that lists of firms do not need
    from rasterio.errors import RasterioError  # noqa: PLC0415

    try:
        with rasterio.open(path) as raster:
            said = [str(one or "").strip() for one in raster.descriptions]
    except RasterioError:
        raise _unusable(path) from None
    return tuple(
        name if name and said.count(name) == 1 else str(k) for k, name in enumerate(said, 1)
    )


def read_raster(path: str | Path, *, band: str | None = None) -> Demand:
    """Read a GeoTIFF of people per cell as demand of its own: a point for each cell.

    The total of the cells is kept exactly (rounded once). Cells without a number, with fewer than
    0 people or with infinitely many are left out; `raster_density` tells of them.

    Parameters
    ----------
    path
        GeoTIFF with a system of coordinates.
    band
        Name of a band (`bands_of`), where there are several.

    Raises
    ------
    InputError
        The file is no raster, states no system, is too large, has several bands of which none
        is named, holds nobody, or more people than there are.
    """
    file = Path(path)
    people, system, grid = _cells(file, band)
    return _demand(file, np.where(np.isfinite(people), people, 0.0), system, grid)


def raster_density(path: Path, *, band: str | None = None) -> Density:
    """Read a GeoTIFF as `read_raster` does, with remarks on the cells that cannot be.

    Raises
    ------
    InputError
        As `read_raster`.
    """
    people, system, grid = _cells(path, band)
    odd = (
        (
            (people < 0) & np.isfinite(people),
            N_("left out: cells with fewer than 0 people (cells: {n:,}; people: {people:,.6g})"),
        ),
        (np.isinf(people), N_("left out: cells with infinitely many people (cells: {n:,})")),
    )
    row, column = (np.zeros(len(odd), np.int64) for _axis in range(2))
    for k, (is_odd, _reason) in enumerate(odd):
        row[k], column[k] = np.unravel_index(np.argmax(is_odd), is_odd.shape)
    found = Findings(path.name, row + 1)
    remedy = _("mark empty cells as nodata; correct the others")
    for k, (is_odd, reason) in enumerate(odd):
        if n := int(is_odd.sum()):
            said = _(reason, n=n, people=float(people[is_odd].sum()))
            at = _("cell {n} from the left", n=int(column[k]) + 1)
            found.doubt([k], at, [people[row[k], column[k]]], said, remedy)
    demand = _demand(path, np.where(np.isfinite(people), people, 0.0), system, grid)
    doubtful = found.doubtful()
    source = Source(
        "density", path.name, datum_known=True, n_read=len(demand), n_doubtful=len(doubtful)
    )
    return Density(demand, source, doubtful=doubtful)


def _cells(file: Path, band: str | None) -> tuple[Floats, str, Affine]:
    """Return the people of each cell, NaN where the file says there is no number."""
    import rasterio  # noqa: PLC0415 - a whole GDAL that lists of firms do not need
    from rasterio.errors import RasterioError  # noqa: PLC0415

    number = _number(file, band)
    try:
        with rasterio.open(file) as raster:
            if raster.crs is None or raster.width * raster.height > _MOST_CELLS:
                raise _unusable(file)
            people = raster.read(number, masked=True).astype(np.float64).filled(np.nan)
            return people, raster.crs.to_wkt(), raster.transform
    except RasterioError:
        raise _unusable(file) from None


def _demand(file: Path, people: Floats, system: str, grid: Affine) -> Demand:
    row, column = np.nonzero(people > 0)
    if not len(row):
        raise InputError(_("{source}: no cell holds anybody.", source=file.name))
    right, down = column + 0.5, row + 0.5
    x = grid.a * right + grid.b * down + grid.c
    y = grid.d * right + grid.e * down + grid.f
    lon, lat = lonlat(x, y, system)
    value = people[row, column]
    if not value.sum() < _MOST_PEOPLE:
        raise InputError(
            _(
                "{source}: the cells hold {n:.3g} people, more than there are. Empty cells seem to "
                "be filled with a number ({most:.6g}): mark it as nodata.",
                source=file.name,
                n=float(value.sum()),
                most=float(value.max()),
            )
        )
    return demand_at(lon, lat, whole_shares(round(float(value.sum())), value))


def _number(file: Path, band: str | None) -> int:
    """Return the number of the band that is meant."""
    bands = bands_of(file)
    if band is not None and band in bands:
        return bands.index(band) + 1
    if band is None and len(bands) == 1:
        return 1
    option = "" if band else f"--layer density={quote(bands[-1])}"
    raise InputError(
        _(
            "{source}: the raster has several bands ({names}). Say which one holds the people.",
            source=file.name,
            names=", ".join(bands),
        ),
        option=option,
    )


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
