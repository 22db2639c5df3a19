"""A layer of a folium map that is drawn by ``static/map/map.js`` in one call.

folium's own markers render a template each, several milliseconds apiece; a layer of ten thousand
firms here is one list of rows.
"""

from __future__ import annotations

from typing import Any

import folium
import numpy as np
from folium.template import Template

from geo.core.arrays import Floats
from geo.draw.look import SYMBOLS
from geo.draw.safe import literal

__all__ = ["Layer", "place", "places", "styles"]


class Layer(folium.map.Layer):
    """One switchable layer.

    Parameters
    ----------
    kind
        A function of ``map.js``: ``points, homes`` or ``areas``.
    spec
        What it draws; every text in it has been through `geo.draw.safe.text`.
    role
        What it is: ``catchments, density, firms, venues, closing`` or ``homes``.
    name
        What the layer switch calls it, in the user's language.
    meanings
        Keys of `geo.draw.look.SYMBOLS` that occur, for the legend.
    show
        Whether it is switched on at first.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = xuanzhi.{{ this.kind }}({{ this.literal }});"
        "{% if this.show %}{{ this.get_name() }}.addTo({{ this._parent.get_name() }});{% endif %}"
        "{% endmacro %}"
    )

    def __init__(
        self,
        kind: str,
        spec: dict[str, Any],
        *,
        role: str,
        name: str,
        meanings: tuple[str, ...],
        show: bool = True,
    ) -> None:
        super().__init__(name=name, overlay=True, control=True, show=show)
        self._name = "XuanzhiLayer"
        self.kind = kind
        self.role = role
        self.spec = spec
        self.meanings = meanings

    @property
    def literal(self) -> str:
        """The rows as JavaScript."""
        return literal(self.spec)

    def render(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as folium's own
        """Write the script; a map that is drawn a second time writes the same one.

        folium would add one more child at every drawing, which calls the layer by the name it had
        then; streamlit-folium gives other names at the first, so that the second found no layer.
        """
        return folium.MacroElement.render(self, **kwargs)  # type: ignore[no-untyped-call]


def styles(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the Leaflet styles of some meanings, in that order."""
    return [dict(SYMBOLS[name].style) for name in names]


def place(lat: float, lon: float) -> list[float]:
    """Write a place as Leaflet wants it, latitude first, to the centimetre."""
    return [round(float(lat), 7), round(float(lon), 7)]


def places(lonlat: Floats) -> list[list[float]]:
    """Write ``(n, 2)`` places, given as longitude and latitude, as `place` writes one."""
    found: list[list[float]] = np.round(lonlat[:, ::-1], 7).tolist()
    return found
