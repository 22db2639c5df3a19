"""The page on a USB stick: opened from file:// in Chromium with the network cut."""

from __future__ import annotations

import pytest

from geo import words
from geo.draw.look import COVERED, EXISTING, PROPOSED
from geo.export import export

import browser
import made


@pytest.fixture(scope="module")
def chromium():
    with browser.opened() as running:
        yield running


@pytest.mark.parametrize("code", words.LANGUAGES)
def test_the_page_opens_from_a_stick(code, tmp_path, chromium):
    with words.in_language(code):
        proposal = made.proposal(made.Town(names=made.HOSTILE))
        path = export(proposal, tmp_path / "方案 plan.html")
        heads = [words._(w) for w in ("Covered today", "Covered by the plan", "Nothing can beat")]
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        text = seen.page.locator("body").inner_text()
        picture = seen.shot(".leaflet-container")
        assert seen.page.locator(".legend li").count() >= 10
        assert not seen.page.locator(".xz-legend").count()
        seen.page.wait_for_timeout(300)
        assert seen.is_quiet, seen.complaints
        assert all(address.startswith(("file:", "data:")) for address in seen.requests)
        assert seen.page.locator("img").count() == 0
        wide = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, "the page scrolls sideways"
    assert all(head in text for head in heads)
    assert all(note in text for note in proposal.notes)
    assert made.HOSTILE[1] in text
    assert browser.painted(picture) > 0.05
    for colour in (COVERED, EXISTING, PROPOSED):
        assert browser.share_of(picture, colour) > 2e-4, colour


def test_it_fits_a_projector_and_a_telephone(tmp_path, chromium):
    path = export(made.proposal(), tmp_path / "plan.html")
    for size in ((1280, 720), (390, 800)):
        with browser.visit(path, size=size, wait_for=".xz-home", chromium=chromium) as seen:
            wide = seen.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, size
            assert browser.painted(seen.shot(".leaflet-container")) > 0.03
