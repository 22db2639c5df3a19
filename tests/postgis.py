"""A schema of a test's own in a real PostGIS, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

sqlalchemy = pytest.importorskip("sqlalchemy", reason="the extra xuanzhi[sql] is not installed")

_ASKS_FOR_NONE = "ge#heim"  # a server that asks for no password takes any


@dataclass(frozen=True)
class Schema:
    """A schema to write to, and the address of its server."""

    name: str
    url: str
    engine: object

    @property
    def password(self) -> str:
        return self._address.password or _ASKS_FOR_NONE

    @property
    def driver(self) -> str:
        return self._address.drivername

    @property
    def url_with_password(self) -> str:
        return self._address.set(password=self.password).render_as_string(hide_password=False)

    @property
    def _address(self):
        return sqlalchemy.make_url(self.url)

    def run(self, *statements: str) -> None:
        with self.engine.begin() as link:
            for one in statements:
                link.execute(sqlalchemy.text(one))

    def fill(self, table: str, columns: str, rows) -> None:
        """Create a table of four columns and put rows into it."""
        self.run(f"create table {self.name}.{table} ({columns})")
        put = sqlalchemy.text(f"insert into {self.name}.{table} values (:a, :b, :c, :d)")  # noqa: S608 - our own names
        with self.engine.begin() as link:
            link.execute(put, [dict(zip("abcd", row, strict=True)) for row in rows])


@contextmanager
def schema(name: str) -> Iterator[Schema]:
    """Make an empty schema; skip the test, with the reason, where no PostGIS is offered."""
    url = os.environ.get("XUANZHI_POSTGIS_URL")
    if not url:
        pytest.skip(
            "no PostGIS offered: set XUANZHI_POSTGIS_URL to a database that may be written to"
        )
    made = Schema(name, url, sqlalchemy.create_engine(url))
    made.run(
        "create extension if not exists postgis",
        f"drop schema if exists {name} cascade",
        f"create schema {name}",
    )
    try:
        yield made
    finally:
        made.run(f"drop schema {name} cascade")
        made.engine.dispose()
