"""Drawn maps and figures: readable in greyscale, in Chinese, at the size asked for."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from geo.draw.paper import (
    chinese_family,
    coverage_curve,
    font_folders,
    fonts,
    paper_map,
    size_bars,
    timeline,
)
from geo.draw.paper.furniture import round_length_m
from geo.draw.paper.ground import frame_of
from geo.errors import MissingExtraError
from geo.words import in_language

import made

MM = 220 / 25.4


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), float)


@pytest.fixture(scope="module")
def maps():
    with in_language("zh"):
        found = made.proposal(made.Town(names=made.HOSTILE))
        return {
            (after, firms): paper_map(found, is_after=after, mark="内部使用", with_firms=firms)
            for after, firms in ((True, True), (False, True), (True, False))
        }


def test_a_map_has_the_size_asked_for(maps):
    height, width = opened(maps[True, True]).shape
    assert width == pytest.approx(156 * MM, abs=1)
    assert height == pytest.approx(150 * MM, abs=1)
    a3 = opened(paper_map(made.proposal(made.Town(n=5)), is_after=True, mark="", width_mm=277,
                          height_mm=380))  # fmt: skip
    assert a3.shape[1] == pytest.approx(277 * MM, abs=1)


def test_before_after_and_public_differ(maps):
    before, after, public = (opened(maps[k]) for k in ((False, True), (True, True), (True, False)))
    assert np.abs(before - after).max() > 100
    assert (public < 200).sum() < (after < 200).sum()


def test_what_is_covered_can_be_told_in_greyscale(maps):
    """Full marks are dark in the middle, hollow ones white: their greys need not tell."""
    found = made.proposal()
    sheet = opened(paper_map(found, is_after=True, mark=""))
    frame = frame_of(found.study, 700 / 1.3, 156 / (150 - 5.2 * 4 - 3))
    height_mm = 150 - 5.2 * 4 - 3
    x = (found.study.demand.x - frame.west) / (frame.east - frame.west) * 156 * MM
    y = (frame.north - found.study.demand.y) / (frame.north - frame.south) * height_mm * MM
    middle = sheet[y.round().astype(int), x.round().astype(int)]
    full, hollow = middle[found.covered_after], middle[~found.covered_after]
    assert np.median(full) < 160 < np.median(hollow)


@pytest.mark.parametrize(
    ("most_m", "length_m"), [(730, 500), (4999, 2000), (100, 100), (199, 100), (0.7, 0.5)]
)
def test_the_scale_bar_is_a_round_length(most_m, length_m):
    assert round_length_m(most_m) == pytest.approx(length_m)


def test_figures_are_drawn_where_there_is_nothing_to_show():
    for png in (
        coverage_curve([(0, 0), (1, 0)], chosen=1, total=0),
        size_bars([("1-19", 0, 0, 0)], below="x"),
        timeline([((), 0)]),
        timeline([(tuple(f"{k}号" for k in range(40)), 5)]),
    ):
        assert (opened(png) < 200).any()


def test_without_a_chinese_font_the_message_says_how_to_get_one(monkeypatch):
    assert font_folders()
    monkeypatch.setattr(fonts, "_FAMILIES", ("No such family",))
    chinese_family.cache_clear()
    with pytest.raises(
        MissingExtraError, match=r"fonts-noto-cjk.*xuanzhi\[report\].*XUANZHI_FONTS"
    ):
        chinese_family()
    monkeypatch.undo()
    chinese_family.cache_clear()
    assert "CJK" in chinese_family()
