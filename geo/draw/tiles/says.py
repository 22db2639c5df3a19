"""The words of a map of many firms: everything a person reads on it, in their language."""

from __future__ import annotations

from typing import Any

from geo.core import Study
from geo.draw.safe import text
from geo.draw.tiles.block import known
from geo.words import N_, _

__all__ = ["firms", "locale", "tools", "words"]

_NAMES = {
    "covered": N_("Firms covered"),
    "uncovered": N_("Firms not covered"),
    "firm": N_("Firms"),
}
_STATES = {"covered": N_("covered"), "uncovered": N_("not covered"), "firm": ""}
_COLUMNS = {"street": N_("Street"), "industry": N_("Industry")}


def firms(study: Study, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Name the kinds of firms in the switch and on their cards, and the cards' lines."""
    return {
        "names": [text(_(_NAMES[kind])) for kind in kinds],
        "says": [_(_STATES[kind]) if _STATES[kind] else "" for kind in kinds],
        "columns": [text(_(_COLUMNS[column])) for column in known(study.demand)],
    }


def words() -> dict[str, str]:
    """Say what stands on cards and around the map."""
    return {
        "layers": _("Layers"),
        "workers": text(_("Workers")),
        "sum": _("{firms} firms, {workers} workers"),
        "closer": _("Zoom in to see each of them."),
        "picture": _("Where the workers are: hexagons, dark for few and light for many"),
        "no_webgl": _(
            "This browser cannot draw the map (WebGL is switched off), so a picture of where the "
            "workers are stands here; every table and every figure is complete all the same."
        ),
    }


def locale() -> dict[str, str]:
    """Say in the user's language what MapLibre says by itself."""
    return {
        "Map.Title": _("Map; arrow keys move it, plus and minus zoom"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
        "AttributionControl.ToggleAttribution": _("Sources of the map"),
        "AttributionControl.MapFeedback": _("Sources of the map"),
        "ScaleControl.Meters": "m",
        "ScaleControl.Kilometers": "km",
    }


def tools() -> dict[str, str]:
    """Name the tools of a map that can be edited."""
    return {
        "move": _("Move"),
        "move_help": _("Drag a venue, a home or a single firm to where it belongs"),
        "add": _("New venue"),
        "add_help": _("Click where a new venue stands"),
        "add_firm": _("New firm"),
        "add_firm_help": _("Click where a new firm stands; give its workers in the table"),
        "drop": _("Delete"),
        "drop_help": _("Click a venue, a home or a single firm to take it off the list"),
    }
