"""``xuanzhi app``: open the planner in the browser."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo import words
from geo.access import Users, users_file
from geo.errors import InputError
from geo.words import _

__all__ = ["add", "command", "main_script", "run"]

HERE, LOOPBACK = "127.0.0.1", ("127.0.0.1", "localhost", "::1")
MOST_MB = 300  # of one uploaded file


def add(commands: Any) -> None:  # noqa: ANN401 - argparse names no public type here
    """Declare the command."""
    parser = commands.add_parser("app", help=_("open the planner in the browser"))
    parser.add_argument("--port", type=int, default=8501, help=_("port on this machine"))
    parser.add_argument("--no-browser", action="store_true", help=_("serve, but open no browser"))
    parser.add_argument(
        "--share",
        action="store_true",
        help=_("let others on the network in, by name and password (xuanzhi user add)"),
    )
    parser.add_argument("--address", help=_("address to listen on; with --share all of them"))
    parser.add_argument("--certificate", type=Path, help=_("certificate (PEM), for https"))
    parser.add_argument("--key", type=Path, help=_("private key of the certificate"))
    parser.set_defaults(run=run)


def main_script() -> Path:
    """Find the page's main script: beside the package in a clone, inside it in the wheel.

    Streamlit serves the folder ``static`` beside that script.
    """
    package = Path(__file__).resolve().parents[1]
    packed = package / "main_page.py"
    return packed if packed.is_file() else package.parent / "app.py"


def command(
    port: int,
    *,
    open_browser: bool,
    address: str = HERE,
    certificate: tuple[Path, Path] | None = None,
) -> list[str]:
    """Write the command that serves the page: on this machine only unless told, no telemetry."""
    options = {
        "server.port": port,
        "server.address": address,
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",  # on: other sites' pages may not talk to this server
        "server.maxUploadSize": MOST_MB,
        "server.headless": str(not open_browser).lower(),
        "server.showEmailPrompt": "false",  # else a new machine waits for an address, in English
        "server.enableStaticServing": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "logger.hideWelcomeMessage": "true",  # with it goes what Streamlit offers to developers
        "theme.primaryColor": "#0072B2",
    }
    if certificate is not None:
        options |= {"server.sslCertFile": certificate[0], "server.sslKeyFile": certificate[1]}
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [sys.executable, "-m", "geo.app.serving", "run", str(main_script()), *flags]


def run(given: argparse.Namespace) -> int:
    """Start Streamlit and wait until it ends."""
    address = _address(given)
    certificate = _certificate(given)
    scheme = "http" if certificate is None else "https"
    shown = HERE if given.share else address
    _check_free(address, given.port)
    print(
        _(
            "The planner opens at {url} (Ctrl+C ends it).",
            url=f"{scheme}://{shown}:{given.port}",
        ),
        flush=True,
    )
    if given.share and certificate is None:
        print(
            _(
                "Passwords travel unencrypted: give --certificate and --key, or let a proxy with "
                "https stand in front."
            ),
            flush=True,
        )
    served = command(
        given.port,
        open_browser=not (given.no_browser or given.share),
        address=address,
        certificate=certificate,
    )
    told = {"XUANZHI_LANG": words.language()} | ({"XUANZHI_SHARE": "1"} if given.share else {})
    try:
        code = _serve(served, os.environ | told)
    except KeyboardInterrupt:
        return 0
    if code > 0:  # two starts within seconds: both found the port free, the other was first
        _check_free(address, given.port)
    return code if code >= 0 else 128 - code


def _serve(served: list[str], environment: Mapping[str, str]) -> int:
    """Wait until the server ends; who ends this process ends the server, which holds the port."""
    with subprocess.Popen(served, env=environment) as server:  # noqa: S603 - our own script
        before = signal.signal(signal.SIGTERM, lambda *_told: server.terminate())
        try:
            return server.wait()
        finally:
            signal.signal(signal.SIGTERM, before)


def _check_free(address: str, port: int) -> None:
    """Refuse a port on which something listens already: the planner itself, opened twice."""
    family, _kind, _proto, _name, place = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM
    )[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # else a port that was left a moment ago would count as taken
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError:
            raise InputError(
                _(
                    "Port {port} is taken: perhaps the planner is open already. Look at "
                    "http://{address}:{port} in the browser, or choose another with --port.",
                    port=port,
                    address=HERE if address == "0.0.0.0" else address,  # noqa: S104 - only told
                )
            ) from None


def _address(given: argparse.Namespace) -> str:
    """Return where to listen; others are let in by a login only."""
    address = given.address or ("0.0.0.0" if given.share else HERE)  # noqa: S104 - asked for
    if not given.share and address not in LOOPBACK:
        raise InputError(
            _(
                "{address} can be reached by others: say --share, so that they log in.",
                address=address,
            )
        )
    if given.share and not Users(users_file()).all():
        raise InputError(
            _("Nobody could log in yet. Add somebody first: xuanzhi user add NAME --role editor")
        )
    return address


def _certificate(given: argparse.Namespace) -> tuple[Path, Path] | None:
    if given.certificate is None and given.key is None:
        return None
    for path in (given.certificate, given.key):
        if path is None or not path.is_file():
            raise InputError(
                _("--certificate and --key belong together; {path} is no file.", path=path or "-")
            )
    return given.certificate, given.key
