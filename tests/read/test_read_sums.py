"""Sums among the rows are found by name and number; no firm is lost to its name."""

from __future__ import annotations

from unittest import mock

import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import read
from geo.errors import InputError
from geo.read.cells import numeric
from geo.read.cells.numeric import said
from geo.read.sums import called_sums

SUM, LIKE, NUMBER = "a sum of other rows", "called like a sum", "its number is the sum"


def layer_of(tmp_path, rows, head="街道,名称,经度,纬度,职工数", kind="firms", **how):
    lines = [",".join("" if v is None else str(v) for v in row) for row in rows]
    path = tmp_path / "list.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return read.read_layer(path, kind, **how)


def at(k):
    return round(116.6 + k / 499, 5), round(39.9 + k / 997, 5)


def town(*groups, tail=()):
    """Firms by street, each street with its own sum on the middle of the town, and a grand one."""
    rows, k, total = [], 0, 0
    for street, numbers in groups:
        for n in numbers:
            k += 1
            rows.append((street, f"企业{k}", *at(k), n))
        rows.append((street, f"{street}小计", 116.65, 39.91, sum(numbers)))
        total += sum(numbers)
    total += sum(row[-1] for row in tail)
    return [*rows, *tail, ("", "全区合计", 116.65, 39.91, total)], total


def reasons(found, word):
    return found[found["reason"].str.contains(word)]["row"].tolist()


def test_sums_with_coordinates_are_left_out(tmp_path):
    rows, total = town(("甲街道", [5, 7, 9]), ("乙镇", [4]), ("丙乡", [8, 8]))
    layer = layer_of(tmp_path, rows)
    assert layer.table["workers"].sum() == total
    assert not layer.table["name"].str.contains("计").any()
    assert reasons(layer.rejected, SUM) == [5, 7, 10, 11]
    assert len(layer) + len(layer.rejected) == len(rows)


@pytest.mark.parametrize("place", ["above", "end"])
def test_sums_above_their_rows_or_all_at_the_end(tmp_path, place):
    firms = [("甲街道", "企业1", *at(1), 5), ("甲街道", "企业2", *at(2), 6)]
    firms += [("乙镇", "企业3", *at(3), 9)]
    sums = [("", "甲街道小计", *at(9), 11), ("", "乙镇 小 计：", *at(9), 9)]
    rows = [sums[0], *firms[:2], sums[1], firms[2]] if place == "above" else [*firms, *sums]
    layer = layer_of(tmp_path, rows)
    assert sorted(layer.table["workers"]) == [5, 6, 9]
    assert len(reasons(layer.rejected, SUM)) == 2


def test_a_sum_named_in_the_column_of_streets(tmp_path):
    rows = [
        ("甲街道", "企业1", *at(1), 5),
        ("甲街道", "企业2", *at(2), 6),
        ("小计", "", *at(9), 11),
    ]
    layer = layer_of(tmp_path, rows)
    assert layer.table["workers"].tolist() == [5, 6]
    assert reasons(layer.rejected, SUM) == [4]


@pytest.mark.parametrize(
    "name", ["合计会计师事务所", "TotalEnergies", "永顺统计事务所", "总计量仪器厂", "Hotel Totalis"]
)
@pytest.mark.parametrize("number", [30, 31])
def test_no_firm_is_lost_to_its_name(tmp_path, name, number):
    rows = [("", "企业1", *at(1), 10), ("", "企业2", *at(2), 20), ("", name, *at(3), number)]
    layer = layer_of(tmp_path, [*rows, ("", "企业3", *at(4), 8)])
    assert name in set(layer.table["name"])
    assert layer.rejected.empty
    begins = name.startswith(("合计", "总计")) and number == 30
    assert bool(reasons(layer.doubtful, NUMBER)) is begins


def test_a_name_without_the_number_is_kept_and_marked(tmp_path):
    rows = [("", "企业1", *at(1), 10), ("", "北京小计", *at(2), 17), ("", "企业2", *at(3), 4)]
    layer = layer_of(tmp_path, rows)
    assert layer.table["workers"].tolist() == [10, 17, 4]
    assert reasons(layer.doubtful, LIKE) == [3]


def test_a_sum_without_coordinates_is_not_to_be_looked_up(tmp_path):
    rows = [("", "企业1", *at(1), 10), ("", "本页小计", None, None, 99)]
    layer = layer_of(tmp_path, rows)
    assert reasons(layer.rejected, SUM) == [3]


def test_a_last_row_of_any_name_that_is_the_sum_is_marked(tmp_path):
    rows = [("", f"企业{k}", *at(k), k) for k in range(1, 8)]
    layer = layer_of(tmp_path, [*rows, ("", "全镇", *at(20), 28)])
    assert reasons(layer.doubtful, NUMBER) == [9]
    assert not reasons(layer_of(tmp_path, [*rows, ("", "大厂", *at(20), 29)]).doubtful, NUMBER)


def test_venues_have_no_number_and_are_marked(tmp_path):
    rows = [("", "场地1", *at(1)), ("", "场地合计", *at(2))]
    layer = layer_of(tmp_path, rows, head="街道,名称,经度,纬度", kind="sites")
    assert len(layer) == 2
    assert reasons(layer.doubtful, LIKE) == [3]


def test_a_sum_stays_out_when_corrected_rows_come_back(tmp_path):
    rows, total = town(("甲街道", [5, 7, 9]), ("乙镇", [4]), tail=[("", "缺坐标厂", None, None, 6)])
    layer = layer_of(tmp_path, rows)
    path = read.write_findings(layer, tmp_path / "f.xlsx")
    with pytest.raises(InputError):  # nothing was corrected yet
        read.amend(layer, path)
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[2].value == "缺坐标厂":
            row[3].value, row[4].value = 116.61, 39.91
    book.save(path)
    whole = read.amend(layer, path)
    assert whole.table["workers"].sum() == total
    assert len(whole) + len(whole.rejected) == len(rows)


@given(
    st.lists(
        st.tuples(st.sampled_from(["甲厂", "乙小计", "合计", "合计社", ""]), st.integers(0, 6)),
        min_size=1,
        max_size=9,
    )
)
def test_rows_in_are_rows_used_and_refused(tmp_path_factory, rows):
    made = [("", name, *at(k), n) for k, (name, n) in enumerate(rows)]
    made.append(("", "尾厂", *at(50), 1000))
    layer = layer_of(tmp_path_factory.mktemp("sums"), made)
    assert len(layer) + len(layer.rejected) == len(made)
    plain = [n for name, n in rows if name in ("甲厂", "合计社", "")]
    assert sorted([*plain, 1000]) == sorted(
        layer.table["workers"][~layer.table["name"].eq("乙小计")].tolist()
    )
    for kept in np.flatnonzero(layer.table["name"] == "乙小计"):  # by brute force
        k, n = int(layer.rows[kept]) - 2, int(layer.table["workers"].iloc[kept])
        numbers = [None if name in ("乙小计", "合计") else m for name, m in [*rows, ("", 1000)]]
        ends = [p for p, m in enumerate(numbers) if m is None]
        for q in [-1, *(e for e in ends if e < k)]:
            assert n == 0 or n != sum(m or 0 for m in numbers[q + 1 : k])
        for q in [len(numbers), *(e for e in ends if e > k)]:
            assert n == 0 or n != sum(m or 0 for m in numbers[k + 1 : q])


def test_names_of_any_kind_are_looked_at():
    mixed = pd.Series(["甲厂", None, 5, "小计", "Yongshun subtotal", "合计（人）"], dtype=object)
    assert called_sums(mixed)[0].tolist() == [3, 4, 5]
    assert called_sums(pd.Series([1.0, 2.0]))[0].tolist() == []


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text("合小总共计数厂 :：（)TtotalSubsum of\u3000", max_size=9),
            st.sampled_from(
                [
                    "甲镇小计",
                    "小计",
                    "Total",
                    "总计（甲）",
                    "Grand total",
                    "Subtotal:",
                    "sum of all",
                ]
            ),
        ),
        max_size=8,
    )
)
def test_a_long_list_is_told_as_cell_by_cell(names):
    long, each = pd.Series(names, dtype="str"), pd.Series(names, dtype=object)
    with mock.patch.object(numeric, "_LARGE", 0):  # the compiled loops, in two pieces
        halves = pa.chunked_array([names[: len(names) // 2], names[len(names) // 2 :]], pa.string())
        split = pd.Series(pd.array(halves, dtype=long.dtype)) if names else long
        told = [called_sums(long), called_sums(split)]
        assert (
            said(split, ("小计", "Total")).tolist()
            == np.flatnonzero(each.isin(["小计", "Total"])).tolist()
        )
    for quick in (*told, called_sums(long)):
        for one, slow in zip(quick, called_sums(each), strict=True):
            assert one.tolist() == slow.tolist()


NOTES = (
    "备注：以上数据截至2024年",
    "说明: 坐标为GPS",
    "制表人：张三",
    "注1：含分公司",
    "Note: as of May",
)


@pytest.mark.parametrize("serial", ["", "9"])
def test_words_about_a_list_are_told_as_such(tmp_path, serial):
    head = "序号,企业名称,职工数,经度,纬度"
    lines = ["1,甲厂,12,116.65123,39.91123", "2,说明：文印社,5,116.66123,39.92123"]
    lines += [f"{serial},{note},,," for note in NOTES] + ["3,注浆工程公司,4,,", "备注：暂停,,3,,"]
    path = tmp_path / "f.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    layer = read.read_layer(path, "firms")
    assert layer.table["name"].tolist() == ["甲厂", "说明：文印社"]  # a firm that lies somewhere
    reason = layer.rejected.set_index("row")["reason"]
    assert reason.loc[[4, 5, 6, 7, 8, 10]].unique().tolist() == [
        "a note about the list, not a place"
    ]
    assert reason[9] == "no coordinates"
