"""A layer of road lines as it stands in a file: its geometry, its columns, what is no street."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from geo.core.arrays import Ints
from geo.core.file_names import check_file_name
from geo.errors import InputError, MissingColumnError
from geo.travel.streets.rules import may_walk
from geo.words import _

__all__ = ["HEADINGS", "LineRules", "column", "levels", "open_layer", "sort_out"]

_UNPACKED_MOST, _RATIO_MOST = 4 << 30, 500  # a zipped layer that swells more is refused

HEADINGS = {
    "name": ("name", "roadname", "road_name", "street", "道路名称", "路名", "名称"),
    "kind": ("highway", "fclass", "kind", "class", "roadclass", "道路等级", "道路类型", "类型"),
    "level": ("level", "layer", "z_level", "zlevel", "层级", "标高层"),
}
"""What a column is usually called."""

_NOT_ON_FOOT = ("高速", "铁路", "地铁", "轨道", "轻轨", "有轨")
_APART = {
    *("rail", "railway", "railroad", "subway", "metro", "tram", "tramway", "monorail"),
    *("expressway", "freeway", "motorway"),
}


@dataclass(frozen=True)
class LineRules:
    """How to read a layer of road lines.

    Attributes
    ----------
    source_crs
        Coordinate system of the file, for one that does not say it. Never guessed.
    datum
        Datum of degrees: ``wgs84``, ``gcj02``, ``bd09`` or ``cgcs2000``.
    gap_m
        A line that ends this near to another one meets it.
    layer
        Layer of a file with several.
    name, kind, level
        Columns of street name, street class, and level (0 ground, 1 bridge, -1 tunnel); by default
        those with the usual headings.
    """

    source_crs: str | None = None
    datum: str = "wgs84"
    gap_m: float = 0.5
    layer: str | None = None
    name: str | None = None
    kind: str | None = None
    level: str | None = None


def open_layer(path: Path, how: LineRules) -> gpd.GeoDataFrame:
    """Read the file; the caller states the coordinate system where the file does not."""
    check_file_name(path)
    if path.suffix.lower() == ".zip":
        _check_zip(path)
    named = _only_layer(path) if how.layer is None else how.layer
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on fields nobody asks for
            if path.suffix.lower() in (".parquet", ".geoparquet"):
                layer = gpd.read_parquet(path)
            else:
                layer = gpd.read_file(path, layer=named, engine="pyogrio")
    except (DataSourceError, DataLayerError, ValueError, OSError, shapely.GEOSException) as wrong:
        raise InputError(
            _("{file} cannot be read as a layer of road lines: {why}", file=path.name, why=wrong)
        ) from wrong
    if not isinstance(layer, gpd.GeoDataFrame):
        raise InputError(_("{file} has no geometry, so it holds no roads.", file=path.name))
    if how.source_crs is not None:
        return layer.set_geometry(gpd.GeoSeries(layer.geometry.array, crs=None), crs=None)
    if layer.crs is None:
        box = ", ".join(f"{v:.6g}" for v in layer.total_bounds)
        raise InputError(
            _(
                "{file} does not say its coordinate system. Its coordinates run from and to {box} "
                "(west, south, east, north): degrees, metres or feet? State it: for example "
                "EPSG:4549.",
                file=path.name,
                box=box,
            ),
            option="--streets-crs EPSG:4549",
            call="LineRules(source_crs='EPSG:4549')",
        )
    return layer


def _only_layer(path: Path) -> str | None:
    """Choose the layer: the only one that may hold lines; of several the caller must name one."""
    if path.suffix.lower() in (".parquet", ".geoparquet"):
        return None
    try:
        listed = pyogrio.list_layers(path)
    except (DataSourceError, DataLayerError, OSError):
        return None  # the reading itself says what is wrong
    lines = [
        str(name)
        for name, kind in listed  # a plain table has no kind
        if kind is not None and "Point" not in kind and "Polygon" not in kind
    ]
    if len(lines) > 1:
        raise InputError(
            _(
                "{file} holds several layers: {layers}. Name the one with the roads.",
                file=path.name,
                layers=", ".join(lines),
            ),
            option=f"--streets-layer {quote(lines[0])}",
            call=f"LineRules(layer={lines[0]!r})",
        )
    return lines[0] if lines else None


def _check_zip(path: Path) -> None:
    """Refuse an archive that swells beyond all measure, or that is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [(i.file_size, max(i.compress_size, 1)) for i in archive.infolist()]
    except zipfile.BadZipFile as wrong:
        raise InputError(
            _("{file} cannot be read as a layer of road lines: {why}", file=path.name, why=wrong)
        ) from wrong
    if sum(s for s, _c in sizes) > _UNPACKED_MOST or any(s > _RATIO_MOST * c for s, c in sizes):
        raise InputError(
            _("{file} unpacks to far more than it holds; it is refused.", file=path.name)
        )


def column(layer: gpd.GeoDataFrame, what: str, named: str | None, path: Path) -> pd.Series | None:
    """Find a column by the name given, else by its usual headings."""
    if named is not None:
        if named not in layer:
            raise MissingColumnError(
                _(
                    "{file} has no column {column}; it has {columns}.",
                    file=path.name,
                    column=named,
                    columns=", ".join(str(c) for c in layer.columns),
                )
            )
        found: pd.Series = layer[named]
        return found
    usual = (c for c in layer.columns if str(c).strip().lower() in HEADINGS[what])
    first = next((c for c in usual if c != layer.geometry.name), None)
    column_: pd.Series | None = None if first is None else layer[first]
    return column_


def sort_out(layer: gpd.GeoDataFrame, kind: pd.Series | None) -> tuple[gpd.GeoSeries, pd.DataFrame]:
    """Keep the lines that can be walked; list the others with reason and remedy."""
    shapes = layer.geometry.array
    types = shapely.get_type_id(shapes)
    reason = np.full(len(layer), "", object)
    length = shapely.length(shapely.force_2d(shapes))
    reason[length == 0] = _("The line has no length.")
    reason[~np.isin(types, [1, 2, 5])] = _("This is not a line.")
    reason[_holds_no_number(shapes)] = _("A coordinate is not a number.")
    reason[shapely.is_missing(shapes) | shapely.is_empty(shapes)] = _("There is no geometry.")
    if kind is not None:
        text = kind.astype(object).where(kind.notna(), "").astype(str)
        text = text.str.strip().str.lower()
        walked = may_walk(pd.DataFrame({"highway": text.where(text != "", "road")}))
        apart = text.map(_is_apart).to_numpy(bool)
        reason[(reason == "") & (~walked | apart)] = _("People on foot may not use it.")
    bad = np.flatnonzero(reason != "")
    rejected = pd.DataFrame(
        {
            "row": bad + 1,
            "column": str(layer.geometry.name),
            "value": [str(shapes[i])[:80] for i in bad],
            "reason": reason[bad],
            "remedy": _("Correct the line, or leave it out."),
        },
        index=range(len(bad)),
    )
    return layer.geometry.reset_index(drop=True)[reason == ""], rejected


def _is_apart(kind: str) -> bool:
    """Say whether a class of road is kept apart from people on foot."""
    return any(word in kind for word in _NOT_ON_FOOT) or not _APART.isdisjoint(
        re.split(r"[^a-z]+", kind)
    )


def _holds_no_number(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Say which shapes have a coordinate that is none: `shapely.bounds` passes over a NaN."""
    points, of = shapely.get_coordinates(shapes, return_index=True)
    found = np.zeros(len(shapes), bool)
    found[of[~np.isfinite(points).all(axis=1)]] = True
    return found


def levels(given: pd.Series | None, index: pd.Index, path: Path) -> Ints:
    """Read levels as whole numbers; none is the ground."""
    if given is None:
        return np.zeros(len(index), np.int64)
    values = given.reset_index(drop=True)[index]
    numbers = pd.to_numeric(values.replace("", np.nan), errors="coerce")
    is_whole = np.isfinite(numbers) & (numbers == np.rint(numbers))
    if (wrong := values.notna() & (values != "") & ~is_whole).any():
        at = int(wrong.to_numpy().argmax())
        raise InputError(
            _(
                "{file}: row {row}, column {column} is {value!r}; a level is a whole number.",
                file=path.name,
                row=int(index[at]) + 1,
                column=given.name,
                value=str(values.iloc[at]),
            )
        )
    whole: Ints = np.rint(numbers.fillna(0).to_numpy(np.float64)).astype(np.int64)
    return whole
