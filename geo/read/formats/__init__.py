"""Formats: one file each and one line here; content decides, the suffix breaks ties."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.read.formats.archive import is_zip, member_names
from geo.read.formats.base import Ask as Ask
from geo.read.formats.base import Raw as Raw
from geo.read.formats.base import Reader as Reader
from geo.read.formats.delimited import DELIMITED
from geo.read.formats.excel import EXCEL
from geo.read.formats.geojson import GEOJSON
from geo.read.formats.geopackage import GEOPACKAGE
from geo.read.formats.kml import KML
from geo.read.formats.misnamed import refuse_misnamed
from geo.read.formats.mistaken import refuse_mistaken
from geo.read.formats.parquet import PARQUET
from geo.read.formats.shapefile import SHAPEFILE
from geo.words import _

READERS = (EXCEL, GEOPACKAGE, GEOJSON, SHAPEFILE, PARQUET, KML, DELIMITED)
SUFFIXES = tuple(s for reader in READERS for s in reader.suffixes)


def reader_of(path: Path) -> Reader:
    """Choose the reader of a file by its content; the suffix only breaks ties.

    Raises
    ------
    InputError
        There is no such file, it is empty, it is no list, not what its ending says, or nobody knows
        its content.
    """
    if not path.is_file():
        raise InputError(
            _("{source}: there is no such file. Check the name and the folder.", source=str(path))
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00 \t\r\n"):
        raise InputError(
            _(
                "{source}: the file is empty. Save the list again and choose the new file.",
                source=path.name,
            )
        )
    refuse_mistaken(head, path)
    known = [r for r in READERS if r.knows(head, path)]
    by_suffix = [r for r in known if path.suffix.lower() in r.suffixes]
    if by_suffix:
        return by_suffix[0]
    if known:
        if known[0] in (GEOJSON, DELIMITED) and path.suffix.lower() in SUFFIXES:
            refuse_misnamed(head, path)
        return known[0]
    raise _unknown(head, path)


def parts_of(path: Path) -> tuple[str, ...]:
    """Return the sheets or layers of a file; empty where it has but one.

    Raises
    ------
    InputError
        As `reader_of`; or the file cannot be opened.
    """
    found = reader_of(path).parts(path)
    return found if len(found) > 1 else ()


def _unknown(head: bytes, path: Path) -> InputError:
    """Say what a file is that nobody can read."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return InputError(
            _(
                "{source}: this is a web page under the name of a table. Open it in Excel and "
                "save it as .xlsx.",
                source=path.name,
            )
        )
    if is_zip(head):
        names = member_names(path)
        if not names:
            return InputError(
                _(
                    "{source}: the archive is damaged. Pack or save the file again.",
                    source=path.name,
                )
            )
        return InputError(
            _(
                "{source}: the archive holds no list that can be read, but {names}. Unpack it and "
                "choose the list inside.",
                source=path.name,
                names=", ".join(names[:3]),
            )
        )
    return InputError(
        _(
            "{source}: the content is of no kind that can be read. Give one of {suffixes}.",
            source=path.name,
            suffixes=" ".join(SUFFIXES),
        )
    )
