"""Corrected rows go back to the list they came from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core.arrays import Ints
from geo.errors import DuplicateIdError, InputError
from geo.read.cells.findings import Findings
from geo.read.cells.kinds import of_one_kind
from geo.read.checks import Rows, look
from geo.read.correct.workbook import ROW
from geo.read.datum.restating import restate
from geo.read.datum.writing import OVER, writing_of
from geo.read.formats.excel import is_workbook, sheet_names
from geo.read.layer import Layer
from geo.read.reading import Wish, read_wish
from geo.words import LANGUAGES, _, in_language

__all__ = ["amend"]


def amend(layer: Layer, path: str | Path, *, weight: str | None = None) -> Layer:
    """Read the workbook of findings again, and put what was corrected into its place.

    Rows in use and rows refused still add up to the rows of the file: a row that the workbook no
    longer has stays refused.

    Parameters
    ----------
    layer
        The list as it was read.
    path
        The workbook that `write_findings` made of it, corrected.
    weight
        As it was given to `read_layer`.

    Returns
    -------
    Layer
        All rows that can be used, in the order of the file.

    Raises
    ------
    InputError
        The workbook is not of this list, or none of its rows can be used yet.
    DuplicateIdError
        A corrected row has the id of another.
    """
    new = _read_alike(layer, path, weight)
    place = _places(new, layer)
    rows = np.array([place[r] for r in new.rows.tolist()], np.int64)
    table = _joined(layer, new, rows)
    every = np.concatenate([layer.rows, rows])
    order = np.argsort(every, kind="stable")
    gone = set(place.values())
    rejected = _at(new.rejected, place, layer.source.name)
    rejected = pd.concat([layer.rejected[~layer.rejected["row"].isin(gone)], rejected])
    doubtful = _at(_said_of_rows(new), place, layer.source.name)
    doubtful = pd.concat([_said_of_rows(layer), doubtful])
    refused = new.refused.set_axis(pd.Index([place[r] for r in new.refused.index], name="row"))
    still = layer.refused[~layer.refused.index.isin(gone)]
    whole = replace(
        layer,
        lon=np.concatenate([layer.lon, new.lon])[order],
        lat=np.concatenate([layer.lat, new.lat])[order],
        table=table.iloc[order].reset_index(drop=True),
        rows=every[order],
        rejected=rejected.sort_values("row", kind="stable", ignore_index=True),
        doubtful=doubtful,
        refused=pd.concat([still, refused[layer.refused.columns]]).sort_index(),
        source=replace(layer.source, n_read=len(every), n_rejected=len(rejected)),
    )
    return _looked_at(whole)


def _read_alike(layer: Layer, path: str | Path, weight: str | None) -> Layer:
    """Read the workbook with the columns and the datum of the list, whatever conversion it had."""
    kept = {f: c for f, c in layer.columns.items() if c in layer.refused.columns}
    datum = layer.taken_for or (layer.source.datum if layer.source.datum_known else None)
    how = writing_of(datum)
    is_plain = how.datum != OVER and not how.is_swapped and "|" not in (datum or "")
    wish = Wish(kept, datum if is_plain else how.plane or "wgs84", weight, is_correction=True)
    file = Path(path)
    first = sheet_names(file)[0] if file.is_file() and is_workbook(file) else None
    new = read_wish(file, layer.kind, wish, sheet=first)
    return new if is_plain else restate(new, how.name)


def _remarks(layer: Layer) -> pd.DataFrame:
    found = Findings(layer.source.name, layer.rows)
    for doubt in look(Rows(layer.kind, layer.lon, layer.lat, layer.table, layer.columns)):
        found.doubt(doubt.pos, doubt.column, doubt.values, doubt.reason, doubt.remedy)
    return found.doubtful()


def _said_of_rows(layer: Layer) -> pd.DataFrame:
    """Return what was said while reading; what the checks say depends on all rows together."""
    of_checks = pd.MultiIndex.from_frame(_remarks(layer)[["row", "reason"]])
    said = pd.MultiIndex.from_frame(layer.doubtful[["row", "reason"]])
    return layer.doubtful[~said.isin(of_checks)]


def _looked_at(layer: Layer) -> Layer:
    doubtful = pd.concat([layer.doubtful, _remarks(layer)])
    doubtful = doubtful.sort_values("row", kind="stable", ignore_index=True)
    source = replace(layer.source, n_doubtful=int(doubtful["row"].nunique()))
    return replace(layer, doubtful=doubtful, source=source)


def _places(new: Layer, layer: Layer) -> dict[int, int]:
    """Return row of the workbook -> row of the list."""
    heading = next((h for h in _headings() if h in new.table or h in new.refused), None)
    if heading is None:
        raise _foreign(new, layer)
    parts = [
        pd.Series(pd.to_numeric(cells, errors="coerce").to_numpy(), index=at)
        for cells, at in (
            (new.table.get(heading, pd.Series(dtype=float)), new.rows),
            (new.refused.get(heading, pd.Series(dtype=float)), new.refused.index),
        )
        if len(cells)
    ]
    said = pd.concat(parts)
    if not said.is_unique or not said.isin(layer.refused.index).all():
        raise _foreign(new, layer)
    return dict(zip(said.index.astype(int).tolist(), said.astype(int).tolist(), strict=True))


def _headings() -> tuple[str, ...]:
    names = []
    for code in LANGUAGES:
        with in_language(code):
            names.append(_(ROW))
    return tuple(names)


def _foreign(new: Layer, layer: Layer) -> InputError:
    return InputError(
        _(
            "{source}: these are not the refused rows of {list}, each once with its number in "
            "column {column}. Give back the workbook of that list's findings.",
            source=new.source.name,
            list=layer.source.name,
            column=_(ROW),
        )
    )


def _joined(layer: Layer, new: Layer, rows: Ints) -> pd.DataFrame:
    added = new.table.reindex(columns=layer.table.columns)
    if (layer.table["id"].to_numpy() == layer.rows).all():  # the list has no ids of its own
        added["id"] = rows
    if (both := set(map(str, layer.table["id"])) & set(map(str, added["id"]))) or not added[
        "id"
    ].is_unique:
        raise DuplicateIdError(
            _(
                "{source}: the id {id!r} is given twice. Give every row its own id.",
                source=new.source.name,
                id=min(both, default=str(added["id"].iloc[0])),
            )
        )
    unlike = [n for n in added.columns if added[n].dtype != layer.table[n].dtype]
    parts = [part.astype(dict.fromkeys(unlike, object)) for part in (layer.table, added)]
    return of_one_kind(pd.concat(parts, ignore_index=True))


def _at(found: pd.DataFrame, place: dict[int, int], source: str) -> pd.DataFrame:
    rows = np.array([place.get(r, r) for r in found["row"].tolist()], np.int64)
    return found.assign(source=source, row=rows)
