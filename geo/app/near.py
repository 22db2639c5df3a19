"""What the page Find asks: values of `geo.explain.near` for the work that is open."""

from __future__ import annotations

from datetime import datetime

from geo import words
from geo.app import state
from geo.app.values import Kept
from geo.core import Mode, Study
from geo.core.crs import lonlat
from geo.draw import Map, Spot, near_map
from geo.explain import Located, Place, locate
from geo.explain.near import open_sites
from geo.export.worker import Edition, Poster, poster, worker_page
from geo.words import _

__all__ = ["drawn", "found", "page", "said", "sheet"]


def _ids(plan: Kept | None) -> tuple[object, ...] | None:
    return None if plan is None else tuple(plan.found.plan.open_ids)


def _of(study: Study, plan: Kept | None) -> Study:
    """Return the study the plan was made from: it may hold sites that were made for it."""
    return study if plan is None else plan.found.study


def found(study: Study, place: Place | None, mode: Mode, plan: Kept | None) -> Located | None:
    """Find the homes nearest to the place, as of now."""
    if place is None:
        return None
    now = datetime.now().astimezone().replace(tzinfo=None)
    return locate(_of(study, plan), place, mode=mode, at=now, open_ids=_ids(plan))


def drawn(study: Study, found: Located | None, plan: Kept | None) -> Map:
    """Draw the answer; before anything was asked, the homes there are."""
    shown = _of(study, plan)
    if found is None:
        return near_map(shown, _all(shown, plan))
    spots = [
        Spot(h.lon, h.lat, str(h), h.is_new, h.line if k == 0 else h.line[:0])
        for k, h in enumerate(found.homes)
    ]
    place = found.place
    return near_map(shown, spots, here=(place.lon, place.lat, str(place)))


def _all(study: Study, plan: Kept | None) -> list[Spot]:
    sites = study.sites
    among = open_sites(sites, _ids(plan))
    lon, lat = lonlat(sites.x[among], sites.y[among], sites.crs)
    return [
        Spot(float(lon[k]), float(lat[k]), sites.names[int(j)], not bool(sites.is_existing[j]))
        for k, j in enumerate(among)
    ]


def said(found: Located) -> str:
    """Say the answer in words, for those who do not see the map."""
    homes = "; ".join(str(home) for home in found.homes)
    return _("from {place}: {homes}", place=found.place, homes=homes or _("no home"))


def page(study: Study, mode: Mode, plan: Kept | None, edition: Edition) -> bytes:
    """Write the page for workers."""
    path = state.folder() / "workers.html"
    worker_page(_of(study, plan), path, mode=mode, open_ids=_ids(plan), edition=edition)
    return path.read_bytes()


def sheet(study: Study, plan: Kept | None, wanted: Poster, suffix: str, code: str) -> bytes:
    """Write the poster in the language ``code``, or its code alone."""
    path = state.folder() / f"poster{suffix}"
    with words.in_language(code):
        return poster(_of(study, plan), wanted, path, open_ids=_ids(plan)).read_bytes()
