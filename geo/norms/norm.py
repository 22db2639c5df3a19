"""A norm as a frozen value: figures, and where each of them stands written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import Any

from geo.errors import InputError
from geo.words import _, language

__all__ = ["PERIODS", "Figure", "Norm"]

PERIODS = ("lunch", "afternoon", "evening", "night", "weekend")
"""Parts of the week that a norm may ask a home to be open in."""

_NUMBERS = (
    "radius_m",
    "walk_min",
    "times",
    "times_urban",
    "spacing_below_m",
    "spacing_dense_below_m",
    "area_m2",
    "people_low",
    "people_high",
    "members",
    "firm_size_practice",
    "firm_size_law",
    "firm_size_drive",
    "firm_size_industry",
)
_KNOWN = (*_NUMBERS, "hours")
_POSITIVE_WHOLE = {"times", "times_urban"}


@dataclass(frozen=True)
class Figure:
    """One figure of a norm.

    Attributes
    ----------
    value
        A number in the unit its name carries, or for ``hours`` words out of ``PERIODS``.
    written
        The line that says where the figure stands, or pairs of a language and the line in it.
    """

    value: float | tuple[str, ...]
    written: str | tuple[tuple[str, str], ...]

    @property
    def source(self) -> str:
        """The line that says where the figure stands, in the language in use."""
        if isinstance(self.written, str):
            return self.written
        lines = dict(self.written)
        return lines.get(language(), next(iter(lines.values()), ""))


@dataclass(frozen=True)
class Norm:
    """What a rule asks of homes or stations; every figure can be exchanged by `with_figure`.

    Attributes
    ----------
    name
        Short English name: ``"double-15"``.
    titles
        Language -> title.
    figures
        Pairs of a figure's name and the figure: ``radius_m`` and ``walk_min`` (to the nearest),
        ``times`` and ``times_urban`` (open sites within the radius), ``spacing_below_m`` and
        ``spacing_dense_below_m`` (to the next site), ``area_m2`` (at least), ``hours`` (open in
        these parts of the week), ``people_low`` and ``people_high`` (of a life circle),
        ``members`` (for a union of one's own), ``firm_size_...`` (lines between firms).
    notes
        What the rule says besides, language -> sentence; nobody here can check it.
    """

    name: str
    titles: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, Figure], ...]
    notes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that are none."""
        for name, figure in self.figures:
            _check(self.name, name, figure)

    @property
    def title(self) -> str:
        """The title in the language in use."""
        return dict(self.titles).get(language(), self.name)

    @property
    def note(self) -> str:
        """What the rule says besides, in the language in use; may be empty."""
        return dict(self.notes).get(language(), "")

    def figure(self, name: str) -> Figure | None:
        """Return a figure with its source, None where the norm says nothing."""
        return dict(self.figures).get(name)

    def number(self, name: str) -> float | None:
        """Return the value of a figure that is a number, None where the norm says nothing."""
        figure = self.figure(name)
        return None if figure is None or isinstance(figure.value, tuple) else figure.value

    @property
    def hours(self) -> tuple[str, ...]:
        """Parts of the week in which a home must be open."""
        figure = self.figure("hours")
        return figure.value if figure is not None and isinstance(figure.value, tuple) else ()

    @property
    def asks_more_of_dense(self) -> bool:
        """Whether it says anything of its own of main urban or dense areas."""
        return any(self.number(name) for name in ("times_urban", "spacing_dense_below_m"))

    def with_figure(
        self,
        name: str,
        value: float | tuple[str, ...],
        *,
        source: str | tuple[tuple[str, str], ...],
    ) -> Norm:
        """Return the norm with another figure; who changes one says where it stands.

        Parameters
        ----------
        name, value
            The figure.
        source
            The line that says so, or pairs of a language and the line in it.

        Examples
        --------
        >>> from geo.norms import norm
        >>> near = norm("double-15").with_figure("radius_m", 800, source="our own decision, 2025")
        >>> near.number("radius_m"), near.figure("radius_m").source
        (800, 'our own decision, 2025')
        """
        changed = dict(self.figures) | {name: Figure(value, source)}
        return replace(self, figures=tuple(changed.items()))

    def without(self, name: str) -> Norm:
        """Return the norm as if it said nothing of one figure.

        Examples
        --------
        >>> from geo.norms import norm
        >>> norm("double-15").without("radius_m").number("radius_m") is None
        True
        """
        return replace(self, figures=tuple(pair for pair in self.figures if pair[0] != name))

    @classmethod
    def from_toml(cls, text: str) -> Norm:
        """Read a norm from TOML, in the form of the files beside this module.

        Raises
        ------
        InputError
            The text is no TOML, or lacks a name, a title or a source.
        """
        try:
            plain = tomllib.loads(text)
            figures = [
                (name, Figure(_value(one["value"]), _written(one["source"])))
                for name, one in plain["figures"].items()
            ]
            titles, notes = tuple(plain["title"].items()), tuple(plain.get("note", {}).items())
            return cls(plain["name"], titles, tuple(figures), notes)
        except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                _(
                    "This is no norm file: {error}. Copy one of the presets and change it.",
                    error=error,
                )
            ) from None


def _value(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file; checked by the norm
    return tuple(given) if isinstance(given, list) else given


def _written(given: Any) -> Any:  # noqa: ANN401 - as `_value`
    return tuple(given.items()) if isinstance(given, dict) else given


def _check(norm: str, name: str, figure: Figure) -> None:
    """Refuse an unknown figure, a value that is none, and a value without a source."""
    if name not in _KNOWN:
        raise InputError(
            _(
                "{norm}: there is no figure {name!r}; wanted one of {names}.",
                norm=norm,
                name=name,
                names=", ".join(_KNOWN),
            )
        )
    if not _is_value(name, figure.value):
        raise InputError(
            _("{norm}: {name} cannot be {value!r}.", norm=norm, name=name, value=figure.value)
        )
    if not _is_written(figure.written):
        raise InputError(
            _("{norm}: {name} has no source; say where the figure stands.", norm=norm, name=name)
        )


def _is_written(lines: object) -> bool:
    said = [line for _language, line in lines] if isinstance(lines, tuple) else [lines]
    return bool(said) and all(isinstance(line, str) and line.strip() for line in said)


def _is_value(name: str, value: object) -> bool:
    if name == "hours":
        return isinstance(value, tuple) and bool(value) and all(v in PERIODS for v in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    is_whole = name not in _POSITIVE_WHOLE or (value >= 1 and float(value).is_integer())
    return 0 < value < float("inf") and is_whole
