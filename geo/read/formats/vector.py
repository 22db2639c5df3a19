"""What vector formats share: GDAL's features as a table and points."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.core.file_names import check_file_name
from geo.errors import InputError
from geo.read.formats.base import (
    Ask,
    Raw,
    checked_cells,
    no_layer,
    row_numbers,
    several_layers,
    unique_headings,
)
from geo.words import _

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["choose_layer", "layer_names", "read_features", "to_raw"]


def read_features(
    path: Path,
    ask: Ask,
    *,
    is_crs_stated: bool,
    source: str | bytes | None = None,
    **options: Any,  # noqa: ANN401 - GDAL's
) -> Raw:
    """Read the features of a vector file.

    Parameters
    ----------
    path
        The file, for messages.
    ask
        The user's layer.
    is_crs_stated
        Whether the format writes its coordinate system down.
    source
        What GDAL opens, if not ``path``.
    options
        Further options of ``pyogrio.read_dataframe``.
    """
    from pyogrio.errors import (  # noqa: PLC0415 - half a second that a CSV does not need
        DataLayerError,
        DataSourceError,
        FeatureError,
        FieldError,
        GeometryError,
    )

    if source is None:
        check_file_name(path)
    try:
        frame, part = _opened(path, source or str(path), ask, **options)
    except (
        DataSourceError,
        DataLayerError,
        FeatureError,
        FieldError,
        GeometryError,
        UnicodeDecodeError,
    ) as error:
        raise InputError(
            _(
                "{source}: the file cannot be read ({detail}). Export it again, best as "
                "GeoPackage.",
                source=path.name,
                detail=str(error)[:160],
            )
        ) from None
    return checked_cells(to_raw(frame, is_crs_stated=is_crs_stated, part=part), path.name)


def _opened(
    path: Path,
    source: str | bytes,
    ask: Ask,
    **options: Any,  # noqa: ANN401 - GDAL's
) -> tuple[pd.DataFrame, str]:
    """Open what GDAL reads; return its table, and the layer's name where there are several."""
    import pyogrio  # noqa: PLC0415 - half a second that a CSV does not need

    with warnings.catch_warnings():
        # GDAL remarks on what it mends (a missing .shx, an odd date); what matters it raises.
        warnings.simplefilter("ignore", RuntimeWarning)
        warnings.simplefilter("ignore", UserWarning)
        layers = pyogrio.list_layers(source)
        layer = choose_layer(path, layers, ask, ("Point",))
        # By position: bytes that do not name their layer are called anew whenever opened.
        at = [str(row[0]) for row in layers].index(layer)
        frame = pyogrio.read_dataframe(
            source, layer=at, force_2d=True, on_invalid="ignore", **options
        )
    return frame, layer if len(layers) > 1 else ""


def choose_layer(
    path: Path, layers: np.ndarray[Any, np.dtype[np.object_]], ask: Ask, kinds: Sequence[str]
) -> str:
    """Return the layer the user asked for, or the only one with geometry.

    Parameters
    ----------
    path
        The file, for messages.
    layers
        ``(n, 2)`` names and kinds of geometry, as pyogrio lists them.
    ask
        The user's layer.
    kinds
        Words of the kinds of geometry that are looked for before others: ``("Point",)``.

    Raises
    ------
    InputError
        There is no such layer, or several may be meant.
    """
    names = [str(row[0]) for row in layers]
    if ask.layer is not None:
        if ask.layer not in names:
            raise no_layer(path, ask.layer, names)
        return ask.layer
    wanted = [str(n) for n, kind in layers if kind and any(k in str(kind) for k in kinds)]
    shapes = [str(n) for n, kind in layers if kind]
    for some in (wanted, shapes, names):
        if len(some) == 1:
            return some[0]
    if not names:
        raise InputError(_("{source}: the file is empty.", source=path.name))
    raise several_layers(path, ask, wanted or shapes or names)


def layer_names(path: Path) -> tuple[str, ...]:
    """Return the layers of a vector file: those with geometry, where any has."""
    import pyogrio  # noqa: PLC0415 - half a second that a CSV does not need
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    check_file_name(path)
    try:
        layers = pyogrio.list_layers(str(path))
    except DataSourceError:
        return ()  # what is wrong with it is said where it is read
    shapes = tuple(str(name) for name, kind in layers if kind)
    return shapes or tuple(str(name) for name, _kind in layers)


def to_raw(frame: pd.DataFrame | gpd.GeoDataFrame, *, is_crs_stated: bool, part: str = "") -> Raw:
    """Split a frame of features into cells and points; areas and lines become a point inside."""
    rows = row_numbers(len(frame), 1)
    name = getattr(frame, "_geometry_column_name", None)
    if name is None or name not in frame.columns:
        table = pd.DataFrame(frame).set_axis(unique_headings(list(frame.columns)), axis=1)
        return Raw(table.reset_index(drop=True), rows, part=part)
    shapes = np.asarray(frame.geometry.array)
    crs = frame.geometry.crs
    table = pd.DataFrame(frame.drop(columns=name)).reset_index(drop=True)
    table = table.set_axis(unique_headings(list(table.columns)), axis=1)
    x, y, doubts = _points(shapes, rows)
    return Raw(
        table,
        rows,
        x,
        y,
        crs.to_wkt() if crs is not None else None,
        is_crs_stated,
        doubts=doubts,
        part=part,
    )


def _points(
    shapes: np.ndarray[Any, np.dtype[np.object_]], rows: np.ndarray[Any, np.dtype[np.int64]]
) -> tuple[Any, Any, tuple[tuple[int, str, str, str, str], ...]]:
    kinds = shapely.get_type_id(shapes)
    usable = (kinds >= 0) & ~shapely.is_empty(shapes)
    x, y = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    is_point = usable & (kinds == 0)
    x[is_point], y[is_point] = shapely.get_x(shapes[is_point]), shapely.get_y(shapes[is_point])
    other = np.flatnonzero(usable & (kinds != 0))
    if not len(other):
        return x, y, ()
    middle = shapely.point_on_surface(shapes[other])
    x[other], y[other] = shapely.get_x(middle), shapely.get_y(middle)
    reason, remedy = (
        _("not a point; a point inside it was taken"),
        _("give points if the place matters"),
    )
    return (
        x,
        y,
        tuple((int(rows[p]), "geometry", str(shapes[p].geom_type), reason, remedy) for p in other),
    )
