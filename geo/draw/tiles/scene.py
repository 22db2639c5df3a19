"""A map of any number of firms, as plain values that the browser draws (``static/map/gl``)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Coverage, Mode, Proposal, Study
from geo.draw import keys
from geo.draw import layers as draw
from geo.draw.layers.frame import NORTH
from geo.draw.layers.ground import lines, rings
from geo.draw.legend import legend, legend_html
from geo.draw.look import SYMBOLS, small_kind
from geo.draw.pictures import icons
from geo.draw.safe import text
from geo.draw.stack import Stack, bounds, plan_layers, study_layers
from geo.draw.tiles import says
from geo.draw.tiles.block import Block, marks
from geo.draw.tiles.picture import picture
from geo.words import _

__all__ = ["TileMap", "editable", "is_large", "proposal_tiles", "study_tiles", "tiles_of"]

MOST_ON_FOLIUM = 5000
"""Firms up to which the folium map stays quick; above, tiles are cut in the browser."""

_VENUES = ("candidate", "required", "forbidden")
_ABOVE = {"existing": 2, "closed": 2, "station": 2, "proposed": 3, "new_station": 3}
_STANDING = {
    "homes": ("existing", "proposed"),
    "stations": ("station", "new_station"),
    "closing": ("closed", "closed"),  # nothing that closes is proposed
}
"""Layer of homes or stations -> the signs of those of today and of those that are proposed."""


@dataclass(frozen=True, eq=False)
class TileMap:
    """A map whose firms are cut into vector tiles in the browser.

    Attributes
    ----------
    block
        The firms.
    scene
        Everything but the firms themselves, as plain JSON values: which of them are covered, what
        lies below and above them, every word.
    """

    block: Block
    scene: dict[str, Any] = field(repr=False)


def is_large(study: Study) -> bool:
    """Say whether a study has more firms than a folium map should hold."""
    return len(study.demand) > MOST_ON_FOLIUM


def study_tiles(
    study: Study,
    made: Block,
    *,
    coverage: Coverage | None = None,
    mode: Mode | None = None,
    density: bool = False,
) -> TileMap:
    """Draw a study as `geo.draw.study_map` does, for any number of firms.

    Parameters
    ----------
    study
        What to draw.
    made
        Its block, from `geo.draw.block`.
    coverage, mode, density
        As for `geo.draw.study_map`.
    """
    stack = study_layers(study, coverage, mode, density=density)
    return tiles_of(study, made, stack, None if coverage is None else coverage.is_covered)


def proposal_tiles(proposal: Proposal, made: Block, *, density: bool = False) -> TileMap:
    """Draw a proposal as `geo.draw.proposal_map` does, for any number of firms."""
    stack = plan_layers(proposal, density=density)
    return tiles_of(proposal.study, made, stack, proposal.covered_after)


def editable(study: Study, made: Block) -> TileMap:
    """Draw a study so that its sites and firms can be moved, made and deleted."""
    below, above = study_layers(study, None, None, density=False)
    drawn = tiles_of(study, made, (below, above), None)
    is_there = {"homes": study.sites.is_existing, "venues": ~study.sites.is_existing}
    for layer in drawn.scene["layers"]:
        if layer["id"] in is_there:
            layer["sites"] = np.flatnonzero(is_there[layer["id"]]).tolist()
    edit = {"of": study.digest, "words": says.tools() | keys.editing()}
    return TileMap(made, {**drawn.scene, "edit": edit})


def tiles_of(
    study: Study, made: Block, stack: Stack, is_covered: npt.NDArray[np.bool_] | None
) -> TileMap:
    """Put the firms of a study between the layers below and above them; ``(n_demand,)`` covered."""
    shown = [layer for part in stack for layer in part if layer.spec["rows"]]
    south, west, north, east = bounds(study)
    firms, signs = _firms(study, made, is_covered)
    ground = {"outline": rings(study.outline), "streets": lines(study.streets)}
    signs += [name for name in ("outline", "streets") if ground[name]]
    signs += [meaning for layer in shown for meaning in layer.meanings]
    plain = [_plain(layer) for layer in shown]
    scene = {
        "block": made.digest,
        "view": [west, south, east, north],
        "firms": firms,
        "ground": ground,
        "layers": plain,
        "icons": icons(_numbers(plain)),
        "legend": legend_html(legend(signs)),
        "north": NORTH + text(_("N")),
        "credits": [text(credit) for credit in study.licences],
        "words": says.words() | keys.reading(),
        "locale": says.locale(),
        "picture": picture((south, west, north, east), shown),
        "edit": None,
    }
    return TileMap(made, scene)


def _firms(
    study: Study, made: Block, is_covered: npt.NDArray[np.bool_] | None
) -> tuple[dict[str, Any], list[str]]:
    """Say how firms look and what they are called; return the signs of the legend too."""
    kinds = ("firm",) if is_covered is None else ("covered", "uncovered")
    looks = [{**SYMBOLS[kind].style, "small": f"{kind}_small"} for kind in kinds]
    bits = None if is_covered is None else marks(~is_covered, made.order)
    firms = says.firms(study, kinds) | {
        "marks": None if bits is None else base64.b64encode(bits).decode("ascii"),
        "looks": [looks[0], looks[-1]],
    }
    small = study.is_small_unionised
    signs = []
    for kind in kinds:
        signs += [kind] if (~small).any() else []
        signs += [small_kind(kind, knows_unions=study.knows_unions)] if small.any() else []
    return firms, signs


def _plain(layer: draw.Layer) -> dict[str, Any]:
    """Write a layer of the folium map as one of this map: the same rows, the same texts."""
    said = {"id": layer.role, "kind": layer.kind, "name": layer.layer_name, "show": layer.show}
    if layer.kind == "areas":
        return {**said, "rows": layer.spec["rows"], "styles": layer.spec["styles"]}
    signs = _STANDING.get(layer.role)
    rows = [_venue(row) if signs is None else _home(row, signs) for row in layer.spec["rows"]]
    return {**said, "rows": rows, "labels": layer.spec["labels"]}


def _home(row: list[Any], signs: tuple[str, str]) -> list[Any]:
    lat, lon, is_new, tip, cells, rank, _word = row
    kind = signs[is_new]
    icon = f"{kind}-{rank}" if is_new else kind
    return [lat, lon, icon, _ABOVE[kind], tip, cells]


def _venue(row: list[Any]) -> list[Any]:
    lat, lon, _radius, status, tip, cells, _name = row
    return [lat, lon, _VENUES[status], 1 if _VENUES[status] == "required" else 0, tip, cells]


def _numbers(layers: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """List the proposed sites that have a number: their sign, and it."""
    icon = [row[2] for one in layers if one["id"] in _STANDING for row in one["rows"]]
    parts = [str(name).partition("-") for name in icon]
    return [(kind, int(number)) for kind, _dash, number in parts if number]
