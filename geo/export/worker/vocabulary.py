"""The words of the page for workers, as its script asks for them."""

from __future__ import annotations

from geo import words
from geo.core import Mode
from geo.explain.opening.now import DAYS
from geo.words import _

__all__ = ["vocabulary"]


def vocabulary(mode: Mode) -> dict[str, str]:
    """Return key -> words in the language in use; ``{fields}`` are filled in by the script."""
    return {
        **_finding(),
        **_opening(),
        **_going(),
        "rule": _("Distance rule: {rule}.", rule=mode.describe()),
    }


def _finding() -> dict[str, str]:
    return {
        "title": _("The workers' home nearest to me"),
        "other": words.LANGUAGES["en" if words.language() == "zh" else "zh"],
        "synthetic": _("Synthetic data, not real."),
        "placeholder": _("Place, home or pinyin"),
        "own": _("My position"),
        "mine": _("my position"),
        "point": _("the place on the map"),
        "from": _("From {place}", place="{place}"),
        "all": _("All homes ({n})", n="{n}"),
        "only": _("open now only"),
        "clear": _("All homes"),
        "none": _("No home to show."),
        "nothing": _("Nothing of that name. Try a part of it or its pinyin, or tap the map."),
        "tap": _("Search for a place, use your position, or tap the map."),
        "line": _("Straight line × {detour}: the way on foot may differ.", detour="{detour}"),
        "looking": _("Looking for your position …"),
        "no_position": _("Your position is not to be had. Search for a place, or tap the map."),
        "accuracy": _("Position to within about {metres} m.", metres="{metres}"),
        "home": _("home"),
        "area": _("area"),
        "floor": _("{area}\u00a0m²", area="{area}"),
        "place": _("place"),
        "map": _("Map of the homes"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }


def _opening() -> dict[str, str]:
    return {
        "until": _("open now, until {time}", time="{time}"),
        "opens": _("closed now, opens {time}", time="{time}"),
        "day_time": _("{day} {time}", day="{day}", time="{time}"),
        "always": _("open day and night"),
        "never": _("closed"),
        "unknown": _("opening hours not known"),
        "planned": _("planned, not open yet"),
        **{f"day{number}": _(day) for number, day in enumerate(DAYS)},
    }


def _going() -> dict[str, str]:
    return {
        "distance": _("{metres}, {minutes} min on foot", metres="{metres}", minutes="{minutes}"),
        "m": _("m"),
        "km": _("km"),
        "go": _("Show the way:"),
        "amap": _("Amap"),
        "baidu": _("Baidu Maps"),
        "tencent": _("Tencent Maps"),
        "osm": _("OpenStreetMap"),
    }
