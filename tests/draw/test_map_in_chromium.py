"""The map in a real browser, with the network cut, with names that try to run."""

from __future__ import annotations

import pytest

from geo import words
from geo.draw import keys, pieces, proposal_map, study_map
from geo.draw.look import COVERED, EXISTING, PROPOSED, UNCOVERED

import browser
import made

# Opens every tooltip and every popup there is, and gathers what can be read in them.
OPEN_ALL = """() => {
  const map = Object.values(window).find(v => v instanceof L.Map), said = [];
  map.eachLayer(layer => {
    if (layer instanceof L.FeatureGroup || !layer.getTooltip || !layer.getTooltip()) return;
    layer.openTooltip(); layer.closeTooltip();
    if (layer.getPopup()) {
      layer.openPopup();
      said.push(layer.getPopup().getElement().querySelector('.xz-card').innerText);
      layer.closePopup();
    }
  });
  return said;
}"""

THE_MAP = "Object.values(window).find(v => v instanceof L.Map)"
HOME = "Object.values(map._layers).find(v => v instanceof L.Marker)"
LOOK_AT_A_HOME = f"""() => {{
  const map = {THE_MAP};
  map.setView({HOME}.getLatLng(), 18, {{ animate: false }});
}}"""
BESIDE = f"""() => {{
  const map = {THE_MAP};
  return Math.round(map.distance(map.getCenter(), {HOME}.getLatLng()));
}}"""

LOOK_BESIDE_A_HOME = f"""() => {{
  const map = {THE_MAP};
  map.closePopup();
  map.setView({HOME}.getLatLng(), 15, {{ animate: false }});
  map.panBy([40, 0], {{ animate: false }});
}}"""
NEARER = f"""() => {{
  const map = {THE_MAP}, far = map.distance(map.getCenter(), {HOME}.getLatLng());
  return Object.values(map._layers).filter(v => v.getTooltip && v.getTooltip() && v.getLatLng &&
    map.distance(map.getCenter(), v.getLatLng()) < far).length;
}}"""


def page(found, path):
    made_ = pieces(found)
    path.write_text(
        f"<!doctype html><html><head><meta charset='utf-8'>{made_.head}"
        "<style>body,.folium-map{position:absolute!important;inset:0;height:100%!important}</style>"
        f"</head><body>{made_.body}<script>{made_.script}</script></body></html>",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def chromium():
    with browser.opened() as running:
        yield running


@pytest.mark.parametrize("code", words.LANGUAGES)
def test_the_map_shows_its_colours_and_asks_for_nothing(tmp_path, code, chromium):
    with words.in_language(code):
        path = page(proposal_map(made.proposal(), density=False), tmp_path / "map.html")
        legend = words._("Legend")
    with browser.visit(path, wait_for=".xz-legend", chromium=chromium) as seen:
        picture = seen.shot(".leaflet-container")
        assert legend in seen.page.locator(".xz-legend").inner_text()
        assert seen.page.locator(".leaflet-control-scale").is_visible()
        assert seen.is_quiet, seen.complaints
        assert all(address.startswith(("file:", "data:")) for address in seen.requests)
    assert browser.painted(picture) > 0.05
    for colour in (COVERED, UNCOVERED, EXISTING, PROPOSED):
        assert browser.share_of(picture, colour) > 5e-5, colour


def test_hostile_names_are_read_not_run(tmp_path, chromium):
    proposal = made.proposal(made.Town(names=made.HOSTILE))
    path = page(proposal_map(proposal, density=True), tmp_path / "map.html")
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        said = seen.page.evaluate(OPEN_ALL)
        seen.page.wait_for_timeout(200)
        assert seen.is_quiet, seen.complaints
        assert seen.page.locator("img").count() == 0
    every = "\n".join(said)
    assert len(said) >= len(proposal.study.demand) + len(proposal.study.sites)
    for name in made.HOSTILE[:8] + made.HOSTILE[11:14]:
        assert name in every
    assert "49" not in [line.strip() for line in every.split("\n") if "7*7" in line]


def test_layers_can_be_switched_and_keep_their_order(tmp_path, chromium):
    path = page(proposal_map(made.proposal()), tmp_path / "map.html")
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        before = browser.share_of(seen.shot(".leaflet-container"), COVERED)
        seen.page.locator(".leaflet-control-layers").hover()
        box = seen.page.get_by_label("Workers per hexagon")
        box.check()
        seen.page.mouse.move(5, 400)
        seen.page.wait_for_timeout(200)
        after = browser.share_of(seen.shot(".leaflet-container"), COVERED)
        assert seen.is_quiet, seen.complaints
    # Firms lie above the hexagons that were switched on after them.
    assert after > 0.7 * before


def test_on_a_small_map_the_legend_starts_folded(tmp_path, chromium):
    path = page(proposal_map(made.proposal()), tmp_path / "map.html")
    for wide, is_open in ((500, False), (1280, True)):
        with browser.visit(
            path, size=(wide, 600), wait_for=".xz-legend", chromium=chromium
        ) as seen:
            assert seen.page.locator(".xz-legend ul").is_visible() is is_open
            assert seen.is_quiet, seen.complaints


def test_the_legend_folds_when_the_map_becomes_small(tmp_path, chromium):
    path = page(proposal_map(made.proposal()), tmp_path / "map.html")
    with browser.visit(path, wait_for=".xz-legend", chromium=chromium) as seen:
        rows = seen.page.locator(".xz-legend ul")
        rows.wait_for(state="visible")
        for wide, state in ((390, "hidden"), (1280, "visible")):
            seen.page.set_viewport_size({"width": wide, "height": 800})
            rows.wait_for(state=state)


def test_a_wide_map_is_drawn_while_its_style_is_on_its_way(tmp_path, chromium):
    path = page(proposal_map(made.proposal()), tmp_path / "map.html")
    late = "<style>.xz-legend{max-width:none!important;width:1280px}</style></head>"
    path.write_text(path.read_text(encoding="utf-8").replace("</head>", late), encoding="utf-8")
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        assert seen.is_quiet, seen.complaints


@pytest.mark.parametrize(
    ("code", "words_"),
    [("zh", ("图层", "关闭卡片", "地图")), ("en", ("Layers", "Close this card", "Map"))],
)
def test_what_is_read_aloud_has_a_name_in_the_readers_language(tmp_path, code, words_, chromium):
    layers, close, box = words_
    proposal = made.proposal(made.Town(names=made.HOSTILE))
    with words.in_language(code):
        path = page(proposal_map(proposal), tmp_path / "map.html")
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        view = seen.page
        homes = view.locator(".xz-home")
        labels = [home.get_attribute("aria-label") for home in homes.all()]
        names = set(proposal.cards["name"])
        assert len(labels) == len(proposal.cards)
        assert {label.rsplit(" · ", 1)[0] for label in labels} == names  # as text, not as HTML
        assert view.get_attribute("html", "lang") == code
        switch = view.locator(".leaflet-control-layers-toggle")
        assert switch.get_attribute("title") == layers
        assert view.locator(".leaflet-container").get_attribute("aria-label").startswith(box)
        homes.first.click(force=True)
        assert view.locator(".leaflet-popup-close-button").get_attribute("aria-label") == close
        assert "user-scalable" not in view.content()
        assert seen.is_quiet, seen.complaints


def test_a_study_without_a_plan(tmp_path, chromium):
    path = page(study_map(made.study()), tmp_path / "map.html")
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        assert browser.painted(seen.shot(".leaflet-container")) > 0.03
        assert seen.is_quiet, seen.complaints


@pytest.mark.parametrize("code", words.LANGUAGES)
def test_a_map_is_read_by_keyboard_alone(tmp_path, code, chromium):
    proposal = made.proposal(made.Town(names=made.HOSTILE))
    with words.in_language(code):
        path = page(proposal_map(proposal), tmp_path / "map.html")
        wanted = keys.reading()
    with browser.visit(path, wait_for=".xz-home", chromium=chromium) as seen:
        view, said = seen.page, seen.page.locator(".xz-said[role=status]")
        help_ = view.locator(".xz-help")
        assert not help_.is_visible()
        view.mouse.click(640, 60)  # whoever came with the mouse sees none of it
        assert not help_.is_visible()
        view.keyboard.press("Enter")
        assert help_.is_visible()
        assert not view.locator(".leaflet-popup").count()
        assert help_.inner_text() == wanted["moves"] + wanted["enter"]
        view.evaluate(LOOK_AT_A_HOME)
        view.keyboard.press("Shift+ArrowRight")
        view.keyboard.press("Enter")
        card = view.locator(".leaflet-popup .xz-card b").inner_text()
        assert card.rsplit(" · ", 1)[0] in list(proposal.cards["name"])  # as text, not as HTML
        tail = wanted["near"].format(what="", metres=f"{view.evaluate(BESIDE):,}")
        assert said.inner_text().startswith(card)
        assert said.inner_text().endswith(tail)
        view.evaluate(LOOK_BESIDE_A_HOME)
        assert view.evaluate(NEARER) > 0  # firms; none of them lies under the cross-hair
        view.keyboard.press("Enter")
        tail = wanted["near"].format(what="", metres=f"{view.evaluate(BESIDE):,}")
        assert said.inner_text().startswith(card)
        assert said.inner_text().endswith(tail)
        view.mouse.move(5, 300)
        view.mouse.down()
        view.mouse.up()
        assert not help_.is_visible()
        assert seen.is_quiet, seen.complaints
