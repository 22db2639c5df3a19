"""What the checker says in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["N_", "Unknown", "Verdict", "Wrong", "gap", "judgement", "proven"]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark ``message`` for the catalogues; whoever shows it translates it."""
    return message


class Wrong(Exception):  # noqa: N818 - says what it is
    """Something in the plan does not hold: a sentence with ``{fields}``, and their values."""

    def __init__(self, sentence: str, **fields: object) -> None:
        super().__init__(sentence.format(**fields))
        self.sentence = sentence
        self.fields = fields


class Unknown(Wrong):
    """Something cannot be told from the file; it need not be wrong."""


@dataclass(frozen=True)
class Verdict:
    """Proven, a gap, or what is wrong.

    Attributes
    ----------
    kind
        ``"proven"``: no plan is better. ``"gap"``: the plan is what it says, and no plan is better
        than ``bound``. ``"wrong"``: something does not hold.
    value, bound
        The recounted value, and what is proven about all plans.
    sentence, fields
        What is said, in English, and the values of its ``{fields}``.
    """

    kind: Literal["proven", "gap", "wrong"]
    value: int = 0
    bound: int = 0
    sentence: str = ""
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def exit_status(self) -> int:
        """What the command line returns: 0 proven, 4 a gap, 1 wrong."""
        return {"proven": 0, "gap": 4, "wrong": 1}[self.kind]

    def said(self, translate: Callable[..., str]) -> str:
        """Say it in another language; ``translate(sentence, **fields)``."""
        return translate(self.sentence, **self.fields)

    def __str__(self) -> str:
        """Say it in English."""
        return self.sentence.format(**self.fields)


# The next two are the same in every language: other programs read them.


def proven(value: int) -> Verdict:
    """Nothing can be better."""
    return Verdict("proven", value, value, "PROVEN value = bound = {value}", {"value": value})


def gap(value: int, bound: int, *, is_min: bool = False) -> Verdict:
    """Say what is left between a plan and the best that could be."""
    if value == bound:
        return proven(value)
    sentence = "GAP {value} > {bound}" if is_min else "GAP {value} < {bound}"
    return Verdict("gap", value, bound, sentence, {"value": value, "bound": bound})


def judgement(found: Wrong) -> Verdict:
    """Turn what was found into a verdict."""
    kind: Literal["gap", "wrong"] = "gap" if isinstance(found, Unknown) else "wrong"
    return Verdict(kind, sentence=found.sentence, fields=found.fields)
