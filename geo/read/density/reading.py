"""Any file that says where how many people are."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.read.density.points import read_counted_points
from geo.read.density.polygons import read_polygons
from geo.read.density.raster import bands_of, is_raster, raster_density
from geo.read.density.value import Density
from geo.read.formats import parts_of
from geo.read.places.shapes import holds_areas
from geo.words import _

__all__ = ["density_parts", "read_density"]


def read_density(
    path: str | Path,
    *,
    column: str | None = None,
    datum: str | None = None,
    part: str | None = None,
) -> Density:
    """Read where how many people are, counted by somebody else.

    Parameters
    ----------
    path
        A GeoTIFF of people per cell (WorldPop and the like); polygons with counts (statistics of
        streets); points with counts (a grid as a table, another office's list of firms).
    column
        Heading of the people; None looks for a usual one. A raster has none.
    datum
        Datum of the coordinates; None: what the file states, else WGS-84 is taken.
    part
        Sheet, layer or band of the file, where there are several.

    Raises
    ------
    MissingColumnError, InputError
        The file cannot be read, has no column of people, or holds nobody.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(
            _("{source}: there is no such file. Check the name and the folder.", source=str(file))
        )
    if is_raster(file):
        return raster_density(file, band=part)
    if holds_areas(file, layer=part):
        return read_polygons(file, column=column, datum=datum, layer=part)
    return read_counted_points(file, column=column, datum=datum, part=part)


def density_parts(path: Path) -> tuple[str, ...]:
    """Return the sheets, layers or bands of a file; empty where it has but one.

    Raises
    ------
    InputError
        The file cannot be opened.
    """
    if not is_raster(path):
        return parts_of(path)
    bands = bands_of(path)
    return bands if len(bands) > 1 else ()
