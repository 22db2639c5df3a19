"""Restating: the same columns taken for something else."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.core.arrays import Floats
from geo.core.crs import datum_of
from geo.core.entrances import COLUMN, moved
from geo.read.datum.writing import OVER, writing_of, written
from geo.read.layer import Layer

__all__ = ["restate"]


def restate(layer: Layer, hypothesis: str) -> Layer:
    """Return the layer with its coordinates as given taken for ``hypothesis``, now known."""
    was, now = writing_of(layer.taken_for, layer.source.datum), writing_of(hypothesis)

    def anew(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        return now.decode(*was.encode(lon, lat))

    lon, lat = anew(layer.lon, layer.lat)
    table = layer.table
    if COLUMN in table:
        cells = [moved(cell, anew) for cell in table[COLUMN]]
        table = table.assign(**{COLUMN: pd.Series(cells, index=table.index, dtype="str")})
    said = hypothesis.rpartition("|")[2]
    datum = "wgs84" if said == OVER else said
    if now.plane is not None and datum == "wgs84":
        datum = datum_of(now.plane)[0]
    taken = hypothesis if now.plane is None else written(now.plane, now.datum)
    source = replace(layer.source, datum=datum, datum_known=True)
    return replace(layer, lon=lon, lat=lat, table=table, source=source, taken_for=taken)
