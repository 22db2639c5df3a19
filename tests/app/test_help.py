"""Each page has its help, in both languages."""

from __future__ import annotations

import pytest

from geo import words
from geo.app.help import HELP
from geo.app.pages import PAGES
from geo.words import _


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_for_and_names_pages_that_there_are(name):
    assert list(HELP) == list(PAGES)
    for language in words.LANGUAGES:
        words.use(language)
        titles = {_(page.TITLE) for page in PAGES.values()}
        named = {word for text in HELP[name] for word in _(text).split("**")[1::2]}
        assert named <= titles, named
