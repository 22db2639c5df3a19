"""What an export format says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geo.core import Proposal

__all__ = ["Format"]


@dataclass(frozen=True)
class Format:
    """One format a proposal can be written in.

    Attributes
    ----------
    suffix
        Lower-case suffix that chooses it: ``".gpkg"``.
    title
        English words for a download button, translated where they are shown.
    mime
        Media type for a download.
    write
        Writes a proposal to a path that does not exist yet.
    has_own_editions
        Whether it words the public edition itself, by the release of the proposal; other formats
        are given groups in place of firms.
    has_map
        Whether a map is drawn in it: for the public it then needs a review number.
    """

    suffix: str
    title: str
    mime: str
    write: Callable[[Proposal, Path], None]
    has_own_editions: bool = False
    has_map: bool = False
