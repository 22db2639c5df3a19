"""What the user once said about the columns of a list, kept beside the list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import tomli_w

from geo.errors import InputError, MissingColumnError
from geo.read.database import DatabaseTable, read_table
from geo.read.layer import Layer
from geo.read.reading import Wish, read_wish
from geo.words import _

__all__ = ["read_remembered", "remember", "remembered"]

_FILE = "columns.toml"


def remember(path: str | Path | DatabaseTable, kind: str, columns: Mapping[str, str]) -> Path:
    """Keep which column is which, for every list of this kind in the same folder.

    Parameters
    ----------
    path
        The list.
    kind
        ``"firms"``, ``"sites"`` or ``"homes"``.
    columns
        Canonical name -> heading; what was kept for this kind before is replaced.

    Returns
    -------
    pathlib.Path
        The file that remembers: ``columns.toml``, to be read and corrected by hand too.

    Raises
    ------
    InputError
        The list is a table of a database: there is no folder beside it.
    """
    if isinstance(path, DatabaseTable):
        raise InputError(
            _(
                "{table}: columns are remembered beside files only. Name the columns each time, or "
                "make a view with usual headings.",
                table=path.name,
            ),
            option="--column NAME=COLUMN",
        )
    file = Path(path).with_name(_FILE)
    kept = _kept(file) | {kind: dict(columns)}
    file.write_text(tomli_w.dumps(kept), encoding="utf-8")
    return file


def remembered(path: str | Path | DatabaseTable, kind: str) -> dict[str, str]:
    """Return what was kept for a list of this kind; empty where nothing was, as for databases.

    Raises
    ------
    InputError
        The file that remembers cannot be understood.
    """
    if isinstance(path, DatabaseTable):
        return {}
    return _kept(Path(path).with_name(_FILE)).get(kind, {})


def read_remembered(
    path: str | Path | DatabaseTable,
    kind: str,
    *,
    wish: Wish | None = None,
    sheet: str | None = None,
    layer: str | None = None,
) -> Layer:
    """Read a list with the columns that were remembered for it; what is said now wins.

    Parameters
    ----------
    path, kind, sheet, layer
        As `read_layer`; or a table of a database, for which nothing is remembered.
    wish
        What is said of the list now.

    Raises
    ------
    MissingColumnError
        As `read_layer`; names the file that remembers where that is what was wrong.
    """
    if isinstance(path, DatabaseTable):
        return read_table(path.url, path.name, kind, wish=wish)
    before = remembered(path, kind)
    now = wish or Wish()
    both = replace(now, columns=before | dict(now.columns or {}))
    try:
        return read_wish(path, kind, both, sheet=sheet, layer=layer)
    except MissingColumnError as error:
        if not before:
            raise
        raise MissingColumnError(
            _(
                "{error} Columns remembered in {file} were used ({columns}): correct or delete "
                "that file, or say which column is which now.",
                error=error,
                file=Path(path).with_name(_FILE),
                columns=", ".join(f"{f} = {c}" for f, c in before.items()),
            ),
            option="--column NAME=COLUMN",
        ) from None


def _kept(file: Path) -> dict[str, dict[str, str]]:
    if not file.is_file():
        return {}
    try:
        kept = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise _unclear(file) from None
    for columns in kept.values():
        is_plain = isinstance(columns, dict) and all(isinstance(c, str) for c in columns.values())
        if not is_plain:
            raise _unclear(file)
    return kept


def _unclear(file: Path) -> InputError:
    return InputError(
        _(
            "{source}: this is not a list of columns. Delete the file, or write lines like "
            "{example} under [firms].",
            source=file.name,
            example='lon = "经度"',
        )
    )
