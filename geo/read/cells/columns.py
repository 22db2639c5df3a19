"""Columns: which column of a file is which, by the user's word, by its heading, by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.errors import InputError, MissingColumnError
from geo.read.cells.content import by_content
from geo.read.cells.findings import shown
from geo.read.cells.headings import HEADINGS, KNOWN, PARTIAL, PLAIN, STEMS, fields_of, plain
from geo.words import N_, _

__all__ = ["WHY", "Match", "match_columns"]

WHY = {"user": N_("named by you"), "heading": N_("by its heading"), "content": N_("by its content")}
"""How a column was recognised -> label, translated where it is shown."""


@dataclass(frozen=True)
class Match:
    """One column of the file and what it is taken for.

    Attributes
    ----------
    field
        Canonical name: ``"workers"``.
    column
        Heading in the file: ``"职工总数"``.
    why
        A key of ``WHY``.
    examples
        Up to three values, to be shown beside the proposal.
    rivals
        Other columns that would have done; the user should look at these.
    """

    field: str
    column: str
    why: str
    examples: tuple[str, ...]
    rivals: tuple[str, ...] = ()


def match_columns(
    table: pd.DataFrame, kind: str, *, source: str, columns: Mapping[str, str] | None = None
) -> dict[str, Match]:
    """Say which column of ``table`` is which.

    Parameters
    ----------
    table
        ``(n, ...)`` the file's own columns.
    kind
        ``"firms"``, ``"sites"`` or ``"homes"``.
    source
        File name, for messages.
    columns
        The user's word: canonical name -> heading, empty for "there is none". It wins over
        everything.

    Raises
    ------
    MissingColumnError
        The user names a column that the file does not have.
    InputError
        The user names a field that does not exist.
    """
    said = dict(columns or {})
    given = _by_user(table, said, source)
    taken = set(given.values())
    found = {f: _match(table, f, c, "user") for f, c in given.items()}
    by_plain: dict[str, list[str]] = {}
    for column in table.columns:
        by_plain.setdefault(plain(column), []).append(column)
    for field in fields_of(kind):
        if field in said:
            continue
        hits = [c for c in _by_heading(by_plain, field) if c not in taken]
        if hits:
            found[field] = _match(table, field, hits[0], "heading", tuple(hits[1:]))
            taken.add(hits[0])
    known = set(found) | set(said)
    if "place" not in known and not {"lon", "lat"} <= known:
        seen = by_content(table, taken, {"lon", "lat"} & known)
        found |= {f: _match(table, f, c, "content") for f, c in seen.items()}
    return found


def _by_user(table: pd.DataFrame, columns: dict[str, str], source: str) -> dict[str, str]:
    for field, column in columns.items():
        if field not in HEADINGS:
            raise InputError(
                _(
                    "Unknown column name {field!r}; wanted one of {names}.",
                    field=field,
                    names=", ".join(HEADINGS),
                )
            )
        if column and column not in table.columns:
            raise MissingColumnError(
                _(
                    "{source}: there is no column {column!r} (wanted for {field}). The file "
                    "has: {found}. Name one of these.",
                    source=source,
                    column=column,
                    field=field,
                    found=_listed(table),
                )
            )
    return {field: column for field, column in columns.items() if column}


def _listed(table: pd.DataFrame) -> str:
    names = [shown(c) for c in table.columns[:30]]
    return ", ".join(names) + (" …" if len(table.columns) > len(names) else "")


def _by_heading(by_plain: dict[str, list[str]], field: str) -> list[str]:
    """Return the columns whose heading fits, the most usual heading first."""
    exact = [c for h in PLAIN[field] for c in by_plain.get(h, [])]
    if exact:
        return list(dict.fromkeys(exact))
    loose = [
        c
        for p, cs in by_plain.items()
        if p not in KNOWN
        and any(s in p for s in STEMS.get(field, ()))
        and not any(w in p for w in PARTIAL)
        for c in cs
    ]
    if len(loose) == 1:
        return loose
    cut = [c for p, cs in by_plain.items() if p not in KNOWN and _is_cut(p, field) for c in cs]
    return cut if len(cut) == 1 else []


def _is_cut(heading: str, field: str) -> bool:
    """Say whether a heading is the beginning of a usual one: a Shapefile keeps ten bytes."""
    size = len(heading.encode())
    return 6 <= size <= 10 and any(h.startswith(heading) for h in PLAIN[field])


def _match(
    table: pd.DataFrame, field: str, column: str, why: str, rivals: tuple[str, ...] = ()
) -> Match:
    cells = (shown(v) for v in table[column].head(20))
    return Match(field, column, why, tuple(dict.fromkeys(c for c in cells if c))[:3], rivals)
