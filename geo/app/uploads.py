"""Uploaded files on their way into a study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from geo import read
from geo.app import state
from geo.core import Study
from geo.errors import InputError
from geo.words import _

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["SUFFIXES", "findings", "join", "read_known", "read_lists", "template"]

SUFFIXES = ["csv", "txt", "xlsx", "xls", "gpkg", "geojson", "json", "zip", "parquet", "kml"]


def read_lists(
    files: Mapping[str, UploadedFile | None], *, datum: str | None, weight: str | None
) -> tuple[Study, tuple[read.Layer, ...]]:
    """Read what was uploaded; the list of firms must be there."""
    if files.get("firms") is None:
        raise InputError(_("Choose a list of firms first."))
    layers = {}
    for kind, file in files.items():
        if file is None:
            continue
        layers[kind] = read.read_layer(
            _kept(file), kind, datum=datum, weight=weight if kind == "firms" else None
        )
    return join(tuple(layers.values())), tuple(layers.values())


def join(layers: tuple[read.Layer, ...]) -> Study:
    """Put lists together; the study is called after the list of firms."""
    of = {one.kind: one for one in layers}
    name = PurePath(of["firms"].source.name).stem
    return read.build_study(name, of["firms"], sites=of.get("sites"), homes=of.get("homes"))


def read_known(file: UploadedFile, *, datum: str) -> read.Layer:
    """Read places of known position, to compare a list with."""
    return read.read_layer(_kept(file), "homes", datum=datum)


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
