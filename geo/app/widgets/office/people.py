"""People counted by others: where they are, how many they are in all, and the boundaries."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geo.app.state import People
from geo.app.widgets.lists.datum import stated_datum
from geo.words import _

__all__ = ["people"]


def people(rasters: Sequence[str], maps: Sequence[str], lists: Sequence[str]) -> People:
    """Ask for a density, a total and boundaries.

    Parameters
    ----------
    rasters, maps, lists
        Suffixes of the files that can be given.
    """
    st.caption(
        _(
            "Without a list of firms the people are the demand. With one, firms without a "
            "headcount get what the total leaves, divided by the people around them; each such "
            "number is marked as estimated."
        )
    )
    left, right = st.columns(2)
    density = left.file_uploader(
        _("Where people are: GeoTIFF, areas or points with counts"),
        type=[*rasters, *lists],
        key="density_file",
    )
    heading = left.text_input(_("Column with the people (if it is not found by itself)"))
    boundaries = right.file_uploader(
        _("Boundaries of streets or townships: each firm gets its street"),
        type=list(maps),
        key="boundaries_file",
    )
    with right:
        datum = stated_datum("boundaries", _("Datum of the boundaries"))
    total = right.number_input(
        _("Workers of all firms together (0: not known)"), min_value=0, step=100
    )
    files = {"density": density, "boundaries": boundaries}
    return People(files, int(total) or None, heading.strip(), datum)
