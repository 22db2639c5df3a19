"""Each format read back with other people's tools: what every law is judged on."""

from __future__ import annotations

import csv
import html
import html.parser
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import docx
import geopandas as gpd
import openpyxl
import pypdf

# What the workbook reckons: our functions over its own cells; no text of anybody else.
OURS = re.compile(
    r"=(?:(?:IF|AND|ABS|SUM|SUMIF|COUNTIF|COUNTA|COUNT|ROWS|MAX|SUMPRODUCT|EXACT|TRIM|TEXT)\("
    r"|(?:Firms|Sites|'Floor area')!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?"
    r"|[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?|\d+(?:\.\d+)?"
    r"|\"(?:yes|no|>0||0\.0%|#,##0|less than 0\.1%|99\.9%| of | workers)\""
    r"|[-+*/&=<>(),])+"
)
RECKONED = {
    *("Summary", "Totals", "Coverage by street", "Coverage by size of firm", "Served by home")
}


@dataclass
class ReadBack:
    """What a file says."""

    site_ids: set[str] = field(default_factory=set)
    firm_ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    text: str = ""


def gpkg(path: Path) -> ReadBack:
    seen = ReadBack()
    sites, firms = (gpd.read_file(path, layer=name) for name in ("sites", "firms"))
    opened = sites[sites["is_open"]]
    seen.site_ids, seen.firm_ids = set(opened["site_id"]), set(firms["firm_id"])
    seen.names = set(opened["name"]) | set(firms["name"])
    for key, layer in (("site_id", opened), ("firm_id", firms)):
        spots = zip(layer[key], layer.geometry, strict=True)
        seen.places |= {i: (point.x, point.y) for i, point in spots}
    with closing(sqlite3.connect(path)) as base:
        record = dict(base.execute("SELECT key, value FROM xuanzhi_plan"))
    seen.text = " ".join([*json.loads(record["notes"]), record["sources"]])
    return seen


def geojson(path: Path) -> ReadBack:
    found = json.loads(path.read_text(encoding="utf-8"))
    seen = ReadBack(text=" ".join(found["notes"] + found["attribution"]))
    for feature in found["features"]:
        said = feature["properties"]
        if said["layer"] == "firm":
            seen.firm_ids.add(said["id"])
        elif said["layer"] == "site" and said["is_open"]:
            seen.site_ids.add(said["id"])
        else:
            continue
        seen.names.add(said["name"])
        seen.places[said["id"]] = tuple(feature["geometry"]["coordinates"])
    return seen


def xlsx(path: Path) -> ReadBack:
    book = openpyxl.load_workbook(path)
    seen = ReadBack()
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    live = [cell for cell in cells if cell.data_type == "f"]
    assert {cell.parent.title for cell in live} <= RECKONED, "a formula"
    assert all(OURS.fullmatch(str(cell.value)) for cell in live), "a formula that is not ours"
    assert not [cell.value for cell in cells if cell.hyperlink], "a link"
    seen.text = " ".join(str(cell.value) for cell in cells if cell.value is not None)
    _summary, sites, firms, *_rest = book.worksheets
    for sheet, ids in ((sites, seen.site_ids), (firms, seen.firm_ids)):
        head, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            said = dict(zip(head, row, strict=True))
            key = said.get("Site id") or said["Firm id"]
            ids.add(key)
            seen.names.add(said["Name"])
            seen.places[key] = (said["Longitude (WGS-84)"], said["Latitude (WGS-84)"])
    return seen


def csv_(path: Path) -> ReadBack:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "no byte-order mark: Excel would not know it is UTF-8"
    seen = ReadBack()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for said in csv.DictReader(file):
            assert not any(v.startswith(("=", "+", "-", "@", "\t", "\r")) for v in said.values())
            seen.site_ids.add(said["Site id"])
            seen.names.add(said["Name"].removeprefix("'"))
            spot = (float(said["Longitude (WGS-84)"]), float(said["Latitude (WGS-84)"]))
            seen.places[said["Site id"]] = spot
            seen.text += said["Notes"]
    return seen


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.cells: list[list[str]] = []
        self.text, self.scripts = "", ""
        self.inside: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, _attrs) -> None:
        self.tags.add(tag)
        self.inside.append(tag)
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th") and self.cells:
            self.cells[-1].append("")

    def handle_endtag(self, tag) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data) -> None:
        if self.inside and self.inside[-1] == "script":
            self.scripts += data
        elif self.inside and self.inside[-1] != "style":
            self.text += data
            if self.inside[-1] in ("td", "th") and self.cells:
                self.cells[-1][-1] += data


def html_(path: Path) -> ReadBack:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    assert "img" not in page.tags
    seen = ReadBack(text=page.text)
    head = next(row for row in page.cells if "Site id" in row)
    for row in page.cells[page.cells.index(head) + 1 :]:
        if len(row) != len(head):
            break
        said = dict(zip(head, row, strict=True))
        seen.site_ids.add(said["Site id"])
        seen.names.add(said["Name"])
    # Places and firms are read where the browser reads them: in the data of the map's layers.
    for literal in re.findall(
        r"xuanzhi\.(?:homes|points)\(JSON\.parse\((\".*?\")\)\);", page.scripts
    ):
        spec = json.loads(json.loads(literal))
        for row in spec["rows"]:
            if "symbols" not in spec:
                seen.names.add(_shown(row[6]))
                continue
            for key, place in _open_places(page, head).items():
                if _shown(row[3]).startswith(place["name"][:100]):
                    seen.places[key] = (row[1], row[0])
    return seen


def _open_places(page: _Page, head: list[str]) -> dict[str, dict[str, str]]:
    rows = [row for row in page.cells[page.cells.index(head) + 1 :] if len(row) == len(head)]
    said = [dict(zip(head, row, strict=True)) for row in rows]
    return {one["Site id"]: {"name": one["Name"]} for one in said}


def _shown(escaped: str) -> str:
    return html.unescape(escaped)


def docx_(path: Path) -> ReadBack:
    document = docx.Document(str(path))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    cells = [cell for table in tables for row in table for cell in row]
    seen = ReadBack(text=" ".join([*(p.text for p in document.paragraphs), *cells]))
    head, *rows = next(table for table in tables if "Longitude" in table[0])
    for row in rows:
        said = dict(zip(head, row, strict=True))
        seen.site_ids.add(said["Site id"])
        seen.names.add(said["Name"])
        seen.places[said["Site id"]] = (float(said["Longitude"]), float(said["Latitude"]))
    return seen


# A row of the annex of sites: id, name, status, longitude, latitude.
_ROW = re.compile(r"(S\d+) (.*?) (existing|proposed) (\d+\.\d{6}) (\d+\.\d{6})")


def pdf(path: Path) -> ReadBack:
    pages = pypdf.PdfReader(path).pages
    seen = ReadBack(text=" ".join(" ".join(p.extract_text() for p in pages).split()))
    annex = seen.text[seen.text.rindex("Open sites (WGS-84)") :]
    for site_id, name, _status, lon, lat in _ROW.findall(annex):
        seen.site_ids.add(site_id)
        seen.names.add(name)
        seen.places[site_id] = (float(lon), float(lat))
    return seen


READERS = {
    ".docx": docx_,
    ".pdf": pdf,
    ".gpkg": gpkg,
    ".geojson": geojson,
    ".xlsx": xlsx,
    ".csv": csv_,
    ".html": html_,
}


def everything(path):
    """All text of a file, whatever its form."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return " ".join(str(c.value) for s in book for row in s.iter_rows() for c in row)
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as base:
            return "\n".join(base.iterdump())
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            texts = [parts.read(n).decode() for n in parts.namelist() if n.endswith(".xml")]
        return re.sub(r"<[^>]*>", "", " ".join(texts).replace("</w:p>", "\n"))
    if path.suffix == ".pdf":
        book = pypdf.PdfReader(path)
        said = " ".join([str(book.metadata), *(page.extract_text() for page in book.pages)])
        return said + re.sub(r"\s", "", said)  # a change of font reads like a space
    return path.read_text(encoding="utf-8")
