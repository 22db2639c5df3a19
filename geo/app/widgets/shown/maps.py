"""Maps on the screen: from our own vectors, without internet, without reruns on pan and zoom."""

from __future__ import annotations

import json
import threading
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.app import look, state
from geo.app.alone import by_itself
from geo.app.markdown import plain
from geo.core import Study
from geo.draw import Block, Map, TileMap, vendor
from geo.draw.tiles.says import locale
from geo.explain import Place, place_at
from geo.words import _

__all__ = ["clicked", "expect_tiles", "framed", "show_map", "show_tiles"]

# The page's own module: what a blob of script imports must have a full address.
_LOADER = """
const at = new URL(%s, document.baseURI).href;
export default function (component) {
  import(at).then((map) => map.show(component));
  return () => import(at).then((map) => map.leave(component.parentElement));
}
"""

_component = st.components.v2.component(
    "xuanzhi_map", js=_LOADER % json.dumps(vendor.module(vendor.SERVED_AT))
)

_drawing = threading.Lock()
"""Drawing numbers the layers anew: a run that was overtaken may still draw the same map."""


def show_map(drawn: Map | TileMap, summary: str, *, key: str, height: int = 560) -> None:
    """Show a map with its summary in words; panning and zooming stay in the browser."""
    if isinstance(drawn, TileMap):
        show_tiles(drawn, key=key, height=height)
    else:
        with _drawing:
            st_folium(
                drawn,
                key=f"map-{key}",
                height=framed(height),
                use_container_width=True,
                returned_objects=[],
            )
    st.caption(_("In words: {summary}", summary=plain(summary)))


def clicked(study: Study, drawn: Map, *, key: str = "find", height: int = 460) -> Place | None:
    """Show the map; return the place that was clicked on it just now."""
    told = st_folium(
        drawn,
        key=f"map-{key}-{state.opened()}",
        height=framed(height),
        use_container_width=True,
        returned_objects=["last_clicked"],
    )
    last = (told or {}).get("last_clicked")
    spot = (last["lng"], last["lat"]) if last else None
    if not state.is_new_click(spot) or spot is None:
        return None
    return place_at(study, *spot)


def framed(height: int) -> int:
    """Return the height of a frame that takes so much of a page: a projector's is enlarged."""
    return round(height / look.NEARER) if state.is_large() else height


def expect_tiles() -> None:
    """Have the browser make a large map ready, before a large project is opened."""
    _component(key="tiles-soon", data={"ready": vendor.SERVED_AT, "locale": locale()}, height=1)


def show_tiles(drawn: TileMap, *, key: str, height: int = 560) -> dict[str, Any] | None:
    """Show a map of any number of firms; return what was done on it, if it can be edited.

    The firms travel once, as bytes inside the page's own connection; no address serves them. The
    scene goes first, so that the browser makes the map ready while the firms are on their way; what
    their cards say comes last.
    """
    scene = drawn.scene | {"base": vendor.SERVED_AT, "height": height}
    with st.container(gap=None):
        found = _component(
            key=f"tiles-{key}", data=scene, height=height, on_edit_change=lambda: None
        )
        _component(key=f"tiles-{key}-firms", data=drawn.block.payload, height=1)
        _follow(drawn.block, f"tiles-{key}-words")
    done = found.edit
    return done if isinstance(done, dict) else None


@by_itself()
def _follow(block: Block, key: str) -> None:
    """Send what cards say of the firms once the browser has drawn them.

    To write and to send it takes as long as the drawing, which has the processor first.
    """
    drawn = st.session_state.get(key, {}).get("drawn")
    said: Any = block.words() if drawn == block.digest else {"drawn": block.digest}
    _component(key=key, data=said, height=1, on_drawn_change=lambda: None)
