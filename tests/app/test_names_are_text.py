"""Names that are Markdown stay text on every page: nothing they say is fetched, bold or coloured.

A browser would fetch the picture of ``![](http://…)`` from a server beyond this machine.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit import dataframe_util
from streamlit.elements.widgets import data_editor
from streamlit.testing.v1 import AppTest

from geo import words
from geo.app.pages import PAGES
from geo.app.values import Kept
from geo.app.widgets.question import solving
from geo.app.widgets.why import soon
from geo.core import Scenario
from geo.read import Layer
from geo.solve import MaxCover
from geo.study import run
from geo.travel import Straight

import made

EVIL = "![x](http://evil.example/s.png) **b** $x$ :red[y] <b>"
PAGE = """
from geo import words
from geo.app import frame, state
from geo.app.pages import PAGES

words.use(state.language())
frame._about()
frame.show(PAGES[{name!r}].page)
"""
OPENED = {
    "gaps": ("gaps-part", ("groups", "norm", "levels", "fair", "hours")),
    "propose": ("why-propose", ("sites", "hall", "menu", "doubt")),
}
"""Page -> the control of its panels, and what it offers."""
LIVE = re.compile(r"(?<!\\)!\[|(?<!\\)\*\*b|(?<!\\)\$x|(?<!\\):red|(?<!\\)<b>")
"""What of the name above would be read as Markdown; a name that is escaped holds none of it."""
READ = ("body", "label", "text", "help", "caption", "title")
"""Fields of an element in which Streamlit reads Markdown; a metric's figure is one, too."""
AS_TEXT = {"text", "code", "arrow_data_frame", "iframe", "component_instance", "bidi_component"}


@pytest.fixture(scope="module")
def work():
    """A study, its lists and a plan, all of whose names are Markdown."""
    study = made.study(made.Town(n=40))
    firms, sites = study.demand, study.sites
    named = {"name": EVIL, "street": EVIL, "industry": EVIL}
    others = [EVIL] * (len(sites) - 1)
    study = replace(
        study,
        name=EVIL,
        demand=replace(
            firms,
            ids=pd.Index(["new-firm-1", *range(1, len(firms))]),
            table=firms.table.assign(**named),
        ),
        sites=replace(
            sites,
            ids=pd.Index(["new-1", *range(1, len(sites))]),  # numbers, and what was made by hand
            table=sites.table.assign(name=EVIL, hours=EVIL, host=[7, *others]),
        ),
        sources=tuple(replace(s, name=EVIL, licence=EVIL) for s in study.sources),
    )
    source = replace(study.sources[0], datum_known=False)
    zeros, none = np.zeros(len(firms)), study.rejected.assign(remedy="")
    layer = Layer("firms", zeros, zeros, study.demand.table, source, none, none)
    scenario = Scenario(MaxCover(new=2, radius_m=700.0), Straight(1.3))
    found = run(study, scenario, with_regret=False)
    return (
        study,
        (layer,),
        scenario,
        (Kept(EVIL, scenario, found), Kept(f"2 {EVIL}", scenario, found)),
    )


@pytest.fixture(autouse=True)
def _patient(monkeypatch, tmp_path):
    monkeypatch.setenv("XUANZHI_HOME", str(tmp_path))
    monkeypatch.setattr(solving, "PATIENCE_S", 60.0)
    monkeypatch.setattr(soon, "_PATIENCE_S", 60.0)
    # Where a column of a table mixes kinds, Streamlit writes a traceback into the log.
    for module in (dataframe_util, data_editor):
        monkeypatch.setattr(module._LOGGER, "info", _mixed)


def _mixed(said, *_further, exc_info=None):
    pytest.fail(f"{said} {exc_info}")


def opened(name, work, language):
    words.use(language)
    app = AppTest.from_string(PAGE.format(name=name), default_timeout=120)
    study, layers, scenario, kept = work
    given = {"study": study, "scenario": scenario, "kept": kept, "language": language}
    for key, value in (given | ({"layers": layers} if name == "data" else {})).items():
        app.session_state[key] = value
    return app.run()


def nodes(block):
    for child in getattr(block, "children", {}).values():
        yield child
        yield from nodes(child)


def read_as_markdown(app):
    """List what the page hands to Streamlit to be read as Markdown."""
    said = []
    for node in nodes(app._tree):
        proto = getattr(node, "proto", None)
        kind = str(node.type)
        if proto is None or kind in AS_TEXT:
            continue
        inner = getattr(proto, proto.WhichOneof("type"), proto) if kind_is_block(proto) else proto
        said += [(kind, str(getattr(inner, field, "") or "")) for field in READ]
        if kind in ("radio", "button_group"):
            said += [(kind, str(getattr(o, "content", o))) for o in inner.options]
    return said


def kind_is_block(proto):
    return proto.DESCRIPTOR.name == "Block" and proto.WhichOneof("type") is not None


def must_be_text(app):
    assert not app.exception, app.exception
    said = read_as_markdown(app)
    assert not [one for one in said if LIVE.search(one[1])]
    return said


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_name_is_never_read_as_markdown(name, language, work):
    app = opened(name, work, language)
    said = must_be_text(app)
    assert any("evil" in text for _kind, text in said)
    key, parts = OPENED.get(name, ("", ()))
    for part in parts:
        next(g for g in app.button_group if g.key == key).set_value(part)
        must_be_text(app.run())
    if name == "propose":
        app.toggle(key=f"edit-venues-{language}").set_value(True)
        must_be_text(app.run())
        assert not app.error
    if name == "find":
        app.text_input(key="find-text-0").set_value("evil")
        must_be_text(app.run())
    if name == "compare":
        for panel in [g for g in app.button_group if str(g.key).startswith("why-kept")][:1]:
            panel.set_value("sites")
        must_be_text(app.run())
