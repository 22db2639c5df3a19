"""The command line: arguments and printing only; `geo.study` does the work.

Exit status: 0 done, 1 a checked plan is wrong or one solved again differs, 2 bad input,
3 infeasible, 4 stopped before a proof.
"""

from __future__ import annotations

import io
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from geo import words
from geo.cli import (
    app,
    check,
    check_plan,
    demo,
    export,
    geocode,
    locate,
    plan,
    report,
    rerun,
    show,
    template,
    user,
    worker_page,
)
from geo.cli.options.parser import Parser
from geo.errors import GeoError, InfeasibleError, StoppedError
from geo.words import _

__all__ = ["COMMANDS", "main"]

COMMANDS = (
    plan,
    check,
    template,
    geocode,
    demo,
    export,
    report,
    check_plan,
    rerun,
    locate,
    worker_page,
    user,
    app,
)
"""Each command is a module with ``add(subparsers)`` and ``run(arguments) -> int``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``xuanzhi``; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Chinese Windows console is not UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if argv is None else argv)
    if (spoken := _spoken(given)) is not None:
        words.use(spoken)
    arguments = _parser().parse_args(given)
    show.aside(is_aside=str(getattr(arguments, "json", None)) == "-")
    before, sys.excepthook = sys.excepthook, _report_bug
    try:
        return int(arguments.run(arguments))
    except InfeasibleError as error:
        return _say(error, 3)
    except StoppedError as error:
        return _say(error, 4)
    except GeoError as error:
        return _say(error, 2)
    except OSError as error:
        return _say(
            _("{file} cannot be read or written: {why}.", file=error.filename, why=error.strerror),
            2,
        )
    except KeyboardInterrupt:
        return _say(_("stopped by you"), 130)
    finally:
        if sys.exc_info()[0] is None:
            sys.excepthook = before


def _parser() -> Parser:
    parser = Parser(
        prog="xuanzhi",
        description=_("Choose, prove and explain where shared workers' homes stand."),
    )
    parser.add_argument("--lang", choices=words.LANGUAGES, help=_("language of the output"))
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for command in COMMANDS:
        command.add(commands)
    return parser


def _spoken(given: list[str]) -> str | None:
    """Find ``--lang`` before parsing, so that the help itself is in that language."""
    for word, after in zip(given, [*given[1:], ""], strict=True):
        if word == "--lang" and after in words.LANGUAGES:
            return after
        if word.removeprefix("--lang=") in words.LANGUAGES and word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def _say(error: object, status: int) -> int:
    print(f"xuanzhi: {error}", file=sys.stderr)
    if option := getattr(error, "option", ""):
        print("  " + _("On the command line: {option}", option=option), file=sys.stderr)
    return status


def _report_bug(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Keep a traceback for the developers; show the user a sentence."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="xuanzhi-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(kind, error, trace, file=log)
    _say(
        _(
            "An error in the program, not in your data ({kind}). Nothing you gave was changed. "
            "Please report it with this file: {log}",
            kind=kind.__name__,
            log=Path(log.name),
        ),
        1,
    )
