"""A list too long for a browser: its beginning on the screen, the whole in a file."""

from __future__ import annotations

import csv
import io

import pandas as pd
from streamlit.testing.v1 import AppTest

from geo.app.widgets.lists.tables import MOST_ROWS
from geo.export.csv import table_csv

PAGE = """
import pandas as pd
from geo import words
from geo.app.widgets.lists.tables import firm_table

words.use("en")
n = {n}
firm_table(pd.DataFrame({{"id": range(n), "name": ["=1+1"] * n, "workers": range(n, 0, -1)}}))
"""


def test_a_long_list_is_cut_and_says_so():
    app = AppTest.from_string(PAGE.format(n=MOST_ROWS + 1)).run()
    assert not app.exception
    assert len(app.dataframe[0].value) == MOST_ROWS
    assert f"The first {MOST_ROWS:,} of {MOST_ROWS + 1:,} rows." in [c.value for c in app.caption]
    assert len(app.get("download_button")) == 1


def test_a_short_list_is_whole():
    app = AppTest.from_string(PAGE.format(n=MOST_ROWS)).run()
    assert len(app.dataframe[0].value) == MOST_ROWS
    assert not app.caption
    assert not app.get("download_button")


def test_the_file_holds_every_row_and_no_formula():
    table = pd.DataFrame({"name": ["=1+1", "甲厂", None], "workers": [5, -3, 7]})
    rows = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"))))
    assert rows == [["name", "workers"], ["'=1+1", "5"], ["甲厂", "-3"], ["", "7"]]
