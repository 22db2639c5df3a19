"""Where somebody stands on page Find, and places clicked to draw a way through them."""

from __future__ import annotations

import streamlit as st

from geo.app.state.town import opened
from geo.explain import Place

__all__ = [
    "clear_places",
    "draw_place",
    "drawn_places",
    "is_new_click",
    "last_place",
    "stand_at",
]


def last_place(typed: str, meant: Place | None) -> Place | None:
    """Return where somebody stands: what was typed or clicked last."""
    said = (opened(), typed, None if meant is None else (meant.lon, meant.lat, meant.name))
    if said != st.session_state.get("place_said"):
        st.session_state["place_said"] = said
        st.session_state["place"] = (opened(), meant)
    number, place = st.session_state.get("place", (opened(), None))
    return place if number == opened() else None


def stand_at(place: Place) -> None:
    """Stand at a place that was clicked."""
    st.session_state["place"] = (opened(), place)


def is_new_click(spot: tuple[float, float] | None) -> bool:
    """Say whether a click was not answered yet, and remember it; None: the map knows of none.

    A map that is drawn anew has forgotten the clicks on the one before: the same spot is new there.
    """
    is_new = spot is not None and spot != st.session_state.get("place_click")
    st.session_state["place_click"] = spot
    return is_new


def drawn_places() -> tuple[tuple[float, float], ...]:
    """Return the places clicked to draw a way through them, as (lon, lat)."""
    number, places = st.session_state.get("drawn_places", (opened(), ()))
    return tuple(places) if number == opened() else ()


def draw_place(spot: tuple[float, float]) -> None:
    """Remember one place more."""
    st.session_state["drawn_places"] = (opened(), (*drawn_places(), spot))


def clear_places() -> None:
    """Forget the places clicked."""
    st.session_state["drawn_places"] = (opened(), ())
