"""Maps on the screen: from our own vectors, without internet, without reruns on pan and zoom."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.draw import legend_entries

__all__ = ["legend", "show_map"]


def show_map(drawn: Any, *, key: str, height: int = 560) -> None:  # noqa: ANN401 - folium is draw's
    """Show a map; panning and zooming stay in the browser."""
    st_folium(drawn, key=f"map-{key}", height=height, use_container_width=True, returned_objects=[])


def legend(*, density: bool) -> None:
    """Say what the marks mean."""
    st.html(legend_entries(density=density))
