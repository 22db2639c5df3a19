"""The block of firms, read back without the code that wrote it; scenes hold no firm at all."""

from __future__ import annotations

import base64
import gzip
import json
import math
import struct
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo import words
from geo.core import Demand, Sites, Study
from geo.core.crs import lonlat
from geo.draw import block, editable, proposal_tiles, study_tiles, vendor
from geo.errors import InputError

import made

WORLD = 2**32


def numbers_of(message, count, at):
    return struct.unpack_from(f"<{count}I", message, 64 + at)


def read(wrote):
    """Read a block as its description says, with plain loops."""
    message, told = wrote.payload, wrote.words()
    name = message[:64].decode("ascii").strip()
    mark, n = numbers_of(message, 2, 0)
    assert mark == 0x315A5858
    x, y, w = (numbers_of(message, n, 8 + 4 * n * k) for k in range(3))
    flags = numbers_of(message, -(-n // 32), 8 + 12 * n)
    assert len(message) == 64 + 8 + 12 * n + 4 * len(flags)
    small = [flags[k // 32] >> (k % 32) & 1 for k in range(n)]

    assert told[:64] == message[:64]
    mark, groups, group = numbers_of(told, 3, 0)
    assert mark == 0x575A5858
    starts = numbers_of(told, groups + 1, 12)
    packed = told[64 + 16 + 4 * groups :]
    assert len(packed) == starts[-1]
    lines = []
    for first, last in pairwise(starts):
        text = gzip.decompress(packed[first:last]).decode("utf-8")
        rows = text.split("\n")
        assert rows.pop() == ""
        assert len(rows) <= group
        lines += [row.split("\x1f") for row in rows]
    return name, x, y, w, small, lines


def z_order(x, y):
    """Interleave 32 bits of each, y first."""
    return sum(((y >> b & 1) << (2 * b + 1)) | ((x >> b & 1) << (2 * b)) for b in range(32))


@pytest.mark.parametrize("n", [1, 120, 2500])
def test_every_firm_is_in_its_block_once(n):
    study = made.study(made.Town(n=n, names=made.HOSTILE[:n]))
    wrote = block(study)
    _name, x, y, w, small, lines = read(wrote)
    lon, lat = lonlat(study.demand.x, study.demand.y, study.demand.crs)
    assert sorted(wrote.order.tolist()) == list(range(n))
    places = [z_order(a, b) for a, b in zip(x, y, strict=True)]
    assert places == sorted(places)
    table = study.demand.table
    for k, i in enumerate(wrote.order):
        assert x[k] / WORLD * 360 - 180 == pytest.approx(lon[i], abs=2e-7)
        up = math.pi * (1 - 2 * y[k] / WORLD)
        assert math.degrees(math.atan(math.sinh(up))) == pytest.approx(lat[i], abs=2e-7)
        assert w[k] == study.demand.weight[i]
        assert small[k] == study.is_small_unionised[i]
        wanted = [str(table[c].iloc[i]) for c in ("name", "street", "industry")]
        assert lines[k] == ["".join(" " if ord(c) < 32 else c for c in text) for text in wanted]


@settings(max_examples=25, deadline=None)
@given(some.lists(some.one_of(some.none(), some.text(max_size=12), some.floats(), some.integers())))
def test_any_name_becomes_one_line(names):
    names = [v if not isinstance(v, str) else v.encode("utf-8", "ignore").decode() for v in names]
    demand = Demand.from_arrays(
        np.arange(len(names), dtype=float),
        np.zeros(len(names)),
        np.ones(len(names), int),
        crs="EPSG:32650",
        table=pd.DataFrame({"name": pd.Series(names, dtype=object)}),
    )
    study = Study("x", demand, Sites.from_arrays([], [], crs="EPSG:32650"))
    wrote = block(study)
    lines = read(wrote)[-1]
    assert len(lines) == len(names)
    assert all(len(line) == 1 for line in lines)


def test_a_break_of_line_is_found_however_far_behind_other_letters():
    study = made.study(made.Town(names=("长" * 500_000, "b\nc"), n=120))
    *_rest, lines = read(block(study))
    assert len(lines) == 120
    assert sum(line[0] == "b c" for line in lines) == 1


def test_one_block_serves_every_plan_and_both_languages():
    proposal = made.proposal()
    wrote = block(proposal.study)
    assert wrote.payload == block(made.study()).payload
    for code in words.LANGUAGES:
        with words.in_language(code):
            scene = proposal_tiles(proposal, wrote).scene
            assert scene["block"] == read(wrote)[0] == wrote.digest
    moved = proposal.study.demand.with_weight(proposal.study.demand.weight + 1)
    assert block(proposal.study.with_demand(moved)).digest != wrote.digest


def test_marks_say_who_is_not_covered():
    proposal = made.proposal()
    wrote = block(proposal.study)
    raw = base64.b64decode(proposal_tiles(proposal, wrote).scene["firms"]["marks"])
    uncovered = [bool(raw[k // 8] >> (k % 8) & 1) for k in range(len(wrote.order))]
    assert uncovered == (~proposal.covered_after[wrote.order]).tolist()
    assert len(raw) % 4 == 0


def test_a_scene_is_plain_and_holds_no_firm():
    names = tuple(f"secret firm {k}" for k in range(120))
    proposal = made.proposal(made.Town(names=names))
    made_ = proposal_tiles(proposal, block(proposal.study), density=True)
    said = json.dumps(
        {**made_.scene, "layers": [x for x in made_.scene["layers"] if "labels" not in x]}
    )
    assert "secret firm" not in said
    assert {layer["id"] for layer in made_.scene["layers"]} == {
        "catchments", "density", "venues", "homes",
    }  # fmt: skip
    assert "proposed-1" in made_.scene["icons"]
    assert "proposed-2" in made_.scene["icons"]


def test_hostile_venues_are_escaped():
    proposal = made.proposal(made.Town(names=made.HOSTILE))
    said = json.dumps(proposal_tiles(proposal, block(proposal.study)).scene["layers"])
    assert "<img src=x" not in said
    assert "<script" not in said


def test_only_a_map_to_edit_says_which_site_is_which():
    study = made.study()
    plain = study_tiles(study, block(study)).scene
    assert plain["edit"] is None
    scene = editable(study, block(study)).scene
    assert scene["edit"]["of"] == study.digest
    for layer in scene["layers"]:
        if "labels" in layer:
            lon, lat = lonlat(study.sites.x, study.sites.y, study.sites.crs)
            for row, site in zip(layer["rows"], layer["sites"], strict=True):
                assert row[:2] == pytest.approx([lat[site], lon[site]], abs=1e-6)


def test_the_picture_holds_no_word_and_asks_for_nothing():
    proposal = made.proposal(made.Town(names=made.HOSTILE))
    svg = proposal_tiles(proposal, block(proposal.study)).scene["picture"]
    assert svg.count("<polygon") > 20
    assert svg.count("<path") == len(proposal.plan.open_ids)
    assert "href" not in svg
    assert "<text" not in svg


def test_what_cannot_be_drawn_is_refused():
    nowhere = Study("x", Demand.from_arrays([0], [0], [1]), Sites.from_arrays([0], [0]))
    with pytest.raises(InputError, match="cannot be put on a map"):
        block(nowhere)
    study = made.study(made.Town(n=1))
    heavy = study.with_demand(replace(study.demand, weight=np.array([2**33])))
    with pytest.raises(InputError, match="more workers than a map"):
        block(heavy)


def test_an_empty_study_has_a_map():
    demand = Demand.from_arrays([], [], [], crs="EPSG:32650")
    empty = Study("empty", demand, Sites.from_arrays([], [], [], crs="EPSG:32650"))
    assert study_tiles(empty, block(empty)).scene["layers"] == []


def test_the_address_of_the_map_changes_with_its_files():
    address = vendor.module("/app/static/")
    assert address.startswith("/app/static/map/gl/component.js?")
    assert (vendor.folder() / "vendor/maplibre-gl/maplibre-gl.js").is_file()
    assert not list(vendor.folder().rglob("*.map"))
