"""Uploaded files on their way into a study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from geo import read
from geo.app import cache, state
from geo.app.state import People, Upload
from geo.core import Study
from geo.errors import GeoError, InputError
from geo.travel.graph import StreetGraph
from geo.travel.streets.files import read_streets
from geo.travel.streets.lines import LineRules
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = [
    "MAPS",
    "RASTERS",
    "STREETS",
    "SUFFIXES",
    "amend",
    "findings",
    "join",
    "open_lists",
    "outline",
    "read_known",
    "remembered",
    "take",
    "take_over",
    "template",
]

_OTHERS = ("boundaries", "density")
_KNOWN = {*read.SUFFIXES, ".tif", ".tiff"}
_MOST_OUTSIDE = 0.5  # share of firms outside boundaries that are of another place, then
STREETS = ["pbf", "zip", "gpkg", "geojson", "json", "parquet", "graphml"]
SUFFIXES = [s.removeprefix(".") for s in read.SUFFIXES if s != ".shp"]  # of several files: zipped
MAPS = ["gpkg", "geojson", "json", "zip"]
RASTERS = ["tif", "tiff"]


def take(lists: Mapping[str, UploadedFile | None], asked: People, *, datum: str | None) -> None:
    """Keep what was uploaded, and open it; firms or a density must be there.

    Parameters
    ----------
    lists
        Kind of list -> file.
    asked
        People counted by others and boundaries, as they were asked for.
    datum
        Of the lists and of the density.
    """
    files = {**lists, **asked.files}
    if files.get("firms") is None and files.get("density") is None:
        raise InputError(_("Choose a list of firms first."))
    given = [
        Upload(
            kind,
            _kept(file),
            asked.boundaries_datum if kind == "boundaries" else datum,
            columns=(("workers", asked.heading),) if kind == "density" and asked.heading else (),
            total=asked.total if kind == "firms" else None,
        )
        for kind, file in files.items()
        if file is not None
    ]
    open_lists(tuple(one if one.kind in _OTHERS else remembered(one) for one in given))


def remembered(one: Upload) -> Upload:
    """Add what was said before about lists of this kind, as far as the file has such columns."""
    before = state.columns(one.kind)
    if not before:
        return one
    try:
        there = cache.seen(one).columns
    except GeoError:  # what is wrong with the file is said where it is read
        return one
    said = {f: c for f, c in before.items() if c in there}
    return replace(one, columns=tuple(said.items()))


def open_lists(given: tuple[Upload, ...]) -> None:
    """Read the lists; open the study where all can be read, else say what is wrong with each."""
    read_: dict[str, read.Layer | read.Density | read.Areas] = {}
    tried = []
    for one in sorted(given, key=lambda u: u.kind not in _OTHERS):
        try:
            read_[one.kind] = _read(one, read_)
            tried.append(replace(one, problem=""))
        except GeoError as error:
            tried.append(replace(one, problem=str(error)))
    state.keep_uploads(tuple(tried))
    if len(read_) < len(given):
        return
    density, areas = read_.get("density"), read_.get("boundaries")
    if "firms" not in read_ and isinstance(density, read.Density):
        read_["firms"] = density.as_layer(areas if isinstance(areas, read.Areas) else None)
    layers = tuple(one for one in read_.values() if isinstance(one, read.Layer))
    if isinstance(areas, read.Areas):
        state.keep_uploads(tuple(_compared(one, areas, layers) for one in tried))
    known = areas if isinstance(areas, read.Areas) else _given_before(layers)
    if known is not None:
        layers = tuple(read.name_streets(layer, known) for layer in layers)
    study = join(layers, known)
    for one in given:
        if one.columns and one.kind not in _OTHERS:
            state.keep_columns(one.kind, dict(one.columns))
    state.read_anew(study, layers)


def _compared(one: Upload, areas: read.Areas, layers: tuple[read.Layer, ...]) -> Upload:
    """Add to the boundaries whether they lie where the firms say that their streets are."""
    if one.kind != "boundaries":
        return one
    told = read.borders(areas, next(layer for layer in layers if layer.kind == "firms"))
    return replace(one, remark=told.sentence(), is_remark_grave=told.is_wrong)


def _given_before(layers: tuple[read.Layer, ...]) -> read.Areas | None:
    """Return the boundaries that the open study was given, if most of these firms lie in them."""
    areas, firms = state.study().areas, next(one for one in layers if one.kind == "firms")
    if areas is None or (areas.containing(firms.lon, firms.lat) < 0).mean() >= _MOST_OUTSIDE:
        return None
    return areas


def _read(
    one: Upload, before: Mapping[str, read.Layer | read.Density | read.Areas]
) -> read.Layer | read.Density | read.Areas:
    if one.kind == "density":
        heading = dict(one.columns).get("workers")
        return read.read_density(one.path, column=heading, datum=one.datum, part=one.part)
    if one.kind == "boundaries":
        return read.boundaries(one.path, layer=one.part, datum=one.datum)
    density = before.get("density")
    lacks = one.kind == "firms" and (density is not None or one.total is not None)
    wish = read.Wish(dict(one.columns), one.datum, one.weight, lacks)
    layer = read.read_wish(one.path, one.kind, wish, sheet=one.part, layer=one.part)
    if not lacks:
        return layer
    known = density if isinstance(density, read.Density) else None
    return read.estimate(layer, total=one.total, density=known)


def outline() -> BaseGeometry | None:
    """Return the border of the town: the boundaries that were given, else the study's own."""
    study = state.study()
    return study.outline if study.areas is None else study.areas.whole


def amend(layer: read.Layer, file: UploadedFile) -> None:
    """Put corrected rows back into their list, and open the study again."""
    weight = next((one.weight for one in state.uploads() if one.kind == layer.kind), None)
    whole = read.amend(layer, _kept(file), weight=weight)
    layers = tuple(whole if one is layer else one for one in state.layers())
    take_over(layers)


def take_over(layers: tuple[read.Layer, ...]) -> None:
    """Open lists of which one was corrected; what was done by hand stays done."""
    state.read_anew(join(layers, state.study().areas), layers)


def join(layers: tuple[read.Layer, ...], areas: read.Areas | None) -> Study:
    """Put lists and boundaries together; the study is called after the list of firms."""
    of = {one.kind: one for one in layers}
    file = PurePath(of["firms"].source.name)
    name = file.stem if file.suffix.lower() in _KNOWN else file.name  # a table has its schema
    study = read.build_study(name, of["firms"], sites=of.get("sites"), homes=of.get("homes"))
    return replace(study, areas=areas)


def read_known(file: UploadedFile, *, datum: str) -> read.Layer:
    """Read places of known position, to compare a list with."""
    return read.read_layer(_kept(file), "homes", datum=datum)


def read_walked(
    file: UploadedFile, *, rules: LineRules, progress: Callable[[float], object]
) -> StreetGraph:
    """Read streets to walk on, in the study's coordinates; ``progress`` is told the share done."""
    of = state.study().demand.crs
    return read_streets(_kept(file), of, rules=rules, progress=progress)


def _kept(file: UploadedFile) -> Path:
    # The name comes from outside: only its last part is used, in a folder of the visitor's own.
    path = state.folder() / PurePath(file.name).name
    path.write_bytes(file.getbuffer())
    return path


def findings(layer: read.Layer) -> bytes:
    """Write the workbook of what was found in a list."""
    return read.write_findings(layer, state.folder() / f"findings-{layer.kind}.xlsx").read_bytes()


def template(kind: str) -> bytes:
    """Write an empty list to fill in."""
    return read.write_template(kind, state.folder() / f"template-{kind}.xlsx").read_bytes()
