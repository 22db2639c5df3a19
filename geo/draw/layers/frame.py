"""Around the map: zoom, north, scale bar, legend, whom the data belong to."""

from __future__ import annotations

from collections.abc import Iterable

import folium
from folium.template import Template

from geo import words
from geo.draw import keys
from geo.draw.layers.element import Layer
from geo.draw.legend import LegendEntry, legend_html
from geo.draw.safe import literal, text
from geo.words import _

__all__ = ["NORTH", "Frame"]

NORTH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="20" viewBox="0 0 14 20" '
    'aria-hidden="true"><path d="M7 1 1 18l6-4z" fill="#333"/>'
    '<path d="M7 1l6 17-6-4z" fill="#fff" stroke="#333" stroke-width=".8"/></svg>'
)


class Frame(folium.MacroElement):
    """Furniture of the map; added after the layers, whose order it keeps, and their switch.

    Parameters
    ----------
    layers
        The switchable layers, from the bottom up.
    bounds
        South, west, north, east in degrees: what is shown at first.
    credits_
        Notices of the data's owners.
    legend
        The lines of the legend.
    asked
        Whether the page answers a click on the map.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "xuanzhi.frame({{ this._parent.get_name() }}, {{ this.literal }}, "
        "[{% for layer in this.layers %}{{ layer.get_name() }},{% endfor %}]);"
        "{% endmacro %}"
    )

    def __init__(
        self,
        layers: list[Layer],
        *,
        bounds: tuple[float, float, float, float],
        credits_: Iterable[str],
        legend: tuple[LegendEntry, ...],
        asked: bool = False,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca is half typed
        self._name = "XuanzhiFrame"
        self.layers = layers
        south, west, north, east = bounds
        self.literal = literal(
            {
                "bounds": [[south, west], [north, east]],
                "credits": [text(credit) for credit in credits_],
                "legend": legend_html(legend) if legend else "",
                "north": NORTH + text(_("N")),
                "zoom_in": text(_("Zoom in")),
                "zoom_out": text(_("Zoom out")),
                "map": text(_("Map; arrow keys move it, plus and minus zoom")),
                "layers": text(_("Layers")),
                "close": text(_("Close this card")),
                "keys": keys.reading(asked=asked),
                "asked": asked,
                "lang": words.language(),
            }
        )
