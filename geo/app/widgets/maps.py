"""Maps on the screen: from our own vectors, without internet, without reruns on pan and zoom."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from geo.draw import Map
from geo.words import _

__all__ = ["show_map"]


def show_map(drawn: Map, *, key: str, summary: str, height: int = 560) -> None:
    """Show a map with its summary in words; panning and zooming stay in the browser."""
    st_folium(drawn, key=f"map-{key}", height=height, use_container_width=True, returned_objects=[])
    st.caption(_("In words: {summary}", summary=summary))
