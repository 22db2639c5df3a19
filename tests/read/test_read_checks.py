"""Rows somebody should look at, and the workbook that takes them there and back."""

from __future__ import annotations

import importlib
import pkgutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from geo import read
from geo.read import checks
from geo.read.checks import is_credit_code
from geo.read.datum import as_given, restate
from geo.words import in_language

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture
def put(tmp_path):
    def put(lines, head="编号,名称,经度,纬度,职工数", **wish):
        path = tmp_path / "firms.csv"
        path.write_text(head + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return read.read_layer(path, "firms", **wish)

    return put


def town(n=40, seed=3):
    rng = np.random.default_rng(seed)
    return [
        f"k{i},企业{i},{116.65 + rng.normal() * 0.01:.6f},{39.91 + rng.normal() * 0.01:.6f},{5 + i}"
        for i in range(n)
    ]


def reasons(layer):
    return {
        reason: sorted(found["row"].tolist())
        for reason, found in layer.doubtful.groupby("reason", sort=False)
    }


def test_every_check_of_the_folder_is_in_the_tuple():
    found = set()
    for module in pkgutil.iter_modules(checks.__path__):
        content = importlib.import_module(f"geo.read.checks.{module.name}")
        found |= {
            f
            for f in vars(content).values()
            if callable(f) and getattr(f, "__annotations__", {}).get("return") == "Iterator[Doubt]"
        }
    assert found == set(checks.CHECKS)


def test_a_clean_town_raises_no_doubt(put):
    assert put(town()).doubtful.empty


def test_many_rows_on_one_spot_are_marked_and_kept(put):
    lines = town() + [f"z{i},别的{i},116.655555,39.915555,9" for i in range(5)]
    layer = put(lines)
    assert len(layer) == 45
    (found,) = reasons(layer).items()
    assert "an address search may have failed" in found[0]
    assert found[1] == [42, 43, 44, 45, 46]
    assert put(lines[:-1]).doubtful.empty


def test_a_row_far_from_all_others_is_marked(put):
    layer = put([*town(), "far,外地,117.200001,39.100001,9"])
    assert reasons(layer) == {"far from all other rows": [42]}
    assert "km from the middle" in layer.doubtful["value"][0]


def test_coordinates_with_two_decimals_are_marked(put):
    layer = put([*town(), "c,粗,116.65,39.91,9"])
    assert reasons(layer) == {"only two decimals: the place may be 364 m off": [42]}


def test_odd_numbers_of_people_are_marked(put):
    lines = [line + ",1" for line in town()]
    lines += [
        "a,甲,116.650001,39.910001,0,0",
        "b,乙,116.650002,39.910002,30000,5",
        "c,丙,116.650003,39.910003,29999,5",
        "d,丁,116.650004,39.910004,5,6",
    ]
    layer = put(lines, head="编号,名称,经度,纬度,职工数,会员数")
    assert reasons(layer) == {
        "no workers at all": [42],
        "more workers than one place has: perhaps a whole group of companies": [43],
        "more members than workers": [45],
    }


def test_one_name_at_one_place_is_marked_wherever_the_grid_lies(put):
    for shift in np.linspace(0, 6e-4, 13):
        lines = [
            f"a,甲,{116.650003 + shift:.6f},39.910002,5",
            f"b,甲,{116.650104 + shift:.6f},39.910002,5",
            f"c,甲,{116.690001 + shift:.6f},39.910002,5",
            f"d,乙,{116.650003 + shift:.6f},39.910002,5",
        ]
        (found,) = reasons(put(lines)).items()
        assert found[0].startswith("the same name at the same place twice")
        assert found[1] == [2, 3]


@given(st.text(SIGNS, min_size=17, max_size=17))
def test_one_check_digit_is_right_and_thirty_are_wrong(body):
    right = [s for s in SIGNS if is_credit_code(body + s)]
    total = 0
    for k in range(17):
        total += SIGNS.index(body[k]) * 3**k  # the weights are powers of three modulo 31
    assert right == [SIGNS[(31 - total % 31) % 31]]
    changed = ("1" if body[0] != "1" else "2") + body[1:]
    assert not is_credit_code(changed + right[0])


def test_wrong_credit_codes_are_marked(put):
    codes = ["91350100M000100Y43", "91350100m000100y43", "91350100M000100Y44", "12345", ""]
    lines = [f"{line},{codes[i] if i < 5 else ''}" for i, line in enumerate(town())]
    layer = put(lines, head="编号,名称,经度,纬度,职工数,统一社会信用代码")
    assert reasons(layer) == {"the check digit of the credit code is wrong": [4, 5]}


def bad(put):
    lines = town()
    lines[3] = "k3,=1+1,,39.91,8"
    lines[7] = "k7,企业7,116.651234,39.911234,约20人"
    lines[9] = "k9,企业9,116.651234,39.911239,-2"
    lines[11] = "k11,企业,11,116.651234,39.911239,2"
    return put(lines)


def test_findings_are_counted(put):
    found = read.summary(bad(put))
    assert found[["is_used", "n", "first_row"]].to_numpy().tolist() == [
        [False, 1, 5],
        [False, 1, 11],
        [False, 1, 13],
        [True, 1, 9],
    ]
    assert read.summary(put(town())).empty


def test_findings_that_differ_in_numbers_alone_are_one_line(put):
    lines = town()
    for k, count in {
        3: "约20人",
        7: "约11人",
        9: "约1,100人",
        10: "约一百零五人",
        12: "10人以下",
    }.items():
        lines[k] = lines[k].rsplit(",", 1)[0] + f',"{count}"'
    found = read.summary(put(lines))
    assert found[["n", "first_row"]].to_numpy().tolist() == [[4, 5], [1, 14]]
    assert "约20人" in found["reason"][0]
    assert [reason.endswith(("等等", "the like")) for reason in found["reason"]] == [True, False]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_refused_rows_go_to_excel_and_come_back_corrected(put, tmp_path, code):
    with in_language(code):
        layer = bad(put)
        path = read.write_findings(layer, tmp_path / "rejected.xlsx")
        with pytest.raises(read.reading.InputError):
            read.read_layer(path, "firms")
        book = load_workbook(path)
        sheet = book.worksheets[0]
        cells = [[c.value for c in row] for row in sheet.iter_rows()]
        assert cells[0][1:6] == ["编号", "名称", "经度", "纬度", "职工数"]
        assert [row[1] for row in cells[1:]] == ["k3", "k9"]
        assert cells[1][2] == "=1+1"
        assert sheet["C2"].data_type == "s"
        assert "116" not in str(cells[1][6])
        assert len(book.sheetnames) == 4
        sheet["D2"], sheet["F3"] = "116.651111", "2"
        book.save(path)
        again = read.read_layer(path, "firms")
    assert again.table["id"].tolist() == ["k3", "k9"]
    assert again.table["name"].tolist() == ["=1+1", "企业9"]
    assert again.rejected.empty
    assert set(again.table["id"]).isdisjoint(layer.table["id"])
    whole = read.amend(layer, path)
    assert whole.rows.tolist() == sorted([*layer.rows.tolist(), *layer.refused.index])
    assert len(whole) == len(layer) + 2
    n_before = layer.source.n_read + layer.source.n_rejected
    assert whole.source.n_read + whole.source.n_rejected == n_before
    assert list(whole.table.columns) == list(layer.table.columns)


def test_a_corrected_row_that_doubles_another_is_marked(put, tmp_path):
    rows = [*town(), "a,甲厂,116.651234,39.911234,5", "b,甲厂,没有,39.911234,5"]
    layer = put(rows)
    assert layer.doubtful.empty
    whole = read.amend(layer, corrected(layer, tmp_path / "r.xlsx", {"D2": "116.651234"}))
    assert whole.source.n_doubtful == 2
    assert set(whole.doubtful["row"]) == set(whole.rows[whole.table["name"] == "甲厂"])
    assert whole.doubtful["reason"].nunique() == 1
    assert (whole.source.n_read, whole.source.n_rejected) == (len(rows), 0)


def test_what_is_not_corrected_stays_refused_and_a_foreign_workbook_is_told(put, tmp_path):
    layer = bad(put)
    path = read.write_findings(layer, tmp_path / "rejected.xlsx")
    book = load_workbook(path)
    book.worksheets[0]["F3"] = "2"
    book.save(path)
    whole = read.amend(layer, path)
    assert (whole.source.n_read, whole.source.n_rejected) == (
        len(layer) + 1,
        len(layer.rejected) - 1,
    )
    assert len(whole.refused) == len(layer.refused) - 1
    with pytest.raises(read.reading.InputError, match="these are not the refused rows"):
        read.amend(whole, path)  # that row has come back already
    book.worksheets[0].delete_cols(1)
    book.save(path)
    with pytest.raises(read.reading.InputError, match="these are not the refused rows"):
        read.amend(layer, path)


def corrected(layer, path, cells):
    book = load_workbook(read.write_findings(layer, path))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize("taken_for", ["over", "gcj02", "bd09"])
def test_a_corrected_row_is_moved_as_its_list_was(put, tmp_path, taken_for):
    lines = town()
    first = lines[0].split(",")[2:4]
    lines[3] = "k3,企业3,,39.91,8"
    layer = restate(put(lines), taken_for)
    path = corrected(layer, tmp_path / "a.xlsx", {"D2": first[0], "E2": first[1]})
    whole = read.amend(layer, path)
    # The row stands on the very spot of the first row, which the list converted.
    assert whole.rows.tolist()[3] == 5
    assert (whole.lon[3], whole.lat[3]) == pytest.approx((layer.lon[0], layer.lat[0]), abs=1e-9)
    assert abs(layer.lon[0] - float(first[0])) > 1e-3
    given_lon, given_lat = as_given(whole)
    assert (given_lon[3], given_lat[3]) == pytest.approx(tuple(map(float, first)), abs=1e-8)


def test_a_corrected_row_of_a_list_in_metres_keeps_its_zone(put, tmp_path):
    lines = [f"k{i},企业{i},{455000 + 10 * i},{4418000 + 10 * i},5" for i in range(9)]
    lines[3] = "k3,企业3,,4418000,8"
    layer = put(lines, head="编号,名称,x,y,职工数", datum="EPSG:4549")
    whole = read.amend(layer, corrected(layer, tmp_path / "a.xlsx", {"D2": 455000}))
    assert (whole.lon[3], whole.lat[3]) == pytest.approx((layer.lon[0], layer.lat[0]), abs=1e-9)


def test_the_checks_look_at_corrected_rows_and_the_list_together(put, tmp_path):
    lines = town()
    name, lon, lat = lines[0].split(",")[1:4]
    for k in (1, 2, 3):
        lines[k] = f"k{k},企业{k},{lon},{lat},6"
    lines[5] = f"k5,{name},{lon},,7"
    layer = put(lines)
    assert reasons(layer) == {}
    whole = read.amend(layer, corrected(layer, tmp_path / "a.xlsx", {"E2": lat}))
    told = {reason[:20]: rows for reason, rows in reasons(whole).items()}
    assert told == {"the same coordinates": [2, 3, 4, 5, 7], "the same name at the": [2, 7]}
    assert whole.source.n_doubtful == 5
