"""A parser of options that speaks the user's language, its own sentences too."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from geo.words import N_, _

__all__ = ["Parser"]

_SENTENCES = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("expected %s argument"),
    N_("expected %s arguments"),
    N_("ignored explicit argument %r"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("not allowed with argument %s"),
    N_("one of the arguments %s is required"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
)
"""What the standard library's parser says, which asks gettext for it and knows no other way."""


class Parser(argparse.ArgumentParser):
    """A parser that speaks like every other message, and says where the options are explained."""

    def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        vars(argparse).update(_=_said, ngettext=_counted)
        super().__init__(*given, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the options; status 2."""
        print(f"xuanzhi: {message}", file=sys.stderr)
        print("xuanzhi: " + _("See {program} --help.", program=self.prog), file=sys.stderr)
        sys.exit(2)


def _said(sentence: str) -> str:
    return _(sentence) if sentence in _SENTENCES else sentence


def _counted(one: str, many: str, n: int) -> str:
    return _said(one if n == 1 else many)
