"""Taken: the rows of a database's table as a file, so that nobody has to keep its address.

The screen reads a list again whenever a column is corrected; the password is needed once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.core.arrays import Floats
from geo.read.cells.kinds import of_one_kind
from geo.read.database import table_rows

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["take_table"]


def take_table(url: str, table: str, folder: Path) -> Path:
    """Write the rows of a table as GeoParquet; read, they are the list that the table is.

    Parameters
    ----------
    url, table
        As `geo.read.database.read_table`. Nothing of the URL goes into the file.
    folder
        Where the file is put, under the name of the table.

    Returns
    -------
    pathlib.Path
        The file, without a suffix: it is called as the table is.

    Raises
    ------
    InputError, MissingExtraError
        As `geo.read.database.read_table`.
    """
    raw = table_rows(url, table)
    path = folder / "".join("_" if sign in '/\\:*?"<>|\0' else sign for sign in table)
    cells = _storable(raw.table)
    if raw.x is None or raw.y is None:
        pq.write_table(pa.Table.from_pandas(cells, preserve_index=False), path)
    else:
        _with_places(cells, raw.x, raw.y, raw.crs).to_parquet(path)
    return path


def _with_places(cells: pd.DataFrame, x: Floats, y: Floats, crs: str | None) -> gpd.GeoDataFrame:
    import geopandas as gpd  # noqa: PLC0415 - half a second that a table without places does not need

    points = np.asarray(shapely.points(np.nan_to_num(x), np.nan_to_num(y)), dtype=object)
    points[~(np.isfinite(x) & np.isfinite(y))] = None
    name = "geometry"
    while name in cells.columns:
        name += "_"
    held = cells.assign(**{name: gpd.GeoSeries(points, crs=crs)})
    return gpd.GeoDataFrame(held, geometry=name, crs=crs)


def _storable(table: pd.DataFrame) -> pd.DataFrame:
    """Return columns of numbers or of texts: what is neither is read by its text anyway."""
    kept = of_one_kind(table)
    for name in kept.columns:
        if kept[name].dtype == object:
            texts = [None if v is None or v is pd.NA else str(v) for v in kept[name]]
            kept[name] = pd.Series(texts, kept.index, dtype="str")
    return kept
