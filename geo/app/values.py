"""What a visitor puts aside: kept plans, uploaded files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geo.core import Proposal, Scenario

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

__all__ = ["Database", "Kept", "People", "Upload"]


@dataclass(frozen=True)
class Database:
    """A database that was opened.

    Attributes
    ----------
    url
        Its address, which may hold a password: no ``repr`` shows it.
    tables
        Its tables and views.
    """

    url: str = field(repr=False)
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A plan put aside under a name, to be compared.

    Attributes
    ----------
    name
        What the planner calls it.
    scenario
        The question it answers.
    found
        The plan, together with the data it was made from.
    """

    name: str
    scenario: Scenario
    found: Proposal


@dataclass(frozen=True)
class People:
    """People counted by others, and boundaries, as a visitor gives them.

    Attributes
    ----------
    files
        ``"density"`` and ``"boundaries"`` -> file, or None.
    total
        Workers of all firms together, or None.
    heading
        Heading of the people in the density, empty for a usual one.
    boundaries_datum
        Datum of the boundaries as it was stated, or None.
    """

    files: Mapping[str, UploadedFile | None]
    total: int | None = None
    heading: str = ""
    boundaries_datum: str | None = None


@dataclass(frozen=True)
class Upload:
    """A file the visitor gave, and what was said about its columns.

    Attributes
    ----------
    kind
        ``"firms"``, ``"sites"``, ``"homes"``, ``"density"`` or ``"boundaries"``.
    path
        The file, in the visitor's folder.
    datum
        As it was stated, or None.
    part
        Sheet of a workbook or layer of a map file, or None.
    columns
        Canonical name and heading, pair by pair; an empty heading means "there is none".
    weight
        ``"1"`` to count each firm once, else None.
    total
        Workers of all firms together, where the list of firms lacks some headcounts.
    problem
        Why the list cannot be read as it is described here; empty where it can.
    remark
        What the list of firms says of the boundaries.
    is_remark_grave
        Whether it says that they are wrong.
    """

    kind: str
    path: Path
    datum: str | None = None
    part: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    weight: str | None = None
    total: int | None = None
    problem: str = ""
    remark: str = ""
    is_remark_grave: bool = False
