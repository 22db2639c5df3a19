"""Users: what is kept of a password, the lock-out, roles, the command line."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing

import pytest

from geo import words
from geo.access import Users, users_file
from geo.cli import main
from geo.cli.app import command
from geo.errors import AccessError, InputError

PASSWORD = "three green birds 三只鸟"  # noqa: S105 - of the tests
NOW = 1_780_000_000.0
SAID_AT_THE_END = {"en": "The input ended before", "zh": "输入已结束"}


@pytest.fixture
def users(tmp_path):
    with words.in_language("en"):
        found = Users(tmp_path / "home" / "users.sqlite")
        found.add("zhang", PASSWORD, role="editor")
        yield found


def test_the_right_password_opens_and_no_other(users):
    user = users.log_in(" zhang ", PASSWORD, now=NOW)
    assert (user.name, user.role, user.folder, user.may_change) == (
        "zhang",
        "editor",
        "zhang",
        True,
    )
    for name, password in (("zhang", PASSWORD + " "), ("zhang", ""), ("li", PASSWORD), ("", "")):
        with pytest.raises(AccessError, match="do not belong together"):
            users.log_in(name, password, now=NOW)


def test_the_password_is_nowhere_in_the_file(users):
    users.add("li", PASSWORD, role="reader", folder="zhang")
    raw = users.path.read_bytes()
    assert PASSWORD.encode() not in raw
    with closing(sqlite3.connect(users.path)) as base:
        rows = base.execute("SELECT salt, digest, n, r, p FROM users").fetchall()
    assert len({row[0] for row in rows}) == len({row[1] for row in rows}) == 2
    assert all(len(row[0]) >= 16 and row[2] * row[3] * 128 * row[4] >= 2**26 for row in rows)
    if sys.platform != "win32":
        assert stat.S_IMODE(users.path.stat().st_mode) == 0o600


def test_five_wrong_passwords_lock_and_time_opens(users):
    for _try in range(5):
        with pytest.raises(AccessError, match="belong together"):
            users.log_in("zhang", "wrong wrong wrong", now=NOW)
    again = Users(users.path)  # another process: the lock is in the file
    with pytest.raises(AccessError, match="15 minutes"):
        again.log_in("zhang", PASSWORD, now=NOW + 1)
    with pytest.raises(AccessError, match="1 minutes"):
        again.log_in("zhang", PASSWORD, now=NOW + 899)
    assert again.log_in("zhang", PASSWORD, now=NOW + 901).name == "zhang"


def test_the_right_one_in_time_forgets_the_wrong_ones(users):
    for _round in range(2):
        for _try in range(4):
            with pytest.raises(AccessError):
                users.log_in("zhang", "wrong wrong wrong", now=NOW)
        assert users.log_in("zhang", PASSWORD, now=NOW).name == "zhang"


def test_a_name_nobody_has_locks_alike(users):
    said = []
    for _try in range(6):
        with pytest.raises(AccessError) as error:
            users.log_in("nobody", "wrong wrong wrong", now=NOW)
        said.append(str(error.value))
    assert "Too many" in said[-1]
    assert "belong together" in said[-2]


def test_the_organisation_vouches_only_for_users(users):
    users.add("li@example.org", None, role="reader", folder="zhang")
    assert users.known_as({"email": "Li@example.org", "email_verified": True}).folder == "zhang"
    with pytest.raises(AccessError):  # without a password nobody comes in by one
        users.log_in("li@example.org", "", now=NOW)
    for claims in (
        {"email": "x@example.org"},
        {"email": "li@example.org"},
        {"email": "li@example.org", "email_verified": False},
        {},
    ):
        with pytest.raises(AccessError):
            users.known_as(claims)


def test_who_came_in_is_known_as_they_are_now(users):
    users.add("li", PASSWORD, role="reader", folder="zhang")
    li = users.log_in("li", PASSWORD, now=NOW)
    assert users.by_now(li) == li
    users.change("li", role="editor")
    assert users.by_now(li).may_change
    assert not users.by_now(li).is_gone
    users.remove("li")
    assert users.by_now(li).is_gone
    assert not users.by_now(li).may_change
    users.add("li", PASSWORD + "!", role="reader", folder="zhang")
    assert users.by_now(li).is_gone  # another password: they come in anew
    users.remove("li")
    users.add("chen", None, role="reader")
    chen = users.known_as({"email": "chen", "email_verified": True})
    users.remove("chen")
    users.add("chen", None, role="reader", folder="zhang")
    assert users.by_now(chen).is_gone  # another folder
    users.path.unlink()
    assert users.by_now(li).is_gone


def test_every_change_of_the_file_shows_and_a_look_does_not(users):
    seen = {users.version()}
    for change in (
        lambda: users.add("li", None, role="reader"),
        lambda: users.change("li", role="editor"),
        lambda: users.remove("li"),
        users.path.unlink,
        lambda: users.add("li", None, role="reader"),
    ):
        change()
        assert users.version() not in seen
        seen.add(users.version())
    before = users.version()
    users.all()
    users.by_now(users.known_as({"email": "li", "email_verified": True}))
    assert users.version() == before


@pytest.mark.parametrize(
    "name", ["", "..", ".", "a/b", "a\\b", "../x", "a\0", "x" * 65, "a b", "<b>"]
)
def test_a_name_that_is_no_folder_is_refused(users, name):
    with pytest.raises(InputError):
        users.add(name, PASSWORD, role="editor")
    if name:
        with pytest.raises(InputError):
            users.add("ok", PASSWORD, role="editor", folder=name)


def test_what_cannot_be_is_a_sentence(users):
    for arguments in (
        ("zhang", PASSWORD, "editor"),
        ("b", "short", "editor"),
        ("b", PASSWORD, "king"),
    ):
        with pytest.raises(InputError):
            users.add(*arguments[:2], role=arguments[2])
    with pytest.raises(InputError):
        users.remove("b")
    with pytest.raises(InputError):
        users.change("b", role="reader")
    with pytest.raises(InputError):
        users.change("zhang", role="king")
    users.remove("zhang")
    assert users.all() == ()


def test_on_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "other"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    assert (
        main(["--lang", "en", "user", "add", "wang", "--role", "reader", "--folder", "zhang"]) == 0
    )
    assert main(["--lang", "en", "user", "add", "li", "--role", "editor"]) == 2
    assert main(["--lang", "en", "user", "list"]) == 0
    said = capsys.readouterr()
    assert "reader: sees and exports   zhang" in said.out
    assert "differ" in said.err
    assert PASSWORD not in said.out + said.err
    assert Users(users_file()).log_in("wang", PASSWORD, now=NOW).role == "reader"
    assert main(["--lang", "en", "user", "change", "wang", "--role", "editor"]) == 0
    assert "editor: changes as well" in capsys.readouterr().out
    assert Users(users_file()).log_in("wang", PASSWORD, now=NOW).role == "editor"
    assert main(["--lang", "en", "user", "remove", "wang"]) == 0
    assert main(["--lang", "en", "app", "--share"]) == 2
    assert "Nobody could log in yet" in capsys.readouterr().err
    assert main(["--lang", "en", "app", "--address", "0.0.0.0"]) == 2  # noqa: S104 - it is refused
    assert "--share" in capsys.readouterr().err


@pytest.mark.parametrize("language", SAID_AT_THE_END)
@pytest.mark.parametrize("answers", [0, 1])
def test_an_input_that_ends_before_both_answers_is_a_sentence(
    answers, language, tmp_path, monkeypatch, capsys
):
    """Ctrl+D, or one line through a pipe."""
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    typed = iter([PASSWORD] * answers)

    def ask(_prompt):
        for answer in typed:
            return answer
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ask)
    assert main(["--lang", language, "user", "add", "li", "--role", "editor"]) == 2
    said = capsys.readouterr().err
    assert SAID_AT_THE_END[language] in said
    assert len(said.strip().splitlines()) == 1
    assert Users(users_file()).all() == ()


def test_the_server_keeps_to_this_machine_and_tells_nobody():
    flags = command(8501, open_browser=False)
    options = dict(
        zip(flags[flags.index("--server.port") :: 2], flags[flags.index("8501") :: 2], strict=True)
    )
    assert options["--server.address"] == "127.0.0.1"
    assert options["--browser.gatherUsageStats"] == "false"
    assert options["--server.enableXsrfProtection"] == options["--server.enableCORS"] == "true"
    assert int(options["--server.maxUploadSize"]) <= 300
