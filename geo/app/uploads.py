"""Uploaded files on their way into a study."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from geo import read
from geo.app import state
from geo.core import Study
from geo.errors import InputError
from geo.words import _

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["SUFFIXES", "findings", "read_lists", "template"]

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
        # The name comes from outside: only its last part is used, in a folder of the visitor's own.
        path = state.folder() / PurePath(file.name).name
        path.write_bytes(file.getbuffer())
        layers[kind] = read.read_layer(
            path, kind, datum=datum, weight=weight if kind == "firms" else None
        )
    name = PurePath(files["firms"].name).stem if files["firms"] else ""
    study = read.build_study(
        name, layers["firms"], sites=layers.get("sites"), homes=layers.get("homes")
    )
    return study, tuple(layers.values())


def findings(layer: read.Layer) -> bytes:
    """Write the workbook of what was found in a list."""
    return read.write_findings(layer, state.folder() / f"findings-{layer.kind}.xlsx").read_bytes()


def template(kind: str) -> bytes:
    """Write an empty list to fill in."""
    return read.write_template(kind, state.folder() / f"template-{kind}.xlsx").read_bytes()
