"""Scale bar, arrow and mark hide nobody; measured on what matplotlib has drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle

from geo.core import Demand, Sites
from geo.draw.paper import maps, paper_map

import made

MARK = "Map review number: GS (2026) 0123"


def drawn(monkeypatch, proposal, mark, **size):
    """Draw a map and keep its sheet."""
    sheets = []
    monkeypatch.setattr(maps, "picture", lambda sheet: sheets.append(sheet) or b"")
    paper_map(proposal, is_after=True, mark=mark, **size)
    return sheets[0]


def hidden(sheet, x, y):
    """Count the places under anything that lies above the homes' numbers."""
    axes = sheet.axes[0]
    FigureCanvasAgg(sheet).draw()
    over = [a for a in (*axes.texts, *axes.patches) if a.get_zorder() >= 11]
    assert any(isinstance(a, Rectangle) for a in over)
    spots = axes.transData.transform(np.column_stack([x, y]))
    inside = np.zeros(len(spots), bool)
    for artist in over:
        box = artist.get_window_extent(sheet.canvas.get_renderer())
        inside |= (
            (spots[:, 0] >= box.x0) & (spots[:, 0] <= box.x1)
            & (spots[:, 1] >= box.y0) & (spots[:, 1] <= box.y1)
        )  # fmt: skip
    shown = axes.get_xlim()[0], axes.get_ylim()[0], axes.get_xlim()[1], axes.get_ylim()[1]
    assert ((x > shown[0]) & (x < shown[2]) & (y > shown[1]) & (y < shown[3])).all()
    return int(inside.sum())


def town(x, y, n=40):
    """The usual small proposal with firms all along the edge of a rectangle ``x`` by ``y``."""
    found = made.proposal(made.Town(n=4 * n))
    study = found.study
    along, one = np.linspace(-1, 1, n), np.ones(n)
    east = np.concatenate([along, along, one, -one]) * x + study.demand.x.mean()
    north = np.concatenate([one, -one, along, along]) * y + study.demand.y.mean()
    moved = Demand.from_arrays(
        east, north, study.demand.weight, study.demand.ids, crs=study.demand.crs,
        table=study.demand.table,
    )  # fmt: skip
    return replace(found, study=replace(study, demand=moved, outline=None))


@pytest.mark.parametrize("mark", ["", "内部使用", "For internal use", MARK])
@pytest.mark.parametrize(("x", "y"), [(3000, 3000), (6000, 900), (900, 6000), (60, 40)])
@pytest.mark.parametrize("size", [(156, 118), (156, 136), (277, 380)])
def test_no_firm_and_no_site_lies_under_the_furniture(monkeypatch, mark, x, y, size):
    found = town(x, y)
    sheet = drawn(monkeypatch, found, mark, width_mm=size[0], height_mm=size[1])
    sites: Sites = found.study.sites
    demand = found.study.demand
    assert not hidden(sheet, np.r_[demand.x, sites.x], np.r_[demand.y, sites.y])
