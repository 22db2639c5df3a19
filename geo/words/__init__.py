"""Words: every sentence a user reads, in Chinese and in English.

The English sentence is the key; ``zh/*.po`` holds the Chinese one, a file for each room. The
language is a context variable, so that two people in one server can each have their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from locale import getlocale
from typing import TypeVar

__all__ = ["LANGUAGES", "N_", "_", "in_language", "language", "later", "use"]

T = TypeVar("T")

LANGUAGES = {"zh": "中文", "en": "English"}


def _machine_language() -> str:
    """Chinese on a Chinese machine, else English; ``XUANZHI_LANG`` decides over both."""
    for name in ("XUANZHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (getlocale()[0] or "").startswith(("zh", "Chinese")) else "en"


_current: ContextVar[str | None] = ContextVar("xuanzhi_language", default=None)


def language() -> str:
    """Return the language in use: ``"zh"`` or ``"en"``."""
    return _current.get() or _machine_language()


def use(code: str) -> None:
    """Speak ``code`` from here on, in this thread of control."""
    if code not in LANGUAGES:
        msg = f"language must be one of {sorted(LANGUAGES)}, got {code!r}"
        raise ValueError(msg)
    _current.set(code)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak ``code`` inside a ``with`` block."""
    before = _current.get()
    use(code)
    try:
        yield
    finally:
        _current.set(before)


def later(make: Callable[..., T], *given: object) -> Callable[[], T]:
    """Return a call that speaks the language of now, whenever and in whatever thread it is made."""
    code = language()

    def speak() -> T:
        with in_language(code):
            return make(*given)

    return speak


@cache
def _catalogue(code: str) -> dict[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - English needs no catalogue

    words: dict[str, str] = {}
    folder = files("geo.words") / code
    if not folder.is_dir():
        return words
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                words |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return words


def _(message: str, **values: object) -> str:
    """Say ``message`` in the language in use, with ``values`` put into its ``{fields}``."""
    said = message if (code := language()) == "en" else _catalogue(code).get(message, message)
    return said.format(**values) if values else said


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark ``message`` for the catalogue; it is translated where it is shown."""
    return message
