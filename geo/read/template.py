"""Templates: an empty list in Excel that refuses what could not be read, with an example row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.core.workbook import new_workbook
from geo.errors import InputError
from geo.words import LANGUAGES, N_, _, in_language

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["examples", "write_template"]

_ROWS = 5000  # rows with validation
_EXAMPLE = N_("Example (delete this row)")


@dataclass(frozen=True)
class _Column:
    """One column: heading (a key of the catalogue), example, rule for its cells, explanation."""

    heading: str
    example: object
    rule: dict[str, Any] | None
    note: str


_LON: dict[str, Any] = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": -180,
    "maximum": 180,
}
_LAT: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": -90, "maximum": 90}
_COUNT: dict[str, Any] = {"validate": "integer", "criteria": ">=", "value": 0}
_MEASURE: dict[str, Any] = {"validate": "decimal", "criteria": ">=", "value": 0}
_YES = ("yes", "no")
_STATUS = ("candidate", "required", "existing", "forbidden")

_NUMBER = _Column(N_("No."), 1, None, N_("your own number, or none; each only once"))
_PLACE = (
    _Column(N_("longitude"), 116.65123, _LON, N_("degrees, five decimals or more")),
    _Column(N_("latitude"), 39.91234, _LAT, N_("degrees, five decimals or more")),
)
_ENTRANCES = _Column(
    N_("entrances"),
    "116.6512, 39.9107; 116.6525, 39.9101",
    None,
    N_("only for a large venue with several: longitude, latitude; a semicolon between two"),
)
_STREET = _Column(N_("street"), "永顺镇", None, N_("street or township office"))
_COLUMNS = {
    "firms": (
        _NUMBER,
        _Column(N_("firm name"), _EXAMPLE, None, N_("name of the firm")),
        *_PLACE,
        _Column(N_("workers (people)"), 12, _COUNT, N_("people who work at this address")),
        _Column(N_("members (people)"), 9, _COUNT, N_("union members, if known")),
        _Column(N_("has a union"), "yes", {"validate": "list", "source": _YES}, N_("yes or no")),
        _STREET,
        _Column(N_("industry"), N_("food processing"), None, N_("free text")),
        _Column(N_("credit code"), "91350100M000100Y43", None, N_("18 signs, if known")),
    ),
    "sites": (
        _NUMBER,
        _Column(N_("venue name"), _EXAMPLE, None, N_("name of the venue")),
        *_PLACE,
        _Column(
            N_("status"),
            "candidate",
            {"validate": "list", "source": _STATUS},
            N_("candidate: may be chosen; required: must be; forbidden: must not be"),
        ),
        _Column(N_("places (people)"), 100, _COUNT, N_("people it can hold, if known")),
        _Column(
            N_("yearly cost (yuan)"), 20000, _MEASURE, N_("rent and running of a year, if known")
        ),
        _Column(N_("floor area (m²)"), 300, _MEASURE, N_("if known")),
        _Column(N_("opening hours"), "9:00-21:00", None, N_("free text")),
        _Column(N_("host"), N_("sports park"), None, N_("who keeps the house")),
        _ENTRANCES,
        _STREET,
    ),
    "homes": (
        _NUMBER,
        _Column(N_("home name"), _EXAMPLE, None, N_("name of the home")),
        *_PLACE,
        _Column(N_("places (people)"), 100, _COUNT, N_("people it can hold, if known")),
        _Column(N_("floor area (m²)"), 300, _MEASURE, N_("if known")),
        _Column(N_("opening hours"), "9:00-21:00", None, N_("free text")),
        _Column(N_("host"), N_("sports park"), None, N_("who keeps the house")),
        _ENTRANCES,
        _STREET,
    ),
}


def examples() -> frozenset[str]:
    """Return the names of the example rows, in every language."""
    names = []
    for code in LANGUAGES:
        with in_language(code):
            names.append(_(_EXAMPLE))
    return frozenset(names)


def write_template(kind: str, path: str | Path) -> Path:
    """Write an empty list with headings, an example row, and cells that refuse wrong entries.

    Parameters
    ----------
    kind
        ``"firms"``, ``"sites"`` or ``"homes"``.
    path
        The ``.xlsx`` to write, in the language in use.

    Raises
    ------
    InputError
        There is no such kind.
    """
    if kind not in _COLUMNS:
        raise InputError(
            _("Unknown kind {kind!r}; wanted one of {names}.", kind=kind, names=", ".join(_COLUMNS))
        )
    file = Path(path)
    with new_workbook(file) as book:
        _list(book, _COLUMNS[kind])
        _notes(book, _COLUMNS[kind])
    return file


def _list(book: xlsxwriter.Workbook, columns: tuple[_Column, ...]) -> None:
    sheet = book.add_worksheet(_("list"))
    head = book.add_format({"bold": True, "bg_color": "#D9E2EC", "border": 1})
    pale = book.add_format({"italic": True, "font_color": "#7B8794"})
    text = book.add_format({"num_format": "@"})
    for c, column in enumerate(columns):
        heading, example = _(column.heading), column.example
        sheet.write(0, c, heading, head)
        sheet.write(1, c, _(example) if isinstance(example, str) else example, pale)
        is_text = isinstance(example, str) and column.rule is None
        sheet.set_column(c, c, max(14, 2 * len(heading) + 2), text if is_text else None)
        if column.rule is not None:
            sheet.data_validation(1, c, _ROWS, c, _rule(column))
    sheet.freeze_panes(1, 2)


def _rule(column: _Column) -> dict[str, Any]:
    rule = dict(column.rule or {})
    if rule["validate"] == "list":
        rule["source"] = [_(word) for word in rule["source"]]
    note = _(column.note)
    heading = _(column.heading)
    return rule | {
        "input_title": heading[:32],
        "input_message": note[:250],
        "error_title": heading[:32],
        "error_message": note[:250],
    }


def _notes(book: xlsxwriter.Workbook, columns: tuple[_Column, ...]) -> None:
    sheet = book.add_worksheet(_("notes"))
    sheet.set_column(0, 0, 100)
    lines = [f"{_(c.heading)}: {_(c.note)}" for c in columns]
    lines += [
        _(
            "Say which map the coordinates come from: GPS (WGS-84), Amap or Tencent (GCJ-02), "
            "Baidu (BD-09)."
        ),
        _("A wrong choice moves every place by 500 to 1,300 m."),
    ]
    for r, line in enumerate(lines):
        sheet.write(r, 0, line)
