"""``xuanzhi template``: an empty list in Excel, with an example row."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote
from typing import Any

from geo import read
from geo.cli import show
from geo.errors import InputError
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("template", help=_("write an empty list to fill in"))
    parser.add_argument("kind", choices=read.KINDS, help=_("what it lists"))
    parser.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the .xlsx"))
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Write the template."""
    if given.out.suffix.lower() != ".xlsx":
        raise InputError(_("{path}: a template is a workbook; write to a .xlsx.", path=given.out))
    read.write_template(given.kind, given.out)
    show.line(_("wrote"), str(given.out))
    of = "" if given.kind == "firms" else f" --kind {given.kind}"
    command = f"xuanzhi check {quote(str(given.out))}{of}"
    show.line("", _("write your own rows below the example, then: {command}", command=command))
    return 0
