"""Shapefile, zipped: .shp, .dbf, .shx and .prj in one archive; .cpg or a guessed encoding."""

from __future__ import annotations

import codecs
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

import pandas as pd

from geo.errors import InputError
from geo.read.formats.archive import checked, is_zip, member_names, unpacked
from geo.read.formats.base import Ask, Raw, Reader, no_layer, several_layers, unique_headings
from geo.read.formats.vector import read_features
from geo.words import _

__all__ = ["SHAPEFILE"]

_PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
_LOOKED_AT = 10_000  # rows whose texts are tried
_PAGES = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x4D: "gb18030", 0x4F: "big5"}


def _knows(head: bytes, path: Path) -> bool:
    if head.startswith(b"\x00\x00\x27\x0a"):
        return True
    return is_zip(head) and any(n.lower().endswith(".shp") for n in member_names(path))


def _read(path: Path, ask: Ask) -> Raw:
    if path.suffix.lower() == ".shp":
        return _shape(path, path)
    with checked(path) as archive, tempfile.TemporaryDirectory() as folder:
        by_name = _shapes(archive.namelist())
        if ask.layer is not None and ask.layer not in by_name:
            raise no_layer(path, ask.layer, tuple(by_name))
        if ask.layer is None and len(by_name) != 1:
            raise several_layers(path, ask, tuple(by_name))
        name = ask.layer or next(iter(by_name))
        raw = _shape(_unpack(archive, by_name[name], Path(folder), path), path)
        return replace(raw, part=name if len(by_name) > 1 else "")


def _shapes(names: Sequence[str]) -> dict[str, str]:
    """Return name -> member of every shape in an archive; of one name in two folders, its path."""
    shapes = [n for n in names if n.lower().endswith(".shp") and not n.startswith("__MACOSX")]
    stems = [PurePosixPath(n.replace("\\", "/")).stem for n in shapes]
    return {n if stems.count(s) > 1 else s: n for s, n in zip(stems, shapes, strict=True)}


def _layers(path: Path) -> tuple[str, ...]:
    return tuple(_shapes(member_names(path)))


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
    return _decoded(raw, _encoding(shape) or "gb18030")


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
    """Return the encoding: what is stated where the texts can be that, else what they can be.

    Chinese tools often write GBK under a code page of Western letters, or a .cpg of UTF-8.
    """
    texts, stated = _texts(shape.with_suffix(".dbf").read_bytes()), _stated(shape)
    guess = _guess(texts)
    if not stated or not texts:
        return stated or guess
    if stated not in _WIDE:  # any bytes can be Western letters: Chinese ones come in pairs
        paired = sum(_fits(text, "gb2312") for text in texts)
        is_chinese = guess == "utf-8" or 2 * paired >= len(texts)
        return guess if guess and is_chinese else stated
    # UTF-8 can often be read as twice as many signs of GBK; the other way round hardly ever.
    is_it = guess == "utf-8" if stated == "utf-8" else guess == "gb18030"
    return stated if is_it or not guess else guess


def _guess(texts: list[tuple[bytes, bool]]) -> str:
    """Return UTF-8 where all texts fit it, else GB18030 where they fit that, else nothing."""
    fitting = (e for e in ("utf-8", "gb18030") if all(_fits(text, e) for text in texts))
    return next(fitting, "")


_WIDE = ("utf-8", "gb18030", "gbk", "cp936", "gb2312", "big5", "cp950")


def _stated(shape: Path) -> str:
    """Return the encoding that the .cpg names, else that of the code page byte; nothing if none."""
    page = shape.with_suffix(".cpg")
    if page.exists():
        said = page.read_bytes()[:40].decode("ascii", "ignore").strip().removeprefix("ANSI ")
        for name in (said, f"cp{said}"):
            try:
                return codecs.lookup(name).name
            except (LookupError, ValueError):
                continue
    data = shape.with_suffix(".dbf").read_bytes()[:30]
    return _PAGES.get(data[29], "") if len(data) > 29 else ""


def _texts(table: bytes) -> list[tuple[bytes, bool]]:
    """Return the texts below the headings that are not plain ASCII, and which fill their cell."""
    head, width = (int.from_bytes(table[k : k + 2], "little") for k in (8, 10))
    fields, at = [], 1
    for start in range(32, head - 1, 32):
        kind, size = table[start + 11 : start + 12], table[start + 16]
        fields += [(at, at + size)] if kind == b"C" else []
        at += size
    body = table[head:]
    rows = (body[k : k + width] for k in range(0, len(body), max(width, 1)))
    cells = {row[a:b] for row in islice(rows, _LOOKED_AT) for a, b in fields}
    bare = ((cell.rstrip(b" \0"), cell) for cell in cells)
    return [(text, text == cell) for text, cell in bare if not text.isascii()]


def _fits(text: tuple[bytes, bool], encoding: str) -> bool:
    """Say whether a text can be of an encoding; in a full cell the last sign may be cut off."""
    data, is_full = text
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, not is_full)
    except UnicodeDecodeError:
        return False
    return True


SHAPEFILE = Reader("Shapefile", (".zip", ".shp"), _knows, _read, _layers)
