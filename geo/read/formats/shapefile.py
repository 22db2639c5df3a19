"""Shapefile, zipped: .shp, .dbf, .shx and .prj in one archive; .cpg or a guessed encoding."""

from __future__ import annotations

import codecs
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pandas as pd

from geo.errors import InputError
from geo.read.formats.archive import checked, is_zip, member_names, unpacked
from geo.read.formats.base import Ask, Raw, Reader, unique_headings
from geo.read.formats.vector import read_features
from geo.words import _

__all__ = ["SHAPEFILE"]

_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_PAGES = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x4D: "gb18030", 0x4F: "big5"}


def _knows(head: bytes, path: Path) -> bool:
    if head.startswith(b"\x00\x00\x27\x0a"):
        return True
    return is_zip(head) and any(n.lower().endswith(".shp") for n in member_names(path))


def _read(path: Path, ask: Ask) -> Raw:
    if path.suffix.lower() == ".shp":
        return _shape(path, path)
    with checked(path) as archive, tempfile.TemporaryDirectory() as folder:
        shapes = [
            n
            for n in archive.namelist()
            if n.lower().endswith(".shp") and not n.startswith("__MACOSX")
        ]
        by_name = {PurePosixPath(n.replace("\\", "/")).stem: n for n in shapes}
        if ask.layer is not None and ask.layer in by_name:
            shapes = [by_name[ask.layer]]
        if len(shapes) != 1:
            raise InputError(
                _(
                    "{source}: several layers hold a list ({names}). Leave only one in the file.",
                    source=path.name,
                    names=", ".join(by_name),
                ),
                call=f"layer={next(iter(by_name), '')!r}",
            )
        return _shape(_unpack(archive, shapes[0], Path(folder), path), path)


def _unpack(archive: zipfile.ZipFile, shape: str, folder: Path, path: Path) -> Path:
    """Write the parts of one shape under names of our own: no path of the archive is followed."""
    stem = shape[:-4]
    for name in archive.namelist():
        suffix = name[-4:].lower()
        if name[:-4] == stem and suffix in _PARTS:
            (folder / f"shape{suffix}").write_bytes(unpacked(archive, name, path))
    return folder / "shape.shp"


def _shape(shape: Path, path: Path) -> Raw:
    table = shape.with_suffix(".dbf")
    if not table.exists():
        raise InputError(
            _(
                "{source}: the shape has no .dbf, so there are no columns. Pack .shp, .shx, "
                ".dbf and .prj together.",
                source=path.name,
            )
        )
    # GDAL fails on a heading that was cut in the middle of a character (10 bytes is all a .dbf
    # gives), so it is told Latin-1, which loses no byte, and the text is decoded here.
    is_stated = shape.with_suffix(".prj").exists()
    raw = read_features(
        path, Ask(), is_crs_stated=is_stated, source=str(shape), encoding="ISO-8859-1"
    )
    return _decoded(raw, _encoding(shape))


def _decoded(raw: Raw, encoding: str) -> Raw:
    def text(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        return cell.encode("latin-1", "replace").decode(encoding, "ignore")

    table = raw.table.copy()
    for column in table.columns:
        if isinstance(table[column].dtype, pd.StringDtype) or table[column].dtype == object:
            table[column] = pd.Series([text(c) for c in table[column]], dtype="str")
    table.columns = pd.Index(unique_headings([text(c) for c in table.columns]))
    return replace(raw, table=table)


def _encoding(shape: Path) -> str:
    """Return the encoding: the .cpg, the code page byte, else UTF-8 where it fits, else GB18030."""
    page = shape.with_suffix(".cpg")
    if page.exists():
        said = page.read_bytes()[:40].decode("ascii", "ignore").strip().removeprefix("ANSI ")
        for name in (said, f"cp{said}"):
            try:
                return codecs.lookup(name).name
            except (LookupError, ValueError):
                continue
    data = shape.with_suffix(".dbf").read_bytes()
    if len(data) > 29 and data[29] in _PAGES:
        return _PAGES[data[29]]
    # Headings may be cut inside a character: only the rows below them are asked.
    body = data[int.from_bytes(data[8:10], "little") :]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


SHAPEFILE = Reader("Shapefile", (".zip", ".shp"), _knows, _read)
