"""Points with people: a grid as a table, or another office's list of firms."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from geo.core import Source
from geo.errors import InputError
from geo.read.cells.columns import match_columns
from geo.read.cells.counts import counts
from geo.read.cells.findings import Findings
from geo.read.cells.numeric import plain_numbers
from geo.read.density.headings import people_column
from geo.read.density.shares import whole_shares
from geo.read.density.value import Density, demand_at
from geo.read.locate import locate
from geo.read.reading import raw_of
from geo.read.strays import judge_formulas
from geo.words import _

__all__ = ["read_counted_points"]


def read_counted_points(
    path: Path,
    *,
    column: str | None = None,
    datum: str | None = None,
    part: str | None = None,
) -> Density:
    """Read points with people; a grid may give fractions of people, the total is kept.

    Parameters
    ----------
    path
        Any list that `read_layer` reads.
    column
        Heading of the people; None looks for a usual one.
    datum
        Datum of the coordinates; None: what the file states, else WGS-84 is taken.
    part
        Sheet or layer of the file, where there are several.

    Raises
    ------
    MissingColumnError
        No column holds people, or none holds coordinates.
    InputError
        The file cannot be read, or holds nobody.
    """
    raw = raw_of(path, "firms", sheet=part, layer=part, of="density")
    heading = people_column(raw.table, column, path.name)
    found = Findings(path.name, raw.rows)
    match = match_columns(raw.table, "firms", source=path.name, columns={"workers": heading})
    judge_formulas(raw, match, found, weight=heading)
    at = locate(raw, match, found, datum=datum)
    value = plain_numbers(raw.table[heading])
    odd = ~(np.isfinite(value) & (value >= 0))
    read = counts(raw.table[heading][odd])
    value[odd] = read.value
    bad = np.flatnonzero(~np.isfinite(value))
    remedy = _("fill in the number of people: 0 or more")
    found.refuse(bad, heading, raw.table[heading].iloc[bad], _("no number of people"), remedy)
    used = found.is_used & (np.nan_to_num(value) > 0)
    if not used.any():
        raise InputError(_("{source}: no cell holds anybody.", source=path.name))
    people = whole_shares(round(float(value[used].sum())), value[used])
    full = people > 0
    rejected, doubtful = found.rejected(raw.broken), found.doubtful()
    source = Source(
        "density",
        path.name,
        datum=at.datum,
        datum_known=at.is_known,
        n_read=int(found.is_used.sum()),
        n_rejected=len(rejected),
        n_doubtful=int(doubtful["row"].nunique()),
    )
    demand = demand_at(at.lon[used][full], at.lat[used][full], people[full])
    return Density(demand, source, rejected=rejected, doubtful=doubtful)
