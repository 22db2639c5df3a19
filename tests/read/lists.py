"""Lists written in every format by the formats' own tools, never by the code under test."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas as gpd
import pandas as pd
import shapely
import xlsxwriter

GOOD = [
    {"企业编号": "a1", "企业名称": "甲公司", "经度": "116.65", "纬度": "39.91", "职工数": "12"},
    {"企业编号": "a2", "企业名称": "乙,公司", "经度": "116.66", "纬度": "39.92", "职工数": "7"},
    {"企业编号": "a3", "企业名称": '丙"公司"', "经度": "116.67", "纬度": "39.9", "职工数": "30"},
]
HEADINGS = tuple(GOOD[0])


def csv_text(rows, separator=",", headings=HEADINGS):
    def cell(value):
        text = str(value)
        needs = any(c in text for c in (separator, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    lines = [separator.join(headings)]
    lines += [separator.join(cell(row[h]) for h in headings) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def csv(rows, path):
    path.write_bytes(csv_text(rows).encode("utf-8"))


def excel(rows, path):
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    for k, row in enumerate(rows):
        for c, heading in enumerate(HEADINGS):
            number = _number(row[heading]) if heading in ("经度", "纬度", "职工数") else None
            if number is None:
                sheet.write_string(k + 1, c, str(row[heading]))
            else:
                sheet.write_number(k + 1, c, number)
    book.close()


def frame(rows, crs="EPSG:4326"):
    points = []
    for row in rows:
        lon, lat = _number(row["经度"]), _number(row["纬度"])
        points.append(None if lon is None or lat is None else shapely.Point(lon, lat))
    cells = pd.DataFrame(
        [{h: str(row[h]) for h in HEADINGS if h not in ("经度", "纬度")} for row in rows]
    )
    return gpd.GeoDataFrame(cells, geometry=points, crs=crs)


def geopackage(rows, path):
    frame(rows).to_file(path, driver="GPKG", layer="firms")


def geojson(rows, path):
    frame(rows).to_file(path, driver="GeoJSON")


def parquet(rows, path):
    frame(rows).to_parquet(path)


def shapefile(rows, path, encoding="UTF-8"):
    shape = path.with_suffix("")
    shape.mkdir(exist_ok=True)
    short = {"企业编号": "编号", "企业名称": "名称"}  # a heading has ten bytes
    frame(rows).rename(columns=short).to_file(shape / "firms.shp", encoding=encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(shape.iterdir()):
            archive.write(part, part.name)


def kml(rows, path):
    marks = []
    for row in rows:
        lon, lat = _number(row["经度"]), _number(row["纬度"])
        place = (
            ""
            if lon is None or lat is None
            else f"<Point><coordinates>{lon},{lat},0</coordinates></Point>"
        )
        data = "".join(
            f'<Data name="{h}"><value>{escape(str(row[h]))}</value></Data>'
            for h in ("企业编号", "职工数")
        )
        marks.append(
            f"<Placemark><name>{escape(row['企业名称'])}</name>"
            f"<ExtendedData>{data}</ExtendedData>{place}</Placemark>"
        )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{''.join(marks)}</Document></kml>",
        encoding="utf-8",
    )


def _number(text):
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value - value == 0 else None  # NaN and infinity are no cells of Excel


WRITERS = {
    "CSV": (csv, "firms.csv"),
    "Excel": (excel, "firms.xlsx"),
    "GeoPackage": (geopackage, "firms.gpkg"),
    "GeoJSON": (geojson, "firms.geojson"),
    "Shapefile": (shapefile, "firms.zip"),
    "GeoParquet": (parquet, "firms.parquet"),
    "KML": (kml, "firms.kml"),
}


def write(name, rows, folder: Path) -> Path:
    """Write ``rows`` in the format called ``name``."""
    writer, file = WRITERS[name]
    path = folder / file
    path.unlink(missing_ok=True)
    writer(rows, path)
    return path
