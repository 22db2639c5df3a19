"""Writes the .xls of Excel 97 (BIFF8 in a compound file), as little of it as a list needs."""

from __future__ import annotations

import struct

SECTOR, LEAST = 512, 4096  # a stream shorter than 4096 bytes would live in another table
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def write_xls(path, rows):
    """Write one sheet; texts and numbers."""
    book = stream(rows)
    book += b"\0" * (max(LEAST, -(-len(book) // SECTOR) * SECTOR) - len(book))
    n = len(book) // SECTOR
    fat = [FAT, END, *range(3, n + 2), END]  # sectors: the table, the directory, the book
    assert len(fat) <= SECTOR // 4
    fat += [FREE] * (SECTOR // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, LEAST, END, 0, END, 0, 0)
    head += struct.pack("<I", FREE) * 108
    root = entry("Root Entry", 5, child=1, start=END, size=0)
    directory = root + entry("Workbook", 2, child=FREE, start=2, size=len(book)) + b"\0" * 256
    path.write_bytes(head + struct.pack("<128I", *fat) + directory + book)
    return path


def entry(name, kind, *, child, start, size):
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text))
        + links
        + b"\0" * 36
        + (struct.pack("<IQ", start, size))
    )


def record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def stream(rows):
    begin = struct.pack("<HHHHII", 0x600, 0x05, 0x0DBB, 0x07CC, 0, 6)
    at = 20 + (4 + 8 + 6) + 4  # where the sheet begins
    title = struct.pack("<IBB", at, 0, 0) + b"\x06\0" + b"Sheet1"
    head = record(0x809, begin) + record(0x85, title) + record(0x0A, b"")
    sheet = record(0x809, begin[:2] + b"\x10\0" + begin[4:])
    width = max(map(len, rows))
    sheet += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += record(0x204, place + text)
            else:
                sheet += record(0x203, place + struct.pack("<d", value))
    assert len(head) == at
    return head + sheet + record(0x0A, b"")
