"""A sentence that the screen may show names no option and no call of a program."""

from __future__ import annotations

import ast
import re

import pytest
from spoken import ROOT, TRANSLATED, USED

from geo import cli
from geo.errors import GeoError, InputError

OPTION = re.compile(r"(?<![\w-])--[a-z]")
CALL = re.compile(
    r"\b[a-z_]+=(?:['\"\w{…]|None)|\b[a-z_]+\.[a-z_.]+\(|\bgeo\.[A-Za-z]|\bLineRules|\bWish\b"
)
# The command line's own room, and the checker of files, which is a command alone.
ALONE = ("cli/", "verify/")


def shown():
    """Return the sentences said anywhere but on the command line."""
    return {
        key for key, places in USED.items() if any(not place.startswith(ALONE) for place in places)
    }


def test_no_sentence_of_the_screen_names_an_option_or_a_call():
    named = [
        said
        for key in shown()
        for said in (key, *TRANSLATED.get(key, {}).values())
        if OPTION.search(said) or CALL.search(said)
    ]
    assert named == []


@pytest.mark.parametrize(
    "said",
    ["give --review-number", "Say which: sheet={first!r}.", "columns={{'lon': '…'}}",
     "say datum='EPSG:4549'", "(crs=None)", "call geo.Street.from_file(FILE)", "用 --out 指定"],
)  # fmt: skip
def test_such_a_sentence_would_be_found(said):
    assert OPTION.search(said) or CALL.search(said)


def options():
    """Return the options that errors carry, wherever one is raised."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for call in (
            n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)
        ):
            for given in (k.value for k in call.keywords if k.arg == "option"):
                found |= set(re.findall(r"--[a-z-]+", ast.unparse(given)))
    return found


def test_the_command_line_has_each_option_that_an_error_carries():
    known = "\n".join(p.read_text("utf-8") for p in (ROOT / "cli").rglob("*.py"))
    assert len(options()) > 8
    assert [one for one in options() if f'"{one}"' not in known] == []


def test_the_command_line_alone_says_the_option(tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("企业名称,甲,职工人数\n某企业,x,5\n另一家,y,6\n", encoding="utf-8")
    assert cli.main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert "no column with coordinates" in said
    assert "On the command line: --column lon=… --column lat=…" in said


def test_a_program_finds_its_own_remedy_below_the_error():
    error = InputError("Which sheet?", option="--sheet 2023", call="sheet='2023'")
    assert str(error) == "Which sheet?"
    assert error.option == "--sheet 2023"
    assert error.__notes__ == ["sheet='2023'"]
    assert GeoError("Nothing.").option == ""
