"""Database: a table or a query by connection URL, PostGIS included."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.core import Source
from geo.errors import InputError, MissingExtraError
from geo.read.formats.base import Raw, checked_cells, row_numbers, unique_headings
from geo.read.layer import KINDS, Layer
from geo.read.reading import Wish, judge
from geo.words import _

__all__ = ["read_table"]

_MOST_ROWS = 20_000_000
_SHAPES = ("geom", "geometry", "the_geom", "wkb_geometry", "shape")


def read_table(url: str, table: str, kind: str, *, wish: Wish | None = None) -> Layer:
    """Read a table of a database as a layer.

    Parameters
    ----------
    url
        SQLAlchemy URL: ``postgresql+psycopg://user@host/db``, ``sqlite:///file.db``. The password
        in it is never shown.
    table
        Name of a table or view, with its schema where there are several: ``union.firms``.
    kind
        ``"firms"``, ``"sites"`` or ``"homes"``.
    wish
        Columns, datum and weight, as in `read_layer`.

    Raises
    ------
    InputError
        The database cannot be reached, or has no such table.
    MissingExtraError
        SQLAlchemy is not installed.
    """
    try:
        import sqlalchemy as sql  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError(
            _("Databases need an extra: install it with pip install 'xuanzhi[sql]'.")
        ) from None
    if kind not in KINDS:
        raise InputError(
            _("Unknown kind {kind!r}; wanted one of {names}.", kind=kind, names=", ".join(KINDS))
        )
    try:
        frame, shapes = _fetch(sql, url, table)
    except (sql.exc.SQLAlchemyError, ImportError) as error:
        raise InputError(
            _(
                "{table}: the database cannot give this table ({detail}). "
                "Check the address, the rights and the name.",
                table=table,
                detail=type(error).__name__,
            )
        ) from None
    raw = checked_cells(_raw(frame, shapes), table)
    return judge(raw, Source(kind, table), wish or Wish())


def _fetch(sql: Any, url: str, table: str) -> tuple[pd.DataFrame, list[str]]:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    """Return the rows, and the names of the columns that may hold geometry."""
    schema, _dot, name = table.rpartition(".")
    engine = sql.create_engine(url)
    try:
        with engine.connect() as link, warnings.catch_warnings():
            # SQLAlchemy does not know PostGIS's types; they are fetched as text.
            warnings.filterwarnings("ignore", "Did not recognize type", sql.exc.SAWarning)
            # The name is looked up, never pasted into a statement.
            there = sql.Table(name, sql.MetaData(), schema=schema or None, autoload_with=link)
            foreign = [c for c in there.columns if _is_foreign(sql, c)]
            picked = [
                sql.cast(c, sql.String).label(c.name) if c in foreign else c for c in there.columns
            ]
            rows = link.execute(sql.select(*picked).limit(_MOST_ROWS)).fetchall()
    finally:
        engine.dispose()
    headings = unique_headings([c.name for c in there.columns])
    return pd.DataFrame(rows, columns=headings, dtype=object), [c.name for c in foreign]


def _is_foreign(sql: Any, column: Any) -> bool:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    """Say whether a column may be a PostGIS geometry: its text is the binary form with the system.

    It is known by its type, and where a database keeps geometry as text, by its usual names.
    """
    return isinstance(column.type, sql.types.NullType) or column.name.lower() in _SHAPES


def _raw(frame: pd.DataFrame, names: list[str]) -> Raw:
    """Turn the first column that holds geometry, if one does, into coordinates."""
    rows = row_numbers(len(frame), 1)
    for name in names:
        shapes = shapely.from_wkb(frame[name].to_numpy(object), on_invalid="ignore")
        if shapely.is_missing(shapes).all() and frame[name].notna().any():
            continue  # text of another kind: WKT, or a pair
        points = shapely.point_on_surface(shapes)
        systems = np.unique(shapely.get_srid(shapes[~shapely.is_missing(shapes)]))
        crs = f"EPSG:{systems[0]}" if len(systems) == 1 and systems[0] > 0 else None
        x, y = shapely.get_x(points), shapely.get_y(points)
        return Raw(frame.drop(columns=name), rows, x, y, crs, is_crs_stated=crs is not None)
    return Raw(frame, rows)
