"""The block of a large study is begun beside the script, and made once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from geo.app.cache import maps
from geo.draw import block as draw_block
from geo.errors import InputError
from geo.study import demo


@pytest.fixture
def study(monkeypatch, request):
    """Make a town that no other test has shown: blocks are kept for all."""
    town, more = demo("yongshun"), len(request.node.name)
    monkeypatch.setattr(maps, "is_large", lambda _study: True)
    return replace(town, demand=town.demand.with_weight(town.demand.weight + more))


def ended():
    for one in threading.enumerate():
        if one.name == "block":
            one.join(10)
    assert not maps._coming


def test_it_is_made_once_for_all_who_ask_meanwhile_and_later(study, monkeypatch):
    made, may_go = [], threading.Event()

    def slowly(one):
        made.append(one)
        assert may_go.wait(10)
        return draw_block(one)

    monkeypatch.setattr(maps, "draw_block", slowly)
    maps.expect_block(study)
    maps.expect_block(study)  # a second visitor, at once
    threading.Timer(0.1, may_go.set).start()
    found = maps.block(study)
    ended()
    maps.expect_block(study)  # a visitor who comes later
    assert maps.block(study) is found
    assert len(made) == 1
    assert found.payload == draw_block(study).payload


def test_other_small_firms_are_another_block(study):
    maps.expect_block(study)
    other = replace(study, small_firm_line=3)
    assert maps.block(other).payload == draw_block(other).payload != maps.block(study).payload
    ended()


def test_what_cannot_be_drawn_is_told_to_whoever_asks(study, monkeypatch):
    def refuse(_study):
        raise InputError("no place")

    monkeypatch.setattr(maps, "draw_block", refuse)
    maps.expect_block(study)
    with pytest.raises(InputError, match="no place"):
        maps.block(study)
    ended()
