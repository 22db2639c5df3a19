"""What a reader sees of a text in which Streamlit reads Markdown."""

from __future__ import annotations

import re

__all__ = ["as_read"]


def as_read(text: object) -> str:
    """Take away the strokes that keep a mark a mark."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", str(text))
