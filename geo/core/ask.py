"""One declaration for each question field; options and screen controls are built from it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from math import inf
from typing import Any

from geo.errors import InputError
from geo.words import _

__all__ = ["Ask", "ask", "asks", "check_asks"]


@dataclass(frozen=True)
class Ask:
    """How to ask a person for one number.

    Attributes
    ----------
    label
        English label; the key of its translation.
    unit
        Unit shown behind the number: ``"m"``, ``"sites"``, ``"share"``, ``"yuan"``.
    low, high
        Smallest and largest sensible answer, both allowed. A number outside is refused.
    start
        The default, if there is one.
    """

    label: str
    unit: str
    low: float
    high: float
    start: float | None


def ask(
    label: str,
    *,
    unit: str,
    low: float,
    high: float = float("inf"),
    start: float | None = None,
) -> Any:  # noqa: ANN401 - dataclasses.field is untyped in the same way
    """Declare a field together with how to ask for it; without ``start`` it must be given."""
    metadata = {"ask": Ask(label, unit, low, high, start)}
    if start is None:
        return field(metadata=metadata)
    return field(default=start, metadata=metadata)


def asks(kind: type) -> dict[str, Ask]:
    """Return field name -> Ask, in the order of declaration; keyword-only extras come last."""
    asked = (f for f in fields(kind) if "ask" in f.metadata)
    found = sorted(asked, key=lambda f: f.kw_only is True)
    return {f.name: f.metadata["ask"] for f in found}


def check_asks(question: Any) -> None:  # noqa: ANN401 - any dataclass with asks
    """Refuse a number that is not one, not whole where it must be, or outside its range."""
    for f in fields(question):
        if "ask" not in f.metadata:
            continue
        asked: Ask = f.metadata["ask"]
        value = getattr(question, f.name)
        label = _(asked.label)
        if isinstance(value, bool) or not _is_number(value):
            raise InputError(
                _("{label}: a number is wanted, got {value!r}.", label=label, value=value)
            )
        if str(f.type) == "int" and not float(value).is_integer():
            raise InputError(
                _("{label}: a whole number is wanted, got {value}.", label=label, value=value)
            )
        if asked.high == inf and not asked.low <= value < inf:
            raise InputError(
                _(
                    "{label} must be at least {low:g} {unit}, got {value}.",
                    label=label,
                    low=asked.low,
                    unit=_(asked.unit),
                    value=value,
                )
            )
        if not asked.low <= value <= asked.high:
            raise InputError(
                _(
                    "{label} must be between {low:g} and {high:g} {unit}, got {value}.",
                    label=label,
                    low=asked.low,
                    high=asked.high,
                    unit=_(asked.unit),
                    value=value,
                )
            )


def _is_number(value: object) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, str)
