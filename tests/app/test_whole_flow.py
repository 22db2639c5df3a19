"""The whole flow in a real Chromium: both demos in both languages, lists as offices keep them."""

from __future__ import annotations

import csv
import re

import openpyxl
import pytest
import xlsxwriter

import browser
from served import downloaded, served, settle, upload

SAID = {
    "zh": {
        "pages": ("现状", "方案", "比较", "导出"),
        "towns": {"yongshun": "永顺镇", "helsinki": "赫尔辛基"},
        "open": "打开",
        "covered": "本方案覆盖",
        "proven": "已证明最优",
        "keep": "留存以便比较",
        "kept": "已留存",
        "plan": "方案 1",
        "file": "Excel（表格）",
        "homes": "职工之家",
        "start": "开始",
        "project": "下载本项目",
        "reopen": "打开该文件",
    },
    "en": {
        "pages": ("Gaps", "Propose", "Compare", "Export"),
        "towns": {"yongshun": "Yongshun", "helsinki": "Helsinki"},
        "open": "Open",
        "covered": "Covered by this plan",
        "proven": "Proven best",
        "keep": "Keep for comparison",
        "kept": "Kept for comparison",
        "plan": "Plan 1",
        "file": "Excel (tables)",
        "homes": "home",
        "start": "Start",
        "project": "Download this project",
        "reopen": "Open this file",
    },
}
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    """One server and one Chromium for all tests; every page has a profile of its own."""
    if reason := browser.why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("flow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUANZHI_HOME", str(folder / "projects"))
        with served(folder / "server.log") as address, browser.opened() as chromium:
            yield address, chromium


def look_at(visitor, path=""):
    address, chromium = visitor
    return browser.visit(f"{address}/{path}", timeout_s=60, chromium=chromium)


def go(page, name):
    page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first.click()
    settle(page)


def covered(page, said):
    """Workers that the plan on the page covers."""
    tile = page.get_by_test_id("stMetric").filter(has_text=said["covered"]).first
    tile.wait_for()
    return int(re.search(r"([\d,]+) \(", tile.inner_text())[1].replace(",", ""))


def is_whole(seen):
    """No fault, no error, nothing from outside, no name that ran."""
    page = seen.page
    assert not page.locator('[data-testid="stException"]').count()
    assert not page.locator('[data-testid="stAlertContentError"]').count()
    assert not seen.external
    assert not seen.dialogs
    assert not [e for e in seen.errors if "is not defined" in e]
    return True


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("town", ["yongshun", "helsinki"])
def test_a_demo_becomes_a_file(visitor, town, language, tmp_path):
    said = SAID[language]
    gaps, propose, compare, export = said["pages"]
    with look_at(visitor) as seen:
        page = seen.page
        settle(page)
        if language == "en":
            page.get_by_text("English", exact=True).first.click()
        card = page.locator(".st-key-open-" + town)
        card.get_by_role("button", name=said["open"]).click()
        page.get_by_test_id("stSidebar").get_by_text(said["towns"][town]).first.wait_for()
        settle(page)
        go(page, gaps)
        page.frame_locator("iframe").first.locator(".leaflet-container").wait_for()
        go(page, propose)
        best = covered(page, said)
        page.get_by_text(said["proven"]).first.wait_for()
        page.frame_locator("iframe").first.locator(".xz-home").first.wait_for()
        settle(page)
        page.get_by_role("button", name=said["keep"]).click()
        page.get_by_text(re.compile(f"{said['kept']}.*{said['plan']}")).first.wait_for()
        go(page, compare)
        page.get_by_role("heading", name=said["plan"]).first.wait_for()
        go(page, export)
        assert covered(page, said) == best
        file = tmp_path / "plan.xlsx"
        downloaded(page, said["file"]).save_as(file)
        opened_again_it_says_the_same(page, said, best, tmp_path)
        assert is_whole(seen)
    book = openpyxl.load_workbook(file, read_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert best in cells
    assert any(said["homes"] in str(cell) for cell in cells)


def opened_again_it_says_the_same(page, said, best, folder):
    _gaps, propose, compare, _export = said["pages"]
    file = folder / "handed over.gpkg"
    go(page, said["start"])
    downloaded(page, said["project"]).save_as(file)
    upload(page, file)
    page.get_by_role("button", name=said["reopen"]).click()
    page.get_by_role("heading", name=file.stem).wait_for()
    go(page, propose)
    assert covered(page, said) == best
    go(page, compare)
    page.get_by_role("heading", name=said["plan"]).first.wait_for()
    assert covered(page, said) == best


def office_workbook(path):
    """Title rows, merged cells, wide digits, words for numbers, a sum; our count stands last."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, 5, "永顺镇小微企业台账（2026年）")
        sheet.write(1, 0, "填报单位：某镇总工会")
        sheet.write_row(3, 0, ["单位名称", "街道", "经度", "纬度", "从业人员", "工会口径"])
        for k, (name, lon, lat) in enumerate(places(24)):
            sheet.write_row(4 + k, 0, [name, "", lon, lat, 100, 5 + k])
        sheet.merge_range(4, 1, 6, 1, "新华大街")
        sheet.write_row(28, 0, ["甲", "", 116.66, 39.91, 100, "约２０人"])
        sheet.write_row(29, 0, ["没有坐标的", "", "", "", 100, 7])
        sheet.write_row(30, 0, ["颠倒的", "", 39.91, 116.66, 100, "20-30"])
        sheet.write_row(31, 0, ["合计", "", "", "", 2700, 433])


def office_csv(path):
    """GB18030, and headings that say nothing."""
    rows = [(name, lon, lat, 5 + k) for k, (name, lon, lat) in enumerate(places(24))]
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([("甲", "乙", "丙", "丁"), *rows, ("坏行", "没有", 39.9, 7)])


def places(n):
    return [
        (HOSTILE if k == 3 else f"企业{k}号", 116.65 + 0.0015 * k, 39.9 + 0.0011 * (k % 7))
        for k in range(n)
    ]


def choose(page, box, option):
    """Take the option that begins so in a box; its list closes whenever the page scrolls."""
    asked = page.get_by_role("combobox", name=box).first
    offered = page.get_by_role("option", name=re.compile(f"^{option}")).first
    for _time in range(8):
        asked.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        asked.focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(500)
        if offered.is_visible():
            break
    offered.click()
    settle(page)


@pytest.mark.parametrize(
    ("make", "name", "head", "counted"),
    [
        (office_workbook, "企业台账.xlsx", "工会口径", (26, 24 * 5 + 276 + 20 + 25, 2)),
        (office_csv, "企业.csv", "丁", (24, 24 * 5 + 276, 1)),
    ],
)
def test_a_column_is_corrected_and_a_plan_comes(visitor, make, name, head, counted, tmp_path):
    firms, workers, rejected = counted
    make(tmp_path / name)
    with (tmp_path / "场地.csv").open("w", encoding="gb18030", newline="") as file:
        rows = [(f"场地{j}", 116.652 + 0.006 * j, 39.903) for j in range(5)]
        csv.writer(file).writerows([("场地名称", "经度", "纬度"), *rows])
    said = SAID["zh"]
    with look_at(visitor, "data") as seen:
        page = seen.page
        upload(page, tmp_path / name, tmp_path / "场地.csv")
        choose(page, "坐标系", "GCJ-02")
        page.get_by_role("button", name="读取名单").click()
        boxes = page.get_by_text(f"{name}：各列的含义")
        boxes.wait_for()
        settle(page)
        if not page.get_by_role("button", name="按这些列重新读取").first.is_visible():
            boxes.click()
        choose(page, "职工人数", head)
        page.get_by_role("button", name="按这些列重新读取").first.click()
        page.get_by_text(f"{firms} 家企业，{workers} 名职工").first.wait_for()
        page.get_by_text(f"退回 ({rejected})").first.click()
        settle(page)
        downloaded(page, "下载检查结果").save_as(tmp_path / "findings.xlsx")
        assert not page.get_by_text("未说明坐标系").count()
        go(page, "方案")
        assert 0 < covered(page, said) <= workers
        page.get_by_text(said["proven"]).first.wait_for()
        go(page, "导出")
        downloaded(page, "CSV").save_as(tmp_path / "plan.csv")
        assert is_whole(seen)
    assert "场地" in (tmp_path / "plan.csv").read_text(encoding="utf-8-sig")
    assert openpyxl.load_workbook(tmp_path / "findings.xlsx").sheetnames


PUT = """() => {
  for (const [name, word] of [
    ["stDataFrameColumnMenu", "Sort ascending"], ["mine", "Search"],
    ["stDialog", "Connection error"],
    ["stException", "This app has encountered an error. The original error message is redacted to "
      + "prevent data leaks. Full error details have been recorded in the logs (if you're on "
      + "Streamlit Cloud, click on 'Manage app' in the lower right of your app)."]
  ]) {
    const box = document.createElement("div");
    box.dataset.testid = name;
    box.innerHTML = "<p></p>";
    document.body.append(box);
    box.firstChild.append(word);
  }
}"""


READ_ALOUD = """() => [...document.querySelectorAll(
    '[data-testid="stSidebar"], [data-testid="stSidebarNav"],'
    + '[data-testid="stSidebarHeader"] button,'
    + '[data-testid="stSelectbox"] input, [data-testid="stFileUploaderDropzoneInput"],'
    + '[data-testid="stTooltipHoverTarget"], [data-testid="stHeaderActionElements"] a'
  )].flatMap((one) => [one.getAttribute("aria-label"), one.getAttribute("placeholder")])
  .filter((said) => said)"""


def test_what_is_read_aloud_at_a_file_is_in_the_readers_language(visitor, tmp_path):
    file = tmp_path / "Open Remove.csv"  # a name is nobody's word to translate
    file.write_text("名称,经度,纬度,职工人数\n甲厂,116.65,39.91,5\n", encoding="utf-8")
    with look_at(visitor, "data") as seen:
        page = seen.page
        settle(page)
        upload(page, file)
        page.get_by_role("button", name="移除 Open Remove.csv", exact=True).wait_for()
        buttons = page.locator('[data-testid="stFileUploader"] button[aria-label]').all()
        labels = [b.get_attribute("aria-label").replace(file.name, "") for b in buttons]
        assert labels
        assert not [one for one in labels if re.search("[A-Za-z]{4}", one)]
        page.get_by_text("English", exact=True).first.click()
        page.get_by_role("button", name="Remove Open Remove.csv", exact=True).wait_for()
        assert is_whole(seen)


def test_streamlits_own_words_are_said_in_the_readers_language(visitor):
    with look_at(visitor, "data") as seen:
        page = seen.page
        settle(page)
        page.evaluate(PUT)
        for said in ("升序排列", "连接中断", "程序出错，此部分无法显示"):
            page.get_by_text(said).wait_for(state="attached")
        assert page.get_by_test_id("mine").inner_text() == "Search"  # not Streamlit's own
        page.get_by_test_id("stDataFrame").first.hover()
        bar = page.get_by_test_id("stElementToolbar").first
        bar.get_by_role("button", name="下载为 CSV").wait_for(state="attached")
        labels = [b.get_attribute("aria-label") for b in bar.get_by_role("button").all()]
        labels += page.evaluate(READ_ALOUD)
        assert not [one for one in labels if re.search("[A-Za-z]{4}", one)]
        page.get_by_text("English", exact=True).first.click()
        page.get_by_text("Sort ascending").wait_for(state="attached")
        page.get_by_test_id("stException").evaluate("made => made.remove()")
        assert is_whole(seen)


def test_streamlits_own_sentences_are_said_in_the_readers_language(visitor, tmp_path):
    file = tmp_path / "notes.docx"
    file.write_bytes(b"no list")
    with look_at(visitor, "no-such-page") as seen:
        page = seen.page
        page.get_by_test_id("stDialog").get_by_text("没有您要打开的页面").wait_for()
        page.keyboard.press("Escape")
        settle(page)
        page.locator('input[type="file"]').first.set_input_files(file)
        refused = page.locator('[data-testid="stFileUploaderDropzone"]:has([aria-invalid])').first
        refused.wait_for()
        said = refused.evaluate("box => getComputedStyle(box, '::after').content")
        assert "请另选文件" in said
        page.get_by_test_id("stFileChip").first.hover()
        tip = page.get_by_test_id("stTooltipErrorContent")
        tip.wait_for()
        size = tip.evaluate("tip => getComputedStyle(tip).fontSize")
        assert size == "0px", "the technical type of the file is not shown"
