"""Shapefile, zipped: .shp, .dbf, .shx and .prj in one archive; .cpg or a guessed encoding."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from geo.errors import InputError
from geo.read.formats.archive import checked, is_zip, member_names
from geo.read.formats.base import Ask, Raw, Reader
from geo.read.formats.vector import read_features
from geo.words import _

__all__ = ["SHAPEFILE"]

_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


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
                    "{source}: several layers hold a list ({names}). Say which one: "
                    "layer={first!r}.",
                    source=path.name,
                    names=", ".join(by_name),
                    first=next(iter(by_name), ""),
                )
            )
        return _shape(_unpack(archive, shapes[0], Path(folder), path), path)


def _unpack(archive: zipfile.ZipFile, shape: str, folder: Path, path: Path) -> Path:
    """Write the parts of one shape under names of our own: no path of the archive is followed."""
    stem = shape[:-4]
    try:
        for name in archive.namelist():
            suffix = name[-4:].lower()
            if name[:-4] == stem and suffix in _PARTS:
                (folder / f"shape{suffix}").write_bytes(archive.read(name))
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise InputError(
            _("{source}: the archive is damaged. Pack or save the file again.", source=path.name)
        ) from None
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
    is_stated = shape.with_suffix(".prj").exists()
    encoding = None if shape.with_suffix(".cpg").exists() else _guess(table)
    return read_features(path, Ask(), is_crs_stated=is_stated, source=str(shape), encoding=encoding)


def _guess(table: Path) -> str | None:
    """Guess the encoding of a .dbf without .cpg: UTF-8 where it is, else GB18030."""
    data = table.read_bytes()
    if len(data) > 29 and data[29] not in (0, 0x4D, 0x57):  # a code page byte that GDAL follows
        return None
    try:
        data[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


SHAPEFILE = Reader("Shapefile", (".zip", ".shp"), _knows, _read)
