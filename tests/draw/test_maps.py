"""Maps: nothing leaves the machine, nothing is lost, folium itself stays as it was."""

from __future__ import annotations

import re
from dataclasses import replace

import folium
import numpy as np
import pytest
from shapely.geometry import MultiLineString
from streamlit_folium import generate_leaflet_string

from geo import words
from geo.core import Demand, Sites, Study
from geo.draw import altered_map, legend_html, pieces, proposal_map, study_map
from geo.draw.look import LABELS
from geo.errors import InputError
from geo.travel import Straight

import made


def rendered(found) -> str:
    return found.get_root().render()


def layers(found) -> dict:
    return {
        layer.kind + layer.layer_name: layer
        for layer in found._children.values()
        if hasattr(layer, "spec")
    }


@pytest.fixture(scope="module")
def proposal():
    return made.proposal()


def test_nothing_is_asked_of_the_internet(proposal):
    for found in (proposal_map(proposal, density=True), study_map(proposal.study)):
        html = rendered(found)
        asked = re.findall(r"(?:src|href)=[\"']([^\"']+)", html)
        assert asked
        assert all(address.startswith("/app/static/") for address in asked)
        assert set(re.findall(r"https?://[\w./-]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_a_page_for_a_stick_links_to_nothing(proposal):
    made_ = pieces(proposal_map(proposal))
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", made_.head)
    assert "url(images" not in made_.head
    assert "data:image/png;base64," in made_.head


def test_other_maps_in_the_process_stay_as_they_were(proposal):
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    pieces(proposal_map(proposal))
    assert (folium.Map.default_js, folium.Map.default_css) == before


def test_every_firm_is_drawn_once_in_its_own_layer(proposal):
    found = [layer for layer in layers(proposal_map(proposal)).values() if "F" in layer.layer_name]
    covered, uncovered = (layer.spec["rows"] for layer in found)
    assert len(covered) == int(proposal.covered_after.sum())
    assert len(uncovered) == int((~proposal.covered_after).sum())
    names = {row[6] for row in covered}
    wanted = proposal.study.demand.table["name"][proposal.covered_after]
    assert names == set(wanted)


def test_small_unionised_firms_have_a_shape_of_their_own(proposal):
    firms = layers(proposal_map(proposal))["pointsFirms covered"]
    shapes = [style["shape"] for style in firms.spec["styles"]]
    assert shapes == ["circle", "triangle"]
    drawn = sum(row[3] for row in firms.spec["rows"])
    assert drawn == int((proposal.study.is_small_unionised & proposal.covered_after).sum())


def test_homes_are_numbered_as_in_the_table(proposal):
    rows = layers(proposal_map(proposal))["homesHomes"].spec["rows"]
    assert [(row[2], row[5]) for row in rows] == [(0, 0), (1, 1), (1, 2)]


def test_open_venues_are_not_drawn_twice(proposal):
    rows = layers(proposal_map(proposal))["pointsOther venues"].spec["rows"]
    assert len(rows) == len(proposal.study.sites) - len(proposal.plan.open_ids)


def test_density_is_there_but_off_unless_asked_for(proposal):
    for asked in (False, True):
        found = proposal_map(proposal, density=asked)
        layer = next(v for k, v in layers(found).items() if "hexagon" in k)
        assert layer.show is asked
        assert ("density" in [entry.name for entry in found.legend]) is asked
        workers = [int(row[2].split()[0].replace(",", "")) for row in layer.spec["rows"]]
        assert sum(workers) == proposal.study.demand.total


def test_the_legend_explains_what_is_drawn_in_both_languages(proposal):
    for code in words.LANGUAGES:
        with words.in_language(code):
            entries = proposal_map(proposal, density=True).legend
            named = {entry.name for entry in entries}
            assert {
                "covered",
                "uncovered",
                "existing",
                "proposed",
                "candidate",
                "forbidden",
            } <= named
            assert {"disc_existing", "disc_proposed", "outline", "density"} <= named
            html = legend_html(entries)
            assert all(entry.label in html and entry.svg.startswith("<svg") for entry in entries)


def test_every_label_is_translated():
    with words.in_language("zh"):
        assert all(words._(label) != label for label in LABELS.values())


def test_the_study_before_any_plan(proposal):
    study = proposal.study
    plain = set(layers(study_map(study)))
    assert "pointsFirms" in plain
    assert not any("Catchments" in k for k in plain)
    reach = Straight(1.3).reach(study.demand, study.sites)
    today = study_map(study, coverage=reach.coverage(700), mode=Straight(1.3))
    kinds = layers(today)
    assert "areasCatchments" in kinds
    assert len(kinds["pointsFirms covered"].spec["rows"]) == int(proposal.covered_before.sum())


def test_hostile_names_are_written_nowhere_as_code():
    found = rendered(proposal_map(made.proposal(made.Town(names=made.HOSTILE))))
    assert "<img" not in found.replace("<img class", "")
    assert "</script><script>alert" not in found
    assert "${alert" not in found
    assert "7*7" in found  # still there, and not 49
    assert "onerror=alert" in found


def test_an_empty_study_still_has_a_map():
    empty = Study(
        name="empty",
        demand=Demand.from_arrays([], [], [], crs="EPSG:32650"),
        sites=Sites.from_arrays([], [], [], crs="EPSG:32650"),
        streets=MultiLineString(),
    )
    assert "xuanzhi.frame" in rendered(study_map(empty))


def test_one_firm_alone_is_not_zoomed_into_nothing():
    alone = made.study(made.Town(n=1))
    alone = replace(alone, sites=alone.sites.take(np.array([], dtype=np.int64)), outline=None)
    assert "xuanzhi.frame" in rendered(study_map(alone))


def test_a_plane_of_its_own_is_refused():
    nowhere = Study("x", Demand.from_arrays([0], [0], [1]), Sites.from_arrays([0], [0]))
    with pytest.raises(InputError, match="cannot be put on a map"):
        study_map(nowhere)


def test_who_draws_a_way_stays_where_they_draw(proposal):
    def shown(pending):
        html = rendered(altered_map(proposal.study, added=[], closed=[], pending=pending))
        south_west, north_east = re.search(r"bounds.{2,4}\[\[(.+?)\],\[(.+?)\]\]", html).groups()
        return np.array([south_west.split(","), north_east.split(",")], float)

    whole, near = shown(()), shown([(116.61, 39.93), (116.612, 39.932)])
    assert near.mean(axis=0) == pytest.approx([39.931, 116.611])
    assert (np.ptp(near, axis=0) < 0.01).all()
    assert (np.ptp(whole, axis=0) > np.ptp(near, axis=0)).any()


def test_a_map_drawn_again_is_the_same_script(proposal):
    """The page shows the map before while it searches; streamlit-folium gives layers new names."""
    once = proposal_map(proposal, density=True)
    first, again = (as_streamlit_folium_writes(once) for _time in range(2))
    assert first == again
    assert set(re.findall(r"xuanzhi_layer_\w+", again)) == set(
        re.findall(r"var (xuanzhi_layer_\w+)", again)
    )


def as_streamlit_folium_writes(found) -> str:
    found.get_root().render()
    found.render()
    return generate_leaflet_string(found)
