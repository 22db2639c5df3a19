"""Maps for the screen, without internet: our own vectors, our own scripts, no tiles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import folium
from branca.element import Element, Figure

from geo.core import Coverage, Mode, OnFoot, Proposal, Study
from geo.draw import layers as draw
from geo.draw import vendor
from geo.draw.legend import LegendEntry, legend
from geo.draw.stack import bounds, plan_layers, study_layers
from geo.words import _

__all__ = ["Map", "assemble", "is_one_place", "proposal_map", "study_map"]

_MAX_ZOOM = 19
_NO_ZOOM = re.compile(r",\s*maximum-scale=1\.0, user-scalable=no")


class Map(folium.Map):
    """A folium map that asks nothing of the internet.

    Attributes
    ----------
    legend
        What the signs on it mean, for a page that shows the legend beside the map.
    """

    def __init__(self) -> None:
        super().__init__(
            location=(0.0, 0.0),
            zoom_start=12,
            tiles=None,
            prefer_canvas=True,
            zoom_control=False,
            max_zoom=_MAX_ZOOM,
            zoom_snap=0.25,
            wheel_px_per_zoom_level=120,
        )
        # On the map, not on folium's classes: other maps in the same process stay as they are.
        self.default_js, self.default_css = vendor.links(vendor.SERVED_AT)
        self.legend: tuple[LegendEntry, ...] = ()

    def render(self, **kwargs: Any) -> Any:  # noqa: ANN401 - as folium's own
        """Write the map as folium does; a page with it may still be enlarged on a telephone."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # branca is half typed
        figure = self.get_root()
        assert isinstance(figure, Figure)
        head = figure.header._children[self.get_name()]  # noqa: SLF001 - branca shows it nowhere else
        allowed = _NO_ZOOM.sub("", head.render())
        figure.header.add_child(Element(allowed), name=self.get_name())


def study_map(
    study: Study,
    *,
    coverage: Coverage | None = None,
    mode: Mode | None = None,
    walked: OnFoot | None = None,
    density: bool = False,
) -> Map:
    """Draw a study: firms, homes open today, venues.

    Parameters
    ----------
    study
        What to draw.
    coverage
        Who is covered today; without it firms are drawn in one colour.
    mode
        The rule of distance, for the catchments of the homes open today; none are drawn without.
    walked
        How people walk to those homes, for the ground within so many minutes.
    density
        Whether the hexagons of worker density are switched on at first.

    Raises
    ------
    InputError
        The study lies on a plane of its own and cannot be put on a map.
    """
    firms = draw.firms(study, None if coverage is None else coverage.is_covered)
    below, above = study_layers(study, coverage, mode, density=density)
    minutes = draw.minutes(walked, study.sites.crs)
    return assemble(study, [minutes, *below, *firms, *above])


def proposal_map(
    proposal: Proposal,
    *,
    density: bool = False,
    with_legend: bool = True,
) -> Map:
    """Draw a proposal: who is covered by which home, open today or proposed.

    Parameters
    ----------
    proposal
        What to draw.
    density
        Whether the hexagons of worker density are switched on at first.
    with_legend
        Whether the legend lies on the map; a page may show `Map.legend` beside it instead.

    Raises
    ------
    InputError
        The study lies on a plane of its own and cannot be put on a map.
    """
    study = proposal.study
    firms = draw.firms(study, proposal.covered_after, proposal)
    below, above = plan_layers(proposal, density=density)
    number = proposal.release.review_number
    credits_ = [_("Map review number: {number}.", number=number)] if number else []
    layers = [
        draw.minutes(proposal.on_foot, study.sites.crs),
        *below,
        *firms,
        draw.longest(proposal),
        draw.not_walked(proposal),
        *above,
    ]
    return assemble(study, layers, with_legend=with_legend, credits_=credits_)


def assemble(
    study: Study,
    stack: list[draw.Layer],
    *,
    with_legend: bool = True,
    credits_: Iterable[str] = (),
    around: tuple[float, float, float, float] | None = None,
    asked: bool = False,
) -> Map:
    """Put layers onto the ground of a study, from the bottom up; those without rows are left out.

    Parameters
    ----------
    study, stack
        The ground and the layers.
    with_legend
        Whether the legend lies on the map.
    credits_
        Notices beside those of the study.
    around
        South, west, north, east of what is shown at first; None: the whole study.
    asked
        Whether the page answers a click on the map.
    """
    shown = [layer for layer in stack if layer.spec["rows"]]
    ground = draw.Ground(study)
    made = Map()
    made.legend = legend([*ground.meanings, *(m for layer in shown for m in layer.meanings)])
    ground.add_to(made)
    for layer in shown:
        layer.add_to(made)
    frame = draw.Frame(
        shown,
        bounds=around or bounds(study),
        credits_=(*study.licences, *credits_),
        legend=made.legend if with_legend else (),
        asked=asked,
    )
    folium.LayerControl(collapsed=True).add_to(made)
    frame.add_to(made)
    return made


def is_one_place(studies: Iterable[Study]) -> bool:
    """Say whether the maps of some studies show the same ground, at least in part."""
    south, west, north, east = zip(*(bounds(study) for study in studies), strict=True)
    return bool(max(south) <= min(north) and max(west) <= min(east))
