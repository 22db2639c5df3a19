"""A new Excel workbook, whose faults in writing are those of any file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["new_workbook"]


@contextmanager
def new_workbook(
    path: Path, options: Mapping[str, Any] | None = None
) -> Iterator[xlsxwriter.Workbook]:
    """Write a workbook at the end of the ``with`` block.

    Raises
    ------
    OSError
        It cannot be written: no such folder, open in Excel, the disk is full.
    """
    import xlsxwriter  # noqa: PLC0415 - only who writes a workbook needs it
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - the same

    try:
        with xlsxwriter.Workbook(path, dict(options or {})) as book:
            yield book
    except FileCreateError as error:  # made of an OSError, but none itself
        (of,) = error.args
        raise OSError(of.errno, of.strerror, str(path)) from error
