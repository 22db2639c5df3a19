"""What a hand did on the map, told by the browser: read with care, it comes from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from geo.core.arrays import Ints
from geo.core.edits.firms import AddFirm, DropFirm, MoveFirm
from geo.core.edits.log import Edit
from geo.core.edits.place import FIRM, SITE, fresh_id, made_by_hand, placed
from geo.core.edits.sites import AddSite, DropSite, MoveSite
from geo.core.study import Study
from geo.errors import InputError
from geo.words import _

__all__ = ["by_hand"]


def by_hand(
    study: Study, told: Mapping[str, Any], *, order: Ints, taken: Iterable[object] = ()
) -> Edit:
    """Turn a message of the map into an edit.

    Parameters
    ----------
    study
        The study that is open.
    told
        ``what`` (``add, move`` or ``drop``), ``kind`` (``site`` or ``firm``), ``number``, ``lon``,
        ``lat``, and ``of``, the digest of the study that the map showed.
    order
        ``(n,)`` the position in the study of each firm as the map numbers them.
    taken
        Ids used before, of what was deleted meanwhile: nothing new gets one of them.

    Raises
    ------
    InputError
        The message is none of these, or about a study that has changed meanwhile.
    """
    if told.get("of") != study.digest:
        raise InputError(_("The list has changed since this map was drawn; do it once more."))
    what, kind, number = told.get("what"), told.get("kind"), told.get("number")
    try:
        lon, lat = float(told.get("lon", "nan")), float(told.get("lat", "nan"))
    except (TypeError, ValueError):
        lon = lat = float("nan")
    x, y = placed(study, lon, lat)
    if what == "add" and kind in ("site", "firm"):
        return _made(study, kind, (x, y), taken)
    if kind == "site" and _is_in(number, len(study.sites)):
        site_id = study.sites.ids[number]
        if what in ("move", "drop"):
            return MoveSite(site_id, x, y) if what == "move" else DropSite(site_id)
    if kind == "firm" and _is_in(number, len(order)):
        firm_id = study.demand.ids[order[number]]
        if what in ("move", "drop"):
            return MoveFirm(firm_id, x, y) if what == "move" else DropFirm(firm_id)
    raise InputError(_("The map told something that is no edit; nothing was changed."))


def _made(study: Study, kind: str, at: tuple[float, float], taken: Iterable[object]) -> Edit:
    """Make a venue, or a firm whose workers are still to be told: 0 until then."""
    if kind == "site":
        name = fresh_id([*study.sites.ids, *taken], SITE)
        said = _("New venue {number}", number=name.rpartition("-")[2])
        return AddSite(name, *at, (("name", said),))
    name = fresh_id([*made_by_hand(study.demand.ids), *taken], FIRM)
    said = _("New firm {number}", number=name.rpartition("-")[2])
    return AddFirm(name, *at, cells=(("name", said),))


def _is_in(number: object, n: int) -> TypeGuard[int]:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < n
