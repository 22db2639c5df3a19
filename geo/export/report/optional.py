"""The writers of the document, each with a library that is an optional part."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from geo.errors import MissingExtraError
from geo.export.report.content import Document

__all__ = ["Writer", "writer"]

Writer = Callable[[Document, Path], None]


def writer(part: str, library: str, missing: str) -> Writer:
    """Fetch a writer.

    Parameters
    ----------
    part
        Folder of the writer: ``"word"``, ``"pdf"``.
    library
        What it is made with.
    missing
        The sentence for where that is not installed.

    Raises
    ------
    MissingExtraError
        The library is not installed.
    """
    try:
        made = import_module(f"geo.export.report.{part}")
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        raise MissingExtraError(missing) from None
    return cast("Writer", made.write)
