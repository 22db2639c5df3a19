"""``xuanzhi user``: who may come in where the planner is shared."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

from geo.access import ROLES, Users, users_file
from geo.cli import show
from geo.errors import InputError
from geo.words import _

__all__ = ["add", "run"]


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("user", help=_("say who may use a shared planner"))
    doing = parser.add_subparsers(dest="doing", required=True, metavar=_("ACTION"))
    new = doing.add_parser("add", help=_("add a user; the password is asked for, never an option"))
    new.add_argument("name", metavar=_("NAME"), help=_("name to log in with, or e-mail address"))
    new.add_argument("--role", choices=list(ROLES), required=True, help=_("what they may do"))
    new.add_argument(
        "--folder", default="", help=_("whose projects they see; their own if not given")
    )
    new.add_argument(
        "--oidc", action="store_true", help=_("they come in by the organisation's login only")
    )
    other = doing.add_parser("change", help=_("give a user another role"))
    other.add_argument("name", metavar=_("NAME"), help=_("name to log in with, or e-mail address"))
    other.add_argument("--role", choices=list(ROLES), required=True, help=_("what they may do"))
    gone = doing.add_parser("remove", help=_("remove a user; their projects stay"))
    gone.add_argument("name", metavar=_("NAME"), help=_("name to log in with, or e-mail address"))
    doing.add_parser("list", help=_("list the users"))
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Add, change, remove or list."""
    users = Users(users_file())
    if given.doing == "add":
        password = None if given.oidc else _password()
        user = users.add(given.name, password, role=given.role, folder=given.folder)
        show.line(_("added"), f"{user.name}   {_(ROLES[user.role])}")
    elif given.doing == "change":
        users.change(given.name, role=given.role)
        show.line(_("changed"), f"{given.name}   {_(ROLES[given.role])}")
    elif given.doing == "remove":
        users.remove(given.name)
        show.line(_("removed"), given.name)
    else:
        for user in users.all():
            show.line(user.name, f"{_(ROLES[user.role])}   {user.folder}")
    return 0


def _password() -> str:
    try:
        first = getpass.getpass(_("Password: "))
        again = getpass.getpass(_("The same again: "))
    except EOFError:
        raise InputError(
            _("The input ended before the password was given twice; nobody was added.")
        ) from None
    if again != first:
        raise InputError(_("The two passwords differ; nobody was added."))
    return first
