"""The Data page helps to find a datum that nobody stated: tick five names, see, convert."""

from __future__ import annotations

import numpy as np
import pytest
from reader import as_read
from streamlit.testing.v1 import AppTest

from geo import read
from geo.core import Scenario
from geo.core.crs import from_wgs84
from geo.solve import MaxCover
from geo.study import datum_effect
from geo.travel import Straight

PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame.show(PAGES["data"].page)
"""
NAMES = [f"{a}{b}公司" for a in "永顺潞城" for b in ("印刷", "食品", "物流", "电子", "包装")]


@pytest.fixture
def layers(tmp_path):
    """A list of firms in GCJ-02 that states no datum, and homes that are known."""
    rng = np.random.default_rng(2)
    lon, lat = 116.65 + rng.normal(0, 0.012, 20), 39.91 + rng.normal(0, 0.012, 20)
    x, y = from_wgs84(lon, lat, "gcj02")

    def written(kind, x, y, names, datum):
        lines = [f"{n},{a:.7f},{b:.7f},9" for n, a, b in zip(names, x, y, strict=True)]
        path = tmp_path / f"{kind}.csv"
        path.write_text("名称,经度,纬度,职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return read.read_layer(path, kind, datum=datum)

    names = [*NAMES[:6], NAMES[6] + "甲", *NAMES[7:]]
    return (
        written("firms", x, y, names, None),
        written("homes", lon[:7], lat[:7], NAMES[:7], "wgs84"),
        written("sites", lon[7:19], lat[7:19], [f"场馆{k}" for k in range(12)], "wgs84"),
    )


def opened(layers):
    app = AppTest.from_string(PAGE, default_timeout=120)
    app.session_state["language"] = "en"
    app.session_state["layers"] = layers
    by_kind = {one.kind: one for one in layers}
    app.session_state["study"] = read.build_study(
        "firms", by_kind["firms"], homes=by_kind.get("homes"), sites=by_kind.get("sites")
    )
    return app.run()


def test_ticking_five_names_settles_the_datum_and_converts(layers):
    app = opened(layers)
    assert not app.exception
    boxes = [b for b in app.checkbox if b.key.startswith("pair-firms-")]
    assert len(boxes) == 7
    assert any("Cannot tell" in as_read(w.value) for w in app.warning)
    for box in boxes[:5]:
        box.check()
    app.run()
    assert not app.exception
    assert any("GCJ-02" in as_read(s.value) and "sure" in as_read(s.value) for s in app.success)
    assert any("truly cover" in m.value for m in app.markdown)
    app.button(key="convert-firms").click().run()
    assert not app.exception
    firms = app.session_state["layers"][0]
    assert firms.source.datum == "gcj02"
    assert firms.source.datum_known
    np.testing.assert_allclose(firms.lon[7:19], layers[2].lon, atol=1e-6)
    assert "经度_original" in firms.table
    assert not [b for b in app.checkbox if b.key.startswith("pair-")]


def test_without_known_places_the_page_asks_for_some(layers):
    app = opened(layers[:1])
    assert not app.exception
    assert any("only be compared with one another" in as_read(i.value) for i in app.info)


def test_pairs_are_alike_by_name_and_each_known_place_is_offered_once(layers):
    pairs = read.propose_matches(layers[0], layers[1:2])
    assert [p.row for p in pairs] == list(range(7))
    assert [p.known_name for p in pairs] == NAMES[:7]
    assert pairs[-1].score < 100 == pairs[0].score
    assert all(500 < p.apart_m < 530 for p in pairs)
    assert len(read.propose_matches(layers[0], layers[1:2], n=3)) == 3
    assert read.propose_matches(layers[0], layers[2:]) == ()


def test_the_effect_is_counted_on_the_same_sites(layers):
    of = {one.kind: one for one in layers}
    scenario = Scenario(MaxCover(new=2, radius_m=400.0), Straight(1.0))
    effect = datum_effect(of, "firms", "gcj02", scenario)
    assert effect.claimed != effect.true
    assert effect.before.demand.total == effect.after.demand.total == 180
    same = datum_effect(of, "firms", "wgs84", scenario)
    assert same.claimed == same.true


def town(n, seed):
    rng = np.random.default_rng(seed)
    middles = np.random.default_rng(5).normal(0, 2500, (25, 2))
    xy = middles[rng.integers(0, 25, n)] + rng.laplace(0, 90, (n, 2))
    return 116.65 + xy[:, 0] / 85_300, 39.91 + xy[:, 1] / 111_000


def listed(folder, kind, lon, lat, datum):
    lines = [f"{kind}{k},{a:.7f},{b:.7f},9" for k, (a, b) in enumerate(zip(lon, lat, strict=True))]
    path = folder / f"{kind}.csv"
    path.write_text("名称,经度,纬度,职工数\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read.read_layer(path, kind, datum=datum)


def test_the_page_names_lists_that_do_not_fit_and_scores_every_hypothesis(tmp_path):
    firms = listed(tmp_path, "firms", *from_wgs84(*town(200, 1), "gcj02"), None)
    app = opened((firms, listed(tmp_path, "sites", *town(150, 2), "wgs84")))
    assert not app.exception
    assert any("firms.csv and sites.csv do not fit" in as_read(w.value) for w in app.warning)
    scored = "score of the evidence"
    table = next(d.value for d in app.dataframe if scored in d.value.columns)
    assert table["datum"].iloc[0] == "GCJ-02 (Amap, Tencent)"
    assert len(table) == 5
    assert table[scored].iloc[0] == 0 >= table[scored].max()
    app.button(key="convert-firms").click().run()
    assert not app.exception
    assert not any("do not fit" in as_read(w.value) for w in app.warning)
