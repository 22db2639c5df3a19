"""Database: a table or a query by connection URL, PostGIS included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.core import Source
from geo.errors import InputError, MissingExtraError
from geo.read.formats.base import Raw, row_numbers, unique_headings
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
    schema, _dot, name = table.rpartition(".")
    try:
        engine = sql.create_engine(url)
        with engine.connect() as link:
            # The name is looked up, never pasted into a statement.
            there = sql.Table(name, sql.MetaData(), schema=schema or None, autoload_with=link)
            picked = [_column(sql, c) for c in there.columns]
            rows = link.execute(sql.select(*picked).limit(_MOST_ROWS)).fetchall()
        engine.dispose()
    except (sql.exc.SQLAlchemyError, ImportError) as error:
        raise InputError(
            _(
                "{table}: the database cannot give this table ({detail}). "
                "Check the address, the rights and the name.",
                table=table,
                detail=type(error).__name__,
            )
        ) from None
    frame = pd.DataFrame(
        rows, columns=unique_headings([c.name for c in there.columns]), dtype=object
    )
    return judge(_raw(frame), Source(kind, table), wish or Wish())


def _column(sql: Any, column: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    """Select a PostGIS geometry as the text of its binary form with the system in it."""
    if column.name.lower() in _SHAPES:
        return sql.cast(column, sql.String).label(column.name)
    return column


def _raw(frame: pd.DataFrame) -> Raw:
    rows = row_numbers(len(frame), 1)
    shape = next((c for c in frame.columns if str(c).lower() in _SHAPES), None)
    if shape is None:
        return Raw(frame, rows)
    shapes = shapely.from_wkb(frame[shape].to_numpy(object), on_invalid="ignore")
    if (shapely.is_missing(shapes) & frame[shape].notna().to_numpy(bool)).all():
        return Raw(frame, rows)  # text of another kind: WKT, or a pair
    points = shapely.point_on_surface(shapes)
    systems = np.unique(shapely.get_srid(shapes[~shapely.is_missing(shapes)]))
    crs = f"EPSG:{systems[0]}" if len(systems) == 1 and systems[0] > 0 else None
    x, y = shapely.get_x(points), shapely.get_y(points)
    return Raw(frame.drop(columns=shape), rows, x, y, crs, is_crs_stated=crs is not None)
