"""Files that once broke a reader, and small ones of every format that fuzzing starts from.

A name says the kind of list, then what is in it; ``make fuzz`` looks for more (`fuzzing.py`).
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from geo import read
from geo.errors import GeoError

CORPUS = sorted(Path(__file__).with_name("corpus").iterdir())
SECONDS = 20.0  # the bound is on the order; other processes share the machine


def read_or_refuse(path, kind):
    begun = time.perf_counter()
    try:
        layer = read.read_layer(path, kind)
    except GeoError as error:
        said = str(error)
    else:
        said = layer.source.name
        assert len(layer) == layer.source.n_read > 0
        assert layer.source.n_rejected == len(layer.rejected)
    assert path.name in said
    assert time.perf_counter() - begun < SECONDS


def test_there_is_a_corpus():
    assert {path.suffix for path in CORPUS} >= {
        ".csv",
        ".xlsx",
        ".gpkg",
        ".geojson",
        ".zip",
        ".kml",
    }


@pytest.mark.parametrize("kind", read.KINDS)
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_it_is_read_or_refused_with_one_clear_error(path, kind):
    read_or_refuse(path, kind)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_so_is_what_it_becomes_when_a_byte_changes(path, tmp_path):
    whole, chance = path.read_bytes(), np.random.default_rng(3)
    for k in range(8):
        data = bytearray(whole)
        data[int(chance.integers(len(data)))] = int(chance.integers(256))
        changed = tmp_path / f"changed{k}{path.suffix}"
        changed.write_bytes(bytes(data))
        read_or_refuse(changed, path.name.split("-")[0])
