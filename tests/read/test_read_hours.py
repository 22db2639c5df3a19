"""Opening hours read from text, against hours written out by hand."""

from __future__ import annotations

import pytest

from geo.read.cells.hours import week


def spans(text):
    """Open spans in hours from Monday 0:00, as pairs."""
    flat = week(text).ravel()
    edges = [k for k in range(len(flat) + 1)
             if (k > 0 and flat[k - 1]) != (k < len(flat) and flat[k])]  # fmt: skip
    return [(a / 60, b / 60) for a, b in zip(edges[::2], edges[1::2], strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00-21:00", [(24 * d + 9, 24 * d + 21) for d in range(7)]),
        ("9-17", [(24 * d + 9, 24 * d + 17) for d in range(7)]),
        ("每日 9：00—21：00", [(24 * d + 9, 24 * d + 21) for d in range(7)]),
        (
            "周一至周二 11:30-13:30、17:30-21:00",
            [(11.5, 13.5), (17.5, 21), (35.5, 37.5), (41.5, 45)],
        ),
        ("周末 8:00-18:00", [(128, 138), (152, 162)]),
        ("星期六到星期日 8:00至18:00", [(128, 138), (152, 162)]),
        ("周六、周日 8:00-18:00", [(128, 138), (152, 162)]),
        ("Sa-Mo 08:00 - 10:00", [(8, 10), (128, 130), (152, 154)]),
        ("Mo 22:00-02:00", [(22, 26)]),
        ("Su 22:00-02:00", [(0, 2), (166, 168)]),
        ("Mo-Tu 09:00-12:00; Tu 10:00-11:00", [(9, 12), (34, 35)]),
        ("Mo 9:00-12:00, Mo 14:00-16:00", [(9, 12), (14, 16)]),
        ("Mo-Tu 9-12; Tu closed", [(9, 12)]),
        ("Mo 20:00-24:00; Tu 00:00-02:00", [(20, 26)]),
        ("24/7", [(0, 168)]),
        ("Monday 9:00-10:00", [(9, 10)]),
    ],
)
def test_hours_are_read(text, expected):
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "   ", None, float("nan"), "ask the porter", "Mo-Fr", "9:75-10:00", "25:00-26:00",
     "Mo-Fr 9-17 by appointment", "9:00", "=1+1", "Mo-Fr 09:30-15:00. Lunch 11:00-13:30", 9],
)  # fmt: skip
def test_what_is_not_understood_is_not_guessed(text):
    assert week(text) is None


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("11:30-13:30；17:30-21:00", [330] * 7),
        ("周一至周五 11:30-13:30；周一至周五 17:30-21:00", [330] * 5 + [0, 0]),
        ("周一至周五 9-17；周六 9-12；14-16", [480] * 5 + [300, 0]),
        ("Mo-Fr 9-17; We 9-12", [480, 480, 180, 480, 480, 0, 0]),  # other days: the last holds
        ("Mo-Fr 9-12; Mo-Fr 11-15", [240] * 5 + [0, 0]),  # the same hours: the last holds
        ("9-17; We off", [480, 480, 0, 480, 480, 480, 480]),
        ("每天9：00－21：00", [720] * 7),
        ("24小时开放", [1440] * 7),
    ],
)
def test_hours_set_apart_are_added_where_they_may_all_hold(said, minutes):
    assert week(said).sum(axis=1).tolist() == minutes
