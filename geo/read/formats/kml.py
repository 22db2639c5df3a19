"""KML and KMZ: placemarks, read by a parser that refuses every declared entity."""

from __future__ import annotations

import math
import re
from pathlib import Path
from xml.parsers import expat

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InputError
from geo.read.formats.archive import checked, is_zip, member_names, unpacked
from geo.read.formats.base import (
    MOST_SIGNS,
    Ask,
    Raw,
    Reader,
    long_cell,
    no_layer,
    row_numbers,
    unique_headings,
)
from geo.words import _

__all__ = ["KML", "kml_areas"]

_MOST_CORNERS = 1 << 26  # characters of the corners of one border
_PLAIN = ("name", "description", "address")


def _knows(head: bytes, path: Path) -> bool:
    if is_zip(head):
        return any(n.lower().endswith(".kml") for n in member_names(path))
    return b"<kml" in head.replace(b"\0", b"") or (  # of UTF-16 every other byte is a zero
        path.suffix.lower() == ".kml" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    )


def kml_areas(
    path: Path, *, layer: str | None = None
) -> tuple[pd.DataFrame, npt.NDArray[np.object_]]:
    """Return the placemarks of a file and the polygons they are, None where one is no area.

    Parameters
    ----------
    path
        The file.
    layer
        Folder whose placemarks are meant; None: those of all folders.

    Raises
    ------
    InputError
        The file is damaged, declares entities, has no placemarks, or no such folder.
    """
    reader = _parsed(path)
    inside = _inside(reader, layer)
    shapes = np.array([None, *(_area(reader.rings[k]) for k in inside)], dtype=object)[1:]
    return _table(reader).iloc[inside].reset_index(drop=True), shapes


def _read(path: Path, ask: Ask) -> Raw:
    reader = _parsed(path)
    inside = _inside(reader, ask.layer)
    rows = [reader.rows[k] for k in inside]
    points = np.array([_middle(row.get("coordinates", "")) for row in rows], np.float64)
    table = _table(reader)
    return Raw(
        table.iloc[inside].reset_index(drop=True),
        row_numbers(len(table), 1)[inside],
        points[:, 0].copy(),
        points[:, 1].copy(),
        "EPSG:4326",
        part=ask.layer or "",
    )


def _folders(path: Path) -> tuple[str, ...]:
    return _named(_parsed(path))


def _named(reader: _Placemarks) -> tuple[str, ...]:
    """Return the folders that hold placemarks, those inside others too."""
    return tuple(dict.fromkeys(name for held in reader.folders for (name,) in held if name))


def _inside(reader: _Placemarks, layer: str | None) -> list[int]:
    """Return the positions of the placemarks of a folder; of all of them where none is named."""
    if layer is None:
        return list(range(len(reader.rows)))
    if layer not in _named(reader):
        raise no_layer(reader.path, layer, _named(reader))
    return [k for k, held in enumerate(reader.folders) if [layer] in held]


def _parsed(path: Path) -> _Placemarks:
    head = path.read_bytes()[:4]
    data = _unpacked(path) if is_zip(head) else path.read_bytes()
    reader = _Placemarks(path)
    reader.parse(data)
    if not reader.rows:
        raise InputError(_("{source}: the file has no placemarks.", source=path.name))
    return reader


def _table(reader: _Placemarks) -> pd.DataFrame:
    cells = [{k: v for k, v in row.items() if k != "coordinates"} for row in reader.rows]
    table = pd.DataFrame(cells).fillna("")
    return table.set_axis(pd.Index(unique_headings(list(table.columns))), axis=1)


def _unpacked(path: Path) -> bytes:
    with checked(path) as archive:
        name = next(n for n in archive.namelist() if n.lower().endswith(".kml"))
        return unpacked(archive, name, path)


_ENCODING = re.compile(rb"""\s{0,9}<\?xml[^>]{0,80}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_KNOWN = (b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1")


class _Placemarks:
    """Collects a row for each placemark while the file streams by."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: list[dict[str, str]] = []
        self.rings: list[list[tuple[bool, str]]] = []  # of each row: whether a hole, and corners
        self.folders: list[tuple[list[str], ...]] = []  # of each row: its folder, and those around
        self._open: list[list[str]] = []  # folders, each with its one name
        self._boundary = ""
        self._row: dict[str, str] | None = None
        self._key = ""
        self._text: list[str] = []
        self._length, self._tag = 0, ""

    def parse(self, data: bytes) -> None:
        data, encoding = self._told(data)
        parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text_came
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError as error:
            raise InputError(
                _(
                    "{source}: the file is damaged at line {line}. Export it again.",
                    source=self.path.name,
                    line=error.lineno,
                )
            ) from None

    def _told(self, data: bytes) -> tuple[bytes, str | None]:
        """Put a file that says it is in GBK, or the like, into UTF-8; the parser knows few others.

        What the parser is told counts more than what the file says.
        """
        said = _ENCODING.match(data)
        if said is None or said[1].lower() in _KNOWN:
            return data, None
        name = said[1].decode("ascii").lower()
        try:
            text = data.decode("gb18030" if name.startswith("gb") else name)
        except (LookupError, UnicodeError):
            raise InputError(
                _(
                    "{source}: the file says it is text in {encoding}, and cannot be read so. "
                    "Save it as UTF-8.",
                    source=self.path.name,
                    encoding=name,
                )
            ) from None
        return text.encode("utf-8"), "utf-8"

    def _doctype(self, *_declared: object) -> None:
        raise InputError(
            _(
                "{source}: the file declares entities of its own, which no map service does; "
                "it is refused.",
                source=self.path.name,
            )
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._tag = tag = name.rsplit(" ", 1)[-1]
        if tag == "Placemark":
            self._row = {}
            self.rings.append([])
            self.folders.append(tuple(self._open))
        elif tag == "Folder" and self._row is None:
            self._open.append([""])
        elif tag in ("outerBoundaryIs", "innerBoundaryIs"):
            self._boundary = tag
        elif self._row is not None and tag in ("Data", "SimpleData"):
            self._key = attributes.get("name", "")
        self._text, self._length = [], 0

    def _text_came(self, text: str) -> None:
        if self._row is None and not (self._open and self._tag == "name"):
            return
        self._text.append(text)
        self._length += len(text)
        if self._length > (_MOST_CORNERS if self._tag == "coordinates" else MOST_SIGNS):
            raise long_cell(len(self.rows) + 1, self.path.name)

    def _end(self, name: str) -> None:
        tag = name.rsplit(" ", 1)[-1]
        text = "".join(self._text).strip()
        if self._row is None:
            self._leave(tag, text)
            return
        if tag == "Placemark":
            self.rows.append(self._row)
            self._row = None
        elif tag == self._boundary:
            self._boundary = ""
        elif tag == "coordinates" and self._boundary:
            self.rings[-1].append((self._boundary == "innerBoundaryIs", text))
            self._row.setdefault(tag, text)
        elif tag == "coordinates" or tag in _PLAIN:
            self._row.setdefault(tag, text)
        elif tag in ("value", "SimpleData") and self._key:
            self._row[self._key] = text
        self._text = []

    def _leave(self, tag: str, text: str) -> None:
        """Leave what is no placemark: a folder, or its name."""
        if tag == "Folder" and self._open:
            self._open.pop()
        elif tag == "name" and self._open and not self._open[-1][0]:
            self._open[-1][0] = text
        self._tag, self._text = "", []


def _middle(coordinates: str) -> tuple[float, float]:
    """Return the point, or the mean of the corners, of ``lon,lat[,height] lon,lat ...``."""
    points = _corners(coordinates)
    if len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    if not points:
        return math.nan, math.nan
    return math.fsum(p[0] for p in points) / len(points), math.fsum(p[1] for p in points) / len(
        points
    )


def _corners(coordinates: str) -> list[tuple[float, float]]:
    """Return the points of a text; none where one of them is no point."""
    points = []
    for part in coordinates.split():
        numbers = part.split(",")
        try:
            points.append((float(numbers[0]), float(numbers[1])))
        except (ValueError, IndexError):
            return []
    return points


def _area(rings: list[tuple[bool, str]]) -> shapely.MultiPolygon | None:
    """Put rings together: each outer one with the holes that follow it."""
    parts: list[tuple[list[tuple[float, float]], list[list[tuple[float, float]]]]] = []
    for is_hole, text in rings:
        corners = _corners(text)
        if len(corners) < 4 or not all(math.isfinite(v) for c in corners for v in c):
            continue
        if not is_hole:
            parts.append((corners, []))
        elif parts:
            parts[-1][1].append(corners)
    return shapely.MultiPolygon(parts) if parts else None


KML = Reader("KML", (".kml", ".kmz"), _knows, _read, _folders)
