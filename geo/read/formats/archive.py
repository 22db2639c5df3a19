"""Archives: nothing unpacks beyond a bound, nothing leaves its folder."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from geo.errors import InputError
from geo.words import _

__all__ = ["BROKEN", "MOST_BYTES", "checked", "is_zip", "member_names", "unpacked"]

MOST_BYTES = 2 << 30
"""Unpacked bytes an archive may have in all."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What a damaged archive may raise while a member is read."""
_MOST_MEMBERS = 2000
_MOST_RATIO = 250  # real tables and shapes stay below 60; bombs begin at 1,000
_SMALL = 32 << 20  # unpacked bytes below which the ratio does not matter


def is_zip(head: bytes) -> bool:
    """Say whether the first bytes are those of a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def checked(path: Path) -> zipfile.ZipFile:
    """Open an archive after checking its directory.

    Raises
    ------
    InputError
        The archive is broken, encrypted, a bomb, or has a member outside its folder.
    """
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN:
        raise _damaged(path) from None
    try:
        _check(archive, path)
    except InputError:
        archive.close()
        raise
    return archive


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    members = archive.infolist()
    size = sum(m.file_size for m in members)
    packed = max(path.stat().st_size, 1)
    if (
        len(members) > _MOST_MEMBERS
        or size > MOST_BYTES
        or (size > _SMALL and size > _MOST_RATIO * packed)
    ):
        raise InputError(
            _(
                "{source}: the archive unpacks to {mb:,} MB in {n:,} files, which no list of "
                "firms does; it is refused.",
                source=path.name,
                mb=size >> 20,
                n=len(members),
            )
        )
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise InputError(
                _(
                    "{source}: the archive holds a path that leaves its folder ({name}); it is "
                    "refused.",
                    source=path.name,
                    name=member.filename[:80],
                )
            )
        if member.flag_bits & 1:
            raise InputError(
                _(
                    "{source}: the archive has a password. Pack it again without one.",
                    source=path.name,
                )
            )


def member_names(path: Path) -> tuple[str, ...]:
    """Return the names in an archive, empty where it cannot be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
    except BROKEN:
        return ()


def unpacked(archive: zipfile.ZipFile, member: str, path: Path) -> bytes:
    """Return the bytes of one member.

    Raises
    ------
    InputError
        The archive is damaged.
    """
    try:
        return archive.read(member)
    except BROKEN:
        raise _damaged(path) from None


def _damaged(path: Path) -> InputError:
    return InputError(
        _("{source}: the archive is damaged. Pack or save the file again.", source=path.name)
    )
