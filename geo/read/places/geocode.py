"""Geocoding by an online service: an option, asked by name, with the user's own key.

Everything else works without internet. Answers are kept on disk, so that no address is asked
twice; the key is neither kept nor ever part of a message.
"""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core.crs import to_wgs84
from geo.errors import MissingColumnError, ServiceError
from geo.read.cells.columns import match_columns
from geo.read.cells.headings import looks_like_headings
from geo.read.formats import Ask, reader_of
from geo.read.places.services import Answer, Service
from geo.words import _

__all__ = ["Geocoder", "geocode", "read_addresses"]

_LONGEST = 1 << 20  # bytes of an answer
_TRIES = 3
_UNCLEAR, _MOST_UNCLEAR = "unclear", 5  # so many in a row: it is not the addresses
_TABLE = (
    "create table if not exists answer (service text, city text, address text, "
    "lon real, lat real, level text, primary key (service, city, address))"
)


@dataclass
class Geocoder:
    """Asks one service, politely.

    Attributes
    ----------
    service
        A value of ``SERVICES``.
    key
        The user's key.
    cache
        File of the answers.
    city
        City the addresses are in, or "".
    per_second
        Most questions a second.
    timeout_s
        Seconds to wait for an answer.
    sleep
        Waits some seconds.
    """

    service: Service
    key: str = field(repr=False)
    cache: Path
    city: str = ""
    per_second: float = 3.0
    timeout_s: float = 10.0
    sleep: Callable[[float], object] = time.sleep
    _last: float = field(default=-np.inf, repr=False)

    def find(self, address: str) -> Answer:
        """Return where an address is, in the datum of the service; from the cache if it is there.

        Raises
        ------
        ServiceError
            The service cannot be reached, refuses, or answers what cannot be understood.
        """
        name = (self.service.name, self.city, address.strip())
        try:
            with closing(sqlite3.connect(self.cache)) as kept, kept:
                kept.execute(_TABLE)
                where = "service = ? and city = ? and address = ?"
                query = f"select lon, lat, level from answer where {where}"  # noqa: S608 - constant
                known = kept.execute(query, name).fetchone()
                if known is not None:
                    return Answer(*known)
                answer = self._ask(name[2])
                row = (*name, answer.lon, answer.lat, answer.level)
                kept.execute("insert or replace into answer values (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error:
            raise ServiceError(
                _(
                    "{file} cannot keep the answers. Name another file, in a folder you may write.",
                    file=self.cache,
                )
            ) from None
        return answer

    def _ask(self, address: str) -> Answer:
        """Ask, and again a little later where the service is busy or silent."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(address)
            except ServiceError as error:
                is_passing = error.code in {"silent", *self.service.busy}
                if not is_passing or attempt == _TRIES:
                    raise
                self.sleep(2.0**attempt)
        raise AssertionError

    def _once(self, address: str) -> Answer:
        asked = {**self.service.fixed, "address": address, "city": self.city}
        asked |= {self.service.key: self.key}
        url = f"{self.service.url}?{urllib.parse.urlencode({k: v for k, v in asked.items() if v})}"
        self.sleep(max(0.0, self._last + 1 / self.per_second - time.monotonic()))
        self._last = time.monotonic()
        try:
            answer = self.service.read(json.loads(self._get(url)))
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            raise self._unclear() from None
        if answer.lon is None or answer.lat is None:
            return answer
        if not (abs(answer.lon) <= 180 and abs(answer.lat) <= 90):  # NaN too
            raise self._unclear()
        return answer

    def _get(self, url: str) -> bytes:
        try:
            with urllib.request.urlopen(url, timeout=self.timeout_s) as reply:  # noqa: S310 - https, by the table of services
                told: bytes = reply.read(_LONGEST + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise self._silent(f"HTTP {error.code}") from None
        except (OSError, HTTPException) as error:  # no connection, too late, cut off
            raise self._silent(type(error).__name__) from None
        if len(told) > _LONGEST:
            raise self._unclear()
        return told

    def _silent(self, why: str) -> ServiceError:
        return ServiceError(
            _(
                "{service} cannot be reached ({why}). Check the connection; the addresses found so "
                "far are kept, ask again later.",
                service=self.service.name,
                why=why,
            ),
            code="silent",
        )

    def _unclear(self) -> ServiceError:
        return ServiceError(
            _(
                "{service} answers something else than places. Is there a proxy or a sign-in page "
                "in between?",
                service=self.service.name,
            ),
            code=_UNCLEAR,
        )


def geocode(addresses: Iterable[str], geocoder: Geocoder) -> pd.DataFrame:
    """Look addresses up, one after the other.

    One that the service cannot answer is left without a place, and the others go on.

    Returns
    -------
    pandas.DataFrame
        ``lon, lat`` in WGS-84 (NaN where nothing is known), ``lon_original, lat_original`` as the
        service gives them, ``datum_original``, ``level`` and ``reason``, why there is no place
        ("" where there is one); a row for each address.

    Raises
    ------
    ServiceError
        The service cannot be reached, refuses to go on, or answered several addresses in a row
        with what cannot be understood; what was found is kept.
    """
    answers, reasons, in_a_row = [], [], 0
    for text in addresses:
        answer, reason, is_unclear = _found(text, geocoder, may_fail=in_a_row + 1 < _MOST_UNCLEAR)
        in_a_row = in_a_row + 1 if is_unclear else 0
        answers.append(answer)
        reasons.append(reason)
    lon = np.array([np.nan if a.lon is None else a.lon for a in answers], np.float64)
    lat = np.array([np.nan if a.lat is None else a.lat for a in answers], np.float64)
    x, y = lon.copy(), lat.copy()
    ok = np.isfinite(lon) & np.isfinite(lat)
    x[ok], y[ok] = to_wgs84(lon[ok], lat[ok], geocoder.service.datum)
    return pd.DataFrame(
        {
            "lon": x,
            "lat": y,
            "lon_original": lon,
            "lat_original": lat,
            "datum_original": geocoder.service.datum,
            "level": [a.level for a in answers],
            "reason": reasons,
        }
    )


def _found(text: str, geocoder: Geocoder, *, may_fail: bool) -> tuple[Answer, str, bool]:
    """Look one address up; return why it has no place, too, and whether its answer was unclear."""
    if not text.strip():
        return Answer(None, None), _("no address"), False
    try:
        answer = geocoder.find(text)
    except ServiceError as error:
        if not may_fail or error.code not in {_UNCLEAR, *geocoder.service.of_address}:
            raise
        return Answer(None, None), str(error), True
    if answer.lon is None:
        return answer, _("{service} knows no such address", service=geocoder.service.name), False
    return answer, "", False


def read_addresses(
    path: str | Path, *, column: str | None = None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Read the addresses of a table, without asking for coordinates.

    Parameters
    ----------
    path
        A file of any kind that `read_layer` knows.
    column
        Heading of the addresses; None looks for a usual one.

    Returns
    -------
    table, addresses
        The cells as they stand, and the address of each row ("" where it has none).

    Raises
    ------
    MissingColumnError
        No column holds addresses.
    """
    file = Path(path)
    ask = Ask(is_heading=lambda cells: looks_like_headings(cells, "firms"))
    table = reader_of(file).read(file, ask).table
    match = match_columns(
        table, "firms", source=file.name, columns={"address": column} if column else {}
    )
    if "address" not in match:
        raise MissingColumnError(
            _(
                "{source}: no column with addresses. The file has: {found}. Say which one "
                "holds them.",
                source=file.name,
                found=", ".join(map(str, table.columns[:30])),
            ),
            option="--address COLUMN",
        )
    cells = table[match["address"].column]
    return table, tuple("" if pd.isna(c) else str(c).strip() for c in cells)
