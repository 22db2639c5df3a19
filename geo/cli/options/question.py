"""The question: an option for each field that a problem declares."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from typing import Any

from geo.core import Ask, Problem, asks
from geo.errors import InputError
from geo.solve import PROBLEMS
from geo.words import _

__all__ = ["add_question", "problem"]


def add_question(parser: argparse.ArgumentParser, **start: float) -> None:
    """Add ``--problem`` and an option for each field that some problem declares."""
    group = parser.add_argument_group(_("the question"))
    names = [p.name for p in PROBLEMS]
    group.add_argument(
        "--problem", type=_kebab, choices=names, default=names[0], help=_("which question")
    )
    declared: dict[str, Ask] = {}
    for kind in PROBLEMS:
        for name, asked in asks(kind).items():
            declared.setdefault(name, asked)
    for name, asked in declared.items():
        group.add_argument(
            "--" + name.replace("_", "-"),
            type=_number,
            default=start.get(name),
            metavar=asked.unit.upper(),
            help=_(asked.label),
        )
    for name in sorted(_further_fields(declared)):
        group.add_argument(
            "--" + name.replace("_", "-"), metavar=_("COLUMN"), help=argparse.SUPPRESS
        )
    group.add_argument(
        "--limit-s", type=_number, help=_("stop after so many seconds with the best plan found")
    )
    group.add_argument("--seed", type=int, default=0, help=_("seed of every random step"))


def _number(text: str) -> float:
    """Read a number; say in the user's language where it is none."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a number is wanted, got {text!r}", text=text)) from None


def _kebab(name: str) -> str:
    """Accept a question's class name too: ``MaxCover`` and ``max_cover`` are ``max-cover``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").lower()


def _further_fields(declared: dict[str, Ask]) -> set[str]:
    """Fields of problems that are words (a column's name), not numbers."""
    kinds: tuple[Any, ...] = PROBLEMS
    every = {f.name: f for kind in kinds for f in fields(kind)}
    return {n for n, f in every.items() if n not in declared and "str" in str(f.type)}


def problem(given: argparse.Namespace) -> Problem:
    """Build the question; say which option is missing."""
    kind: type[Any] = next(p for p in PROBLEMS if p.name == given.problem)
    choices: dict[str, Any] = {}
    for field in fields(kind):
        value = getattr(given, field.name, None)
        if value is None:
            continue
        whole = str(field.type) == "int" and float(value).is_integer()
        choices[field.name] = int(value) if whole else value
    missing = [n for n, a in asks(kind).items() if a.start is None and n not in choices]
    if missing:
        raise InputError(
            _(
                "{problem} needs {options}.",
                problem=given.problem,
                options=", ".join("--" + n.replace("_", "-") for n in missing),
            )
        )
    question: Problem = kind(**choices)
    return question
