"""A file that is no list is told by its content under every name, in both languages."""

from __future__ import annotations

import io
import zipfile

import pytest

from geo import read, words
from geo.errors import InputError
from geo.read.formats import DELIMITED, GEOJSON, SUFFIXES

from lists import GOOD, csv_text, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names, first=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def stream(name):
    return OLE + name.encode("utf-16-le") + bytes(400)


NOISE = bytes((k * 97 + k // 7) % 256 for k in range(3000))
TOLD = {
    "pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document", "PDF 文档"),
    "text pdf": (b"\xef\xbb\xbf%PDF-1.4\n1 0 obj\n", "a PDF document", "PDF 文档"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture", "图片"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture", "图片"),
    "bmp": (b"BM\x36\x10\x00\x00" + bytes(40), "a picture", "图片"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "a picture", "图片"),
    "word": (packed("[Content_Types].xml", "word/document.xml"), "a Word document", "Word 文档"),
    "old word": (stream("WordDocument"), "a Word document", "Word 文档"),
    "rtf": (rb"{\rtf1\ansi list}", "a Word document", "Word 文档"),
    "writer": (
        packed("content.xml", first=b"application/vnd.oasis.opendocument.text"),
        "a Word document",
        "Word 文档",
    ),
    "slides": (packed("ppt/presentation.xml"), "a presentation", "演示文稿"),
    "old slides": (stream("PowerPoint Document"), "a presentation", "演示文稿"),
    "access": (b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(99), "a database", "数据库"),
    "rar": (b"Rar!\x1a\x07\x01\x00" + NOISE, "a packed archive", "压缩包"),
    "page": (b"\r\n<HTML><table><tr><td>lon</td></table>", "a web page", "网页"),
    "page in utf-16": ("\ufeff<html><table>".encode("utf-16-le"), "a web page", "网页"),
    "page in one file": (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "a web page", "网页"),
    "archive": (packed("photo.jpg"), "holds no list", "没有可读取的名单"),
    "broken archive": (b"PK\x03\x04" + NOISE, "the archive is damaged", "损坏"),
    "broken database": (b"SQLite format 3\x00" + NOISE, "damaged", "损坏"),
    "nothing": (b"", "the file is empty", "文件是空的"),
    "noise": (NOISE, "of no kind that can be read", "不是可读取的格式"),
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("what", TOLD)
def test_it_is_told_what_it_is(what, suffix, tmp_path):
    content, english, chinese = TOLD[what]
    path = tmp_path / f"list{suffix}"
    path.write_bytes(content)
    for language, wanted in (("en", english), ("zh", chinese)):
        with words.in_language(language), pytest.raises(InputError) as refused:
            read.read_layer(path, "firms")
        said = str(refused.value)
        assert wanted in said
        assert path.name in said
        assert said.count("。" if language == "zh" else ".") >= 2  # what it is, what to do


@pytest.mark.parametrize("start", ["BM", "GIF", "%", "II", "RIFF", "MM"])
def test_a_heading_that_begins_like_another_file_is_a_list(start, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(f"{start}编号,经度,纬度,职工人数\n1,116.6,39.9,5\n", encoding="utf-8")
    assert len(read.read_layer(path, "firms")) == 1


TEXTS = {
    "mail": b"Please find attached the list of firms\n",
    "pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "error": b'{"error": "not found, try again", "code": 404}',
    "utf-16": "\ufeff见附件，谢谢\n".encode("utf-16-le"),
}


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in DELIMITED.suffixes])
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_not_what_its_ending_says(tmp_path, name, suffix):
    if name == "error" and suffix in GEOJSON.suffixes:
        return  # the right ending: its own reader says what is wrong with it
    path = tmp_path / f"名单{suffix}"
    path.write_bytes(TEXTS[name])
    with pytest.raises(InputError, match=rf"plain text, not what its ending \{suffix} says"):
        read.read_layer(path, "firms")
    with words.in_language("zh"), pytest.raises(InputError, match="纯文本"):
        read.read_layer(path, "firms")


@pytest.mark.parametrize("suffix", [".gpkg", ".xls", ".zip", ".parquet", ".kml"])
@pytest.mark.parametrize("separator", [",", "\t", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_list_is_read_under_any_name(tmp_path, suffix, separator, encoding):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(csv_text(GOOD, separator).encode(encoding))
    assert len(read.read_layer(path, "firms")) == len(GOOD)


def test_features_are_read_under_any_name(tmp_path):
    text = write("GeoJSON", GOOD, tmp_path).read_text(encoding="utf-8")
    path = tmp_path / "a.gpkg"
    path.write_text(text.replace("\n", " "), encoding="utf-8")
    assert len(read.read_layer(path, "firms")) == len(GOOD)
