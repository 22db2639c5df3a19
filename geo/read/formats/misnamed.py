"""Files whose ending promises another format: a text under the name of a GeoPackage or workbook.

A list is read under any name. What is no list would be told as one without rows, though most likely
it is a message of a server, or a pointer of Git, in place of the file that was wanted.
"""

from __future__ import annotations

from pathlib import Path

from geo.errors import InputError
from geo.words import _

__all__ = ["refuse_misnamed"]

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SEPARATORS = (b",", b"\t", b";", b"|", *("，".encode(code) for code in _ENCODINGS))


def refuse_misnamed(head: bytes, path: Path) -> None:
    """Refuse a text of another name than a text's that does not look like a list.

    Parameters
    ----------
    head
        Its first 4,096 bytes, text in any encoding.
    path
        The file, whose ending is that of another format.

    Raises
    ------
    InputError
        It is neither a table nor GeoJSON by its first lines.
    """
    lines = [line for line in head.replace(b"\x00", b"").splitlines() if line.strip()]
    is_table = any(
        2 <= sum(sign in line for line in lines) >= len(lines) / 2 for sign in _SEPARATORS
    )
    is_feature = b'"type"' in head and lines[0].lstrip(b"\xef\xbb\xbf \t").startswith(b"{")
    if is_table or is_feature:
        return
    raise InputError(
        _(
            "{source}: by its content this is plain text, not what its ending {suffix} says. Copy "
            "or export the file again.",
            source=path.name,
            suffix=path.suffix,
        )
    )
