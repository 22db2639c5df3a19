"""Tags of OpenStreetMap in words: what a place is, as a list would say it.

A trade in a list is what somebody wrote there, in one language or in two, and is shown as it stands
everywhere: tables, maps, questions, documents. So the words of both languages stand in the list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["in_words", "tags"]


def tags(keys: Iterable[str], *values: Iterable[object]) -> list[str]:
    """Return ``key=value`` of the first key that each place has a value for; empty for none.

    Parameters
    ----------
    keys
        The keys, in order.
    values
        The values of each key, one a place; None where a place lacks it.
    """
    names = tuple(keys)
    return [
        next((f"{key}={value}" for key, value in zip(names, row, strict=True) if value), "")
        for row in zip(*values, strict=True)
    ]


def in_words(tag: str) -> str:
    """Say what a tag means, in Chinese and English; one without known words by its own.

    Examples
    --------
    >>> in_words("shop=hairdresser")
    '理发店 Hairdresser'
    >>> in_words("shop=deli; kitchen")
    '熟食店 Delicatessen / 橱柜店 Kitchens'
    >>> in_words("office=river_pilots")
    'River pilots'
    """
    key, _equals, values = tag.partition("=")
    return " / ".join(_said(key, value.strip()) for value in values.split(";"))


def _said(key: str, value: str) -> str:
    plain = value.replace("_", " ")
    return _words().get(f"{key}={value.lower()}", plain[:1].upper() + plain[1:])


@cache
def _words() -> dict[str, str]:
    table = files(__package__).joinpath("osm_words.csv").read_text(encoding="utf-8")
    return {row["tag"]: f"{row['zh']} {row['en']}" for row in csv.DictReader(table.splitlines())}
