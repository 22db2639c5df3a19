"""Database: a table or a query by connection URL, PostGIS included."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
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

__all__ = ["DatabaseTable", "read_table", "table_names", "table_rows"]

_MOST_ROWS = 20_000_000
_WAIT_S = 10  # for a server that does not answer
_DRIVERS = ("psycopg", "psycopg2", "pymysql", "mysqldb")  # that know how long to wait
_SYSTEM = ("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema")
_POSTGIS = ("spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns")
_SHAPES = ("geom", "geometry", "the_geom", "wkb_geometry", "shape")


@dataclass(frozen=True)
class DatabaseTable:
    """Where a list stands that is kept in a database; used like the path of a file.

    Attributes
    ----------
    url
        SQLAlchemy URL. It may hold a password: neither ``str`` nor ``repr`` shows it.
    name
        Name of the table or view, with its schema where there are several: ``union.firms``.
    """

    url: str = field(repr=False)
    name: str

    def __str__(self) -> str:
        """Return what may be shown: the name."""
        return self.name

    @property
    def stem(self) -> str:
        """The name without its schema: what a study of this list is called."""
        return self.name.rpartition(".")[2]

    @property
    def file(self) -> Path | None:
        """The file that holds the database, or None where a server does."""
        scheme, _slashes, rest = self.url.partition(":///")
        place = rest.split("?")[0]
        is_file = scheme.split("+")[0] == "sqlite" and not place.startswith((":memory:", "file:"))
        return Path(place) if is_file and place else None


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
        The database cannot be reached, has no such table, or the table has too many rows.
    MissingExtraError
        SQLAlchemy or the driver of this database is not installed.
    """
    if kind not in KINDS:
        raise InputError(
            _("Unknown kind {kind!r}; wanted one of {names}.", kind=kind, names=", ".join(KINDS))
        )
    return judge(table_rows(url, table), Source(kind, table), wish or Wish())


def table_rows(url: str, table: str) -> Raw:
    """Return the rows of a table, judged by nobody yet; arguments and errors as `read_table`."""
    sql = _sqlalchemy()
    engine = _engine(sql, url, table)
    if not table:
        raise _no_table(url)
    frame, shapes = _fetch(sql, engine, table)
    return checked_cells(_raw(frame, shapes), table)


def table_names(url: str) -> tuple[str, ...]:
    """Return the tables and views of a database, as `read_table` takes them.

    Parameters
    ----------
    url
        SQLAlchemy URL.

    Raises
    ------
    InputError, MissingExtraError
        As `read_table`.
    """
    sql, here = _sqlalchemy(), _("the database")
    engine = _engine(sql, url, here)
    try:
        look = sql.inspect(engine)
        own = look.default_schema_name
        found = [
            name if schema in (own, None) else f"{schema}.{name}"
            for schema in (look.get_schema_names() or [None])
            if schema not in _SYSTEM and not str(schema).startswith("pg_")
            for name in (*look.get_table_names(schema), *_views(look, schema))
            if name not in _POSTGIS
        ]
    except (sql.exc.SQLAlchemyError, TypeError, ValueError, OSError) as error:
        raise _refused(here, error) from None
    finally:
        engine.dispose()
    return tuple(sorted(found, key=lambda name: (name.count("."), name)))


def _views(look: Any, schema: str | None) -> list[str]:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    views = list(look.get_view_names(schema))
    try:
        return [*views, *look.get_materialized_view_names(schema)]
    except NotImplementedError:  # a database that has none
        return views


def _no_table(url: str) -> InputError:
    """Say that the table is not named, and which there are, where the database tells."""
    said = _(
        "after the address of a database comes # and the name of the table, as in "
        "sqlite:///union.db#firms"
    )
    try:
        names = table_names(url)
    except InputError:
        return InputError(said)
    return InputError(_("{said}. It has: {names}.", said=said, names=", ".join(names)))


def _sqlalchemy() -> Any:  # noqa: ANN401 - its own types come with the extra
    try:
        import sqlalchemy  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError(
            _("Databases need an extra: install it with pip install 'xuanzhi[sql]'.")
        ) from None
    return sqlalchemy


def _engine(sql: Any, url: str, table: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    """Return what connects to the database; nothing that is raised repeats the URL."""
    file = DatabaseTable(url, table).file
    if file is not None and not file.is_file():  # SQLite would make an empty one
        raise InputError(
            _("{source}: there is no such file. Check the name and the folder.", source=str(file))
        )
    try:
        made = sql.make_url(url)
        is_patient = made.get_driver_name() in _DRIVERS and "connect_timeout" not in made.query
        return sql.create_engine(
            made, connect_args={"connect_timeout": _WAIT_S} if is_patient else {}
        )
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            _(
                "{table}: the driver {driver} of this database is not installed. For PostgreSQL: "
                "pip install 'xuanzhi[sql]', and an address that begins with postgresql+psycopg://",
                table=table,
                driver=error.name,
            )
        ) from None
    except (sql.exc.SQLAlchemyError, ValueError) as error:  # a port that is no number is the second
        raise _refused(table, error) from None


def _refused(table: str, error: Exception) -> InputError:
    """Say that the database does not give a table: the name of the error, never its text."""
    return InputError(
        _(
            "{table}: the database cannot give this table ({detail}). "
            "Check the address, the rights and the name.",
            table=table,
            detail=type(error).__name__,
        )
    )


def _fetch(sql: Any, engine: Any, table: str) -> tuple[pd.DataFrame, list[str]]:  # noqa: ANN401 - SQLAlchemy's own types come with the extra
    """Return the rows, and the names of the columns that may hold geometry."""
    schema, _dot, name = table.rpartition(".")
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
            rows = link.execute(sql.select(*picked).limit(_MOST_ROWS + 1)).fetchall()
    except (sql.exc.SQLAlchemyError, TypeError, ValueError, OSError) as error:
        raise _refused(table, error) from None
    finally:
        engine.dispose()
    if len(rows) > _MOST_ROWS:
        raise InputError(
            _(
                "{table}: more than {n:,} rows; one list cannot have so many. Make a view with "
                "the rows of your town and name that.",
                table=table,
                n=_MOST_ROWS,
            )
        )
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
