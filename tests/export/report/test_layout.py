"""Columns of a table are as wide as their words."""

from __future__ import annotations

from geo.export.report.content import Table


def test_capitals_have_a_wider_column_than_small_letters():
    table = Table("x", ("a", "b"), (("CGCS2000", "cgcs2000"),))
    capitals, small = table.widths
    assert capitals > small
