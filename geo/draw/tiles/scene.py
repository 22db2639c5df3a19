"""A map of any number of firms, as plain values that the browser draws (``static/map/gl``)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Coverage, Mode, Proposal, Study
from geo.draw import layers as draw
from geo.draw.layers.frame import NORTH
from geo.draw.layers.ground import lines, rings
from geo.draw.legend import legend, legend_html
from geo.draw.look import SYMBOLS
from geo.draw.pictures import icons
from geo.draw.safe import text
from geo.draw.stack import Stack, bounds, plan_layers, study_layers
from geo.draw.tiles import says
from geo.draw.tiles.block import Block, marks
from geo.draw.tiles.picture import picture
from geo.words import _

__all__ = ["TileMap", "editable", "is_large", "proposal_tiles", "study_tiles"]

MOST_ON_FOLIUM = 5000
"""Firms up to which the folium map stays quick; above, tiles are cut in the browser."""

_VENUES = ("candidate", "required", "forbidden")
_ABOVE = {"existing": 2, "proposed": 3}


@dataclass(frozen=True, eq=False)
class TileMap:
    """A map whose firms are cut into vector tiles in the browser.

    Attributes
    ----------
    study
        Whose firms they are; `geo.draw.block` makes the block from it.
    is_covered
        ``(n,)`` or None where nothing is known.
    stack
        What is drawn below and above the firms.
    is_editable
        Whether sites and firms may be moved.
    """

    study: Study
    is_covered: npt.NDArray[np.bool_] | None
    stack: Stack
    is_editable: bool = False

    def scene(self, made: Block) -> dict[str, Any]:
        """Write everything but the firms themselves as plain JSON values.

        Parameters
        ----------
        made
            The study's block: bits of who is covered follow its order.
        """
        study, shown = self.study, [one for part in self.stack for one in part if one.spec["rows"]]
        south, west, north, east = bounds(study)
        firms, signs = self._firms(made)
        ground = {"outline": rings(study.outline), "streets": lines(study.streets)}
        signs += [name for name in ("outline", "streets") if ground[name]]
        signs += [meaning for layer in shown for meaning in layer.meanings]
        plain = [self._plain(layer) for layer in shown]
        return {
            "block": made.digest,
            "view": [west, south, east, north],
            "firms": firms,
            "ground": ground,
            "layers": plain,
            "icons": icons(_numbers(plain)),
            "legend": legend_html(legend(signs)),
            "north": NORTH + text(_("N")),
            "credits": [text(credit) for credit in study.licences],
            "words": says.words(),
            "locale": says.locale(),
            "picture": picture(study),
            "edit": {"of": study.digest, "words": says.tools()} if self.is_editable else None,
        }

    def _firms(self, made: Block) -> tuple[dict[str, Any], list[str]]:
        """Say how firms look and what they are called; return the signs of the legend too."""
        kinds = ("firm",) if self.is_covered is None else ("covered", "uncovered")
        looks = [{**SYMBOLS[kind].style, "small": f"{kind}_small"} for kind in kinds]
        bits = None if self.is_covered is None else marks(~self.is_covered, made.order)
        firms = says.firms(self.study, kinds) | {
            "marks": None if bits is None else base64.b64encode(bits).decode("ascii"),
            "looks": [looks[0], looks[-1]],
        }
        small = self.study.is_small_unionised
        sizes = (("", bool((~small).any())), ("_small", bool(small.any())))
        return firms, [kind + end for kind in kinds for end, is_there in sizes if is_there]

    def _plain(self, layer: draw.Layer) -> dict[str, Any]:
        """Write a layer of the folium map as one of this map: the same rows, the same texts."""
        said = {"id": layer.role, "kind": layer.kind, "name": layer.layer_name, "show": layer.show}
        if layer.kind == "areas":
            return {**said, "rows": layer.spec["rows"], "styles": layer.spec["styles"]}
        write, is_there = (
            (_home, self.study.sites.is_existing)
            if layer.role == "homes"
            else (_venue, ~self.study.sites.is_existing)
        )
        return {
            **said,
            "rows": [write(row) for row in layer.spec["rows"]],
            "labels": layer.spec["labels"],
            # Before any plan rows and sites go together; only then can a site be moved.
            "sites": np.flatnonzero(is_there).tolist() if self.is_editable else [],
        }


def is_large(study: Study) -> bool:
    """Say whether a study has more firms than a folium map should hold."""
    return len(study.demand) > MOST_ON_FOLIUM


def study_tiles(
    study: Study,
    *,
    coverage: Coverage | None = None,
    mode: Mode | None = None,
    density: bool = False,
) -> TileMap:
    """Draw a study as `geo.draw.study_map` does, for any number of firms."""
    stack = study_layers(study, coverage, mode, density=density)
    return TileMap(study, None if coverage is None else coverage.is_covered, stack)


def proposal_tiles(proposal: Proposal, *, density: bool = False) -> TileMap:
    """Draw a proposal as `geo.draw.proposal_map` does, for any number of firms."""
    return TileMap(proposal.study, proposal.covered_after, plan_layers(proposal, density=density))


def editable(study: Study) -> TileMap:
    """Draw a study so that its sites and firms can be moved."""
    stack = study_layers(study, None, None, density=False)
    return TileMap(study, None, stack, is_editable=True)


def _home(row: list[Any]) -> list[Any]:
    lat, lon, is_new, tip, cells, rank, _word = row
    kind = "proposed" if is_new else "existing"
    icon = f"proposed-{rank}" if is_new else kind
    return [lat, lon, icon, _ABOVE[kind], tip, cells]


def _venue(row: list[Any]) -> list[Any]:
    lat, lon, _radius, status, tip, cells, _name = row
    return [lat, lon, _VENUES[status], 1 if _VENUES[status] == "required" else 0, tip, cells]


def _numbers(layers: list[dict[str, Any]]) -> list[int]:
    """List the numbers of the proposed homes."""
    icon = [row[2] for layer in layers if layer["id"] == "homes" for row in layer["rows"]]
    return [int(name.removeprefix("proposed-")) for name in icon if name.startswith("proposed-")]
