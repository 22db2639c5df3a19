"""Names of files that the map library takes apart."""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.words import _

__all__ = ["check_file_name"]

_TAKEN_APART = ";!"


def check_file_name(path: str | Path) -> None:
    """Refuse a path in which pyogrio sees more than a path.

    It reads paths as addresses: what follows a ``;`` is dropped, and ``!`` begins the name of a
    file inside an archive. Layers would be written beside the place that was meant.

    Raises
    ------
    InputError
        The path holds one of the two.
    """
    found = [sign for sign in _TAKEN_APART if sign in str(path)]
    if found:
        raise InputError(
            _(
                "{path}: map layers cannot stand in a file or folder whose name holds “{sign}”; "
                "rename it.",
                path=path,
                sign=found[0],
            )
        )
