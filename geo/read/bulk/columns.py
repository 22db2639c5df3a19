"""Which column is which: by the caller's word, else by the usual headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.errors import InputError, MissingColumnError
from geo.read.bulk.chunk import Header
from geo.read.cells.headings import PLAIN, plain
from geo.words import _

__all__ = ["choose"]


def choose(
    headings: Sequence[str],
    *,
    source: str,
    columns: Mapping[str, str] | None,
    weight: str | None,
    point: str | None = None,
) -> Header:
    """Say which columns hold the coordinates and the people.

    Parameters
    ----------
    headings
        All headings of the file.
    source
        File name, for messages.
    columns
        Canonical name (``lon``, ``lat``, ``place``, ``workers``) -> heading.
    weight
        Heading of the number of people; ``"1"`` counts each row once.
    point
        The column of points that the file itself names, if any; coordinates named by the caller
        win over it.

    Raises
    ------
    MissingColumnError
        A column is missing, or several would do.
    """
    asked = dict(columns or {})
    if unknown := set(asked) - {"lon", "lat", "place", "workers"}:
        raise InputError(
            _(
                "Unknown name of a column: {name!r}; wanted some of lon, lat, place, workers.",
                name=min(unknown),
            )
        )

    def find(field: str, heading: str | None = None) -> str:
        return _find(field, headings, source=source, asked=heading or asked.get(field))

    people = "" if weight == "1" else find("workers", weight)
    if "lon" in asked or "lat" in asked:
        return Header(find("lon"), find("lat"), people)
    is_place = not _known("lon", headings) and bool(_known("place", headings))
    if "place" in asked or point or is_place:
        place = _find("place", headings, source=source, asked=asked.get("place", point))
        return Header(place, place, people)
    return Header(find("lon"), find("lat"), people)


def _find(field: str, headings: Sequence[str], *, source: str, asked: str | None) -> str:
    if asked is not None:
        found = [h for h in headings if h == asked]
        wanted = asked
    else:
        found = next(([h for h in headings if plain(h) == p] for p in _known(field, headings)), [])
        wanted = PLAIN[field][0]
    if len(found) == 1:
        return found[0]
    if found:
        raise MissingColumnError(
            _(
                "{source}: {n} columns are headed {column!r}; rename all but one.",
                source=source,
                n=len(found),
                column=found[0],
            )
        )
    raise MissingColumnError(
        _(
            "{source}: no column {column!r} ({field}); the file has {columns}. Say which column it "
            "is.",
            source=source,
            column=wanted,
            field=field,
            columns=", ".join(map(str, headings[:12])) or "-",
        ),
        call=f"columns={{{field!r}: '…'}}",
    )


def _known(field: str, headings: Sequence[str]) -> list[str]:
    """Return the usual headings that the file has, most usual first."""
    there = {plain(h) for h in headings}
    return [p for p in PLAIN[field] if p in there]
