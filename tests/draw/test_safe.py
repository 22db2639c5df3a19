"""Other people's words stay text for every reader on their way to the screen."""

from __future__ import annotations

import html
import json
import re

import jinja2
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.draw.safe import LONGEST, literal, text

import made

words = st.text(max_size=80)


@given(words)
def test_text_holds_nothing_that_any_reader_would_run(word):
    assert not set("<>`${}\\\"'\n") & set(text(word))


@given(words)
def test_text_reads_as_it_was_written(word):
    visible = "".join(c for c in word if c.isprintable() or c in "\n\u3000\xa0")
    shown = "".join(c for c in html.unescape(text(word)) if c.isprintable() or c in "\n\u3000\xa0")
    assert shown == visible.replace("\n", " ")


@pytest.mark.parametrize("name", made.HOSTILE)
def test_hostile_names_pass_jinja_unchanged(name):
    said = text(name)
    assert jinja2.Template(f"[{said}]").render() == f"[{said}]"


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, float("nan")])
def test_a_missing_value_is_nothing(nothing):
    assert text(nothing) == ""


def test_long_text_is_cut_and_says_so():
    assert text("长" * (LONGEST + 1)) == "长" * LONGEST + "…"
    assert text("长" * LONGEST) == "长" * LONGEST
    assert text("长" * 300, longest=1000) == "长" * 300


def test_direction_overrides_are_dropped():
    assert text("a\u202egnp.exe\x00") == "agnp.exe"


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
# On a busy machine drawing nested data alone may look slow.
patient = settings(suppress_health_check=[HealthCheck.too_slow])


@patient
@given(plain)
def test_literal_comes_back_whole(data):
    written = literal(data)
    inner = re.fullmatch(r"JSON\.parse\((\".*\")\)", written, re.DOTALL)
    assert inner
    assert json.loads(json.loads(inner[1])) == data


@patient
@given(plain)
def test_literal_means_nothing_to_jinja_html_or_a_template_literal(data):
    written = literal(data)
    assert not set("<>&'`${}%#\u2028\u2029\n") & set(written)
    assert jinja2.Template(written).render() == written


def test_literal_refuses_what_json_has_no_word_for():
    with pytest.raises(ValueError, match="JSON"):
        literal([float("nan")])
