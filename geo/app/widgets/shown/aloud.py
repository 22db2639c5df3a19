"""What is read aloud of a chart: one sentence in the reader's language.

Vega would read out every axis and mark, in English and by the names of columns; `geo.app.chrome`
keeps it from that. What the sentence says stands as text or as a table beside the chart, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.words import _

__all__ = ["aloud", "sentence"]


def aloud(picture: Mapping[str, Any], said: str) -> dict[str, Any]:
    """Return a Vega-Lite chart that is read aloud as ``said``, and as nothing else."""
    return {**picture, "description": said}


def sentence(what: str, values: Iterable[tuple[str, str]]) -> str:
    """Say what a chart shows, value by value, each behind its name."""
    listed = "; ".join(f"{name.replace(chr(10), ' ')}: {value}" for name, value in values)
    return _("Chart of {what}. {values}", what=what, values=listed)
