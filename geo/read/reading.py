"""Reading: a file in, a layer out, every row accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core import Source
from geo.core.entrances import COLUMN
from geo.errors import InputError
from geo.read.attributes import attributes
from geo.read.cells.columns import Match, match_columns
from geo.read.cells.findings import Findings
from geo.read.cells.headings import fields_of, looks_like_headings
from geo.read.checks import Rows, look
from geo.read.entrances import place_entrances
from geo.read.formats import Ask, Raw, reader_of
from geo.read.formats.base import refuse_wide
from geo.read.layer import KINDS, Layer
from geo.read.locate import Located, locate
from geo.read.strays import (
    check_headings,
    doubt_shared,
    judge_formulas,
    refuse_notes,
    refuse_strays,
)
from geo.read.sums import judge_sums, named_sums, refuse_named_sums
from geo.words import _

__all__ = ["Wish", "judge", "raw_of", "read_layer", "read_wish"]


@dataclass(frozen=True)
class Wish:
    """What the user says about the columns of a file; see `read_layer`.

    Attributes
    ----------
    columns, datum, weight
        As `read_layer`.
    keeps_uncounted
        Whether firms without a headcount stay, marked, for `geo.read.density.estimate`.
    is_correction
        Whether these are rows that were refused before: what is still called a sum of other rows
        stays out, though the rows that it stands for are not here.
    """

    columns: Mapping[str, str] | None = None
    datum: str | None = None
    weight: str | None = None
    keeps_uncounted: bool = False
    is_correction: bool = False


def read_layer(
    path: str | Path,
    kind: str,
    *,
    columns: Mapping[str, str] | None = None,
    datum: str | None = None,
    weight: str | None = None,
    sheet: str | None = None,
    layer: str | None = None,
) -> Layer:
    """Read a list of firms, sites or homes from a file.

    Parameters
    ----------
    path
        CSV, Excel, GeoPackage, GeoJSON, zipped Shapefile, GeoParquet or KML; told by its content.
    kind
        ``"firms"``, ``"sites"`` or ``"homes"``.
    columns
        Canonical name -> heading, where the headings are not the usual ones; an empty heading says
        that the file has no such column. Names that a layer of this kind does not have are passed
        over.
    datum
        ``"wgs84"``, ``"gcj02"``, ``"bd09"`` or ``"cgcs2000"``; or a system of coordinates in
        metres, ``"EPSG:4549"``. None: what the file states, else WGS-84 is taken and
        ``source.datum_known`` is False. ``"auto"``: the same, for `settle` to find out; metres of
        an unknown zone are then read too.
    weight
        Heading of the column with the number of people, or ``"1"`` to count each firm once.
    sheet, layer
        Sheet of a workbook, layer of a vector file, where there are several.

    Raises
    ------
    MissingColumnError
        No coordinates, or firms without a number of workers.
    InputError
        The file cannot be read, or no row of it can be used.
    DuplicateIdError
        The column of ids gives one id twice.
    DatumError
        The datum is unknown, or the coordinates are metres of an unknown zone.
    """
    return read_wish(path, kind, Wish(columns, datum, weight), sheet=sheet, layer=layer)


def read_wish(
    path: str | Path, kind: str, wish: Wish, *, sheet: str | None = None, layer: str | None = None
) -> Layer:
    """Read a list as `read_layer` does, with all that can be wished."""
    file = Path(path)
    if not file.is_file():
        raw_of(file, kind)  # says so
    with ThreadPoolExecutor(1) as aside:  # a large file's fingerprint is taken while it is read
        fingerprint = aside.submit(_sha256, file)
        raw = raw_of(file, kind, sheet=sheet, layer=layer)
        return judge(raw, Source(kind, file.name, sha256=fingerprint.result()), wish)


def raw_of(
    path: Path,
    kind: str,
    *,
    sheet: str | None = None,
    layer: str | None = None,
    of: str = "",
) -> Raw:
    """Return the words of a file, judged by nobody yet; arguments as `read_layer`.

    ``of`` is what options call the file where it is no list of this kind: ``"density"``.
    """
    if kind not in KINDS:
        raise InputError(
            _("Unknown kind {kind!r}; wanted one of {names}.", kind=kind, names=", ".join(KINDS))
        )
    ask = Ask(sheet, layer, lambda cells: looks_like_headings(cells, kind), of or kind)
    return reader_of(path).read(path, ask)


def judge(raw: Raw, source: Source, wish: Wish) -> Layer:
    """Turn the words of a file into a layer."""
    refuse_wide(len(raw.table.columns), source.name)
    raw = _without_blanks(raw)
    if not len(raw.table) and not raw.broken:
        raise InputError(_("{source}: there are headings but no rows.", source=source.name))
    found = Findings(source.name, raw.rows)
    found.carry(raw.doubts)
    known = {
        f: c
        for f, c in (wish.columns or {}).items()
        if f in fields_of(source.layer) or f not in fields_of("")
    }
    match = match_columns(raw.table, source.layer, source=source.name, columns=known)
    check_headings(raw.table, match, source.name)
    refuse_strays(raw.table, match, found)
    refuse_notes(raw, match, found)
    named = named_sums(raw.table, match)
    refuse_named_sums(raw, match, named, found, is_correction=wish.is_correction)
    doubt_shared(raw, match, found, weight=wish.weight)
    judge_formulas(raw, match, found, weight=wish.weight, keeps_uncounted=wish.keeps_uncounted)
    at = locate(raw, match, found, datum=wish.datum)
    table = attributes(
        raw.table,
        match,
        found,
        kind=source.layer,
        weight=wish.weight,
        keeps_uncounted=wish.keeps_uncounted,
    )
    judge_sums(raw.table, table.get("workers"), match, named, found)
    if COLUMN in table and "entrances" in match:
        place_entrances(table, at, found, match["entrances"].column)
    table = pd.concat([table, at.original], axis=1) if len(at.original.columns) else table
    if found.is_used.any():
        _look(at, table, source.layer, found, {m.field: m.column for m in match.values()})
    return _layer(raw, at, table, source, found, match)


def _layer(
    raw: Raw,
    at: Located,
    table: pd.DataFrame,
    source: Source,
    found: Findings,
    match: dict[str, Match],
) -> Layer:
    used, rejected = found.is_used, found.rejected(raw.broken)
    doubtful = found.doubtful()
    if not used.any():
        first = rejected.iloc[0]
        raise InputError(
            _(
                "{source}: none of the {n} rows can be used. Row {row}, column {column}: "
                "{reason} ({value}). What to do: {remedy}.",
                source=source.name,
                n=len(rejected),
                **{str(k): v for k, v in first.items() if k != "source"},
            )
        )
    return Layer(
        source.layer,
        at.lon[used],
        at.lat[used],
        table if used.all() else table[used].reset_index(drop=True),
        replace(
            source,
            datum=at.datum,
            datum_known=at.is_known,
            n_read=int(used.sum()),
            n_rejected=len(rejected),
            n_doubtful=int(doubtful["row"].nunique()),
        ),
        rejected,
        doubtful,
        tuple(match.values()),
        _refused(raw, ~used),
        raw.rows[used],
        taken_for=at.taken_for,
    )


def _look(
    at: Located, table: pd.DataFrame, kind: str, found: Findings, columns: dict[str, str]
) -> None:
    """Mark the rows in use that somebody should look at."""
    used = np.flatnonzero(found.is_used)
    if len(used) < len(table):
        table = table.iloc[used]  # a copy of every text
    rows = Rows(kind, at.lon[used], at.lat[used], table, columns)
    for doubt in look(rows):
        found.doubt(used[doubt.pos], doubt.column, doubt.values, doubt.reason, doubt.remedy)


def _refused(raw: Raw, out: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> pd.DataFrame:
    table = raw.table[out] if out.any() else raw.table.iloc[:0]
    table = table.set_axis(pd.Index(raw.rows[out], name="row"))
    if raw.x is not None and raw.y is not None and not {"x", "y"} & set(table.columns):
        table = table.assign(x=raw.x[out], y=raw.y[out])
    return table


def _without_blanks(raw: Raw) -> Raw:
    """Drop rows without any content: nobody gave them (Excel saves hundreds of ",,,")."""
    blank = np.ones(len(raw.table), bool) if raw.x is None else ~np.isfinite(raw.x)
    for column in raw.table.columns:
        if not blank.any():
            return raw
        pos = np.flatnonzero(blank)
        cells = raw.table[column] if blank.all() else raw.table[column].iloc[pos]
        text = cells if isinstance(cells.dtype, pd.StringDtype) else cells.astype("str")
        blank[pos] = (cells.isna() | (text.str.strip() == "")).to_numpy(bool)
    if not blank.any() or (raw.x is not None and not len(raw.table.columns)):
        return raw
    keep = ~blank | np.isin(raw.rows, [row for row, _column, _formula in raw.uncalculated])
    x, y = (None if v is None else v[keep] for v in (raw.x, raw.y))
    return replace(raw, table=raw.table[keep].reset_index(drop=True), rows=raw.rows[keep], x=x, y=y)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
