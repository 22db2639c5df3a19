"""A file that is written when it is asked for; what goes wrong then is said at its button."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo import words
from geo.app import state
from geo.app.markdown import plain
from geo.errors import GeoError
from geo.words import _

__all__ = ["hand"]


class Written:
    """A file written once, for whoever asks first: the browser, or the page that runs anew."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make, self._lock = make, Lock()
        self._done: bytes | GeoError | None = None

    def __call__(self) -> bytes:
        """Return the file.

        Raises
        ------
        GeoError
            It cannot be written.
        """
        with self._lock:
            if self._done is None:
                try:
                    self._done = self._make()
                except GeoError as error:
                    self._done = error
        if isinstance(self._done, GeoError):
            raise self._done
        return self._done


def hand(  # noqa: PLR0913 - a button has that many sides
    place: DeltaGenerator,
    label: str,
    make: Callable[[], bytes],
    *,
    file_name: str,
    key: str,
    mime: str | None = None,
    icon: str | None = ":material/download:",
    width: str = "content",
    is_off: bool = False,
) -> None:
    """Offer a file; a click writes it, and what it raises on purpose is said below the button.

    Streamlit asks for a file outside the page, where an error would go to the log alone. The
    click runs the page anew as well: it looks at what became of the file that was asked for.

    Parameters
    ----------
    place
        Where the button stands.
    label, file_name, key, mime, icon, width
        As of a download button of Streamlit.
    make
        Writes the file.
    is_off
        Whether it is known before that it cannot be written; the reason is said by the caller.
    """
    asked = state.handed(key)
    written = Written(words.later(make))
    is_clicked = place.download_button(
        label,
        data=written,
        file_name=file_name,
        mime=mime,
        icon=icon,
        key=key,
        width="stretch" if width == "stretch" else "content",
        disabled=is_off,
    )
    state.keep_handed(key, written)
    if not is_clicked or is_off:
        return
    try:
        with place, st.spinner(_("Writing {file} …", file=plain(file_name))):
            (asked or written)()
    except GeoError as error:
        place.error(plain(str(error)), icon=":material/error:")
