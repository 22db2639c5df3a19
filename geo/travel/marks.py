"""For whom the main streets were not walked from door to door, as rows and as sentences."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core.arrays import Floats
from geo.words import N_, _

__all__ = ["Marks", "findings", "remarks"]


class Marks(NamedTuple):
    """Firms or sites, metres to the nearest street that is walked, and who is marked how."""

    layer: str
    ids: pd.Index
    metres: Floats
    which: dict[str, npt.NDArray[np.bool_]]

    @classmethod
    def of(cls, layer: str, ids: pd.Index, metres: Floats, *states: npt.NDArray[np.bool_]) -> Marks:
        """Mark each once, from who is lost, beside scrap, on an island, in the blank."""
        lost, bit, island, blank = states
        return cls(
            layer,
            ids,
            metres,
            {
                "far": lost & ~bit,
                "scrap": lost & bit,
                "island": island & ~bit,
                "beside": bit & ~lost & ~blank,
                "blank": blank,
            },
        )


def findings(both: tuple[Marks, Marks], detour: float, most_m: float) -> pd.DataFrame:
    """List whoever is not simply on the main streets: one row each, see `StreetReach.findings`."""
    bit = _("The nearest street is a short piece, joined to nothing, that was left out.")
    guess = _("No streets are drawn here: straight line × {detour:.2f} was taken.", detour=detour)
    join = _("Add the bridge or path that joins them, if there is one.")
    said = {
        "far": (
            _("No street within {metres:g} m.", metres=most_m),
            _("Check the coordinates, or add the missing street."),
        ),
        "scrap": (bit, join),
        "island": (_("Stands on streets that are not joined to the others."), join),
        "beside": (bit, join),
        "blank": (guess, _("Use an extract that covers this place.")),
    }
    parts = [_rows(marks, word, *why) for word, why in said.items() for marks in both]
    return pd.concat(parts, ignore_index=True)


def _rows(marks: Marks, word: str, reason: str, remedy: str) -> pd.DataFrame:
    which = marks.which[word]
    rows: dict[str, Any] = {
        "layer": marks.layer,
        "id": marks.ids[which].astype(object),
        "distance_m": marks.metres[which],
        "reason": reason,
        "remedy": remedy,
    }
    return pd.DataFrame(rows, index=range(int(which.sum())))


_SAID = {
    ("firms", "far"): N_(
        "{n} firms are too far from any street: along streets they reach nothing."
    ),
    ("sites", "far"): N_("{n} sites are too far from any street."),
    ("firms", "scrap"): N_(
        "{n} firms stand at a short piece of street that was left out, far from the others: "
        "along streets they reach nothing."
    ),
    ("sites", "scrap"): N_(
        "{n} sites stand at a short piece of street that was left out, far from the others."
    ),
    ("firms", "island"): N_("{n} firms stand on streets that are not joined to the others."),
    ("sites", "island"): N_("{n} sites stand on streets that are not joined to the others."),
    ("firms", "beside"): N_(
        "For {n} firms the nearest street is a short piece, joined to nothing, that was left out: "
        "they walk from the next one."
    ),
    ("sites", "beside"): N_(
        "For {n} sites the nearest street is a short piece, joined to nothing, that was left out: "
        "people walk to them from the next one."
    ),
    ("firms", "blank"): N_(
        "For {n} firms ({share:.1%}) no streets are drawn: straight line × {detour:.2f} was taken, "
        "the median of the streets that are."
    ),
    ("sites", "blank"): N_(
        "For {n} sites no streets are drawn: straight line × {detour:.2f} was taken for all ways "
        "to them."
    ),
}
"""Layer and mark -> the sentence, in the order in which they are said."""

_SAID_OF_ONE = {
    ("firms", "far"): N_("1 firm is too far from any street: along streets it reaches nothing."),
    ("sites", "far"): N_("1 site is too far from any street."),
    ("firms", "scrap"): N_(
        "1 firm stands at a short piece of street that was left out, far from the others: along "
        "streets it reaches nothing."
    ),
    ("sites", "scrap"): N_(
        "1 site stands at a short piece of street that was left out, far from the others."
    ),
    ("firms", "island"): N_("1 firm stands on streets that are not joined to the others."),
    ("sites", "island"): N_("1 site stands on streets that are not joined to the others."),
    ("firms", "beside"): N_(
        "For 1 firm the nearest street is a short piece, joined to nothing, that was left out: it "
        "walks from the next one."
    ),
    ("sites", "beside"): N_(
        "For 1 site the nearest street is a short piece, joined to nothing, that was left out: "
        "people walk to it from the next one."
    ),
    ("firms", "blank"): N_(
        "For 1 firm ({share:.1%}) no streets are drawn: straight line × {detour:.2f} was taken, "
        "the median of the streets that are."
    ),
    ("sites", "blank"): N_(
        "For 1 site no streets are drawn: straight line × {detour:.2f} was taken for all ways to "
        "it."
    ),
}


def remarks(both: tuple[Marks, Marks], detour: float) -> tuple[str, ...]:
    """Say for whom the main streets were not walked, and what was done instead."""
    marks = {m.layer: m for m in both}
    said = []
    for (layer, word), many in _SAID.items():
        which = marks[layer].which[word]
        if n := int(which.sum()):
            sentence = _SAID_OF_ONE[layer, word] if n == 1 else many
            said.append(_(sentence, n=n, share=n / len(which), detour=detour))
    return tuple(said)
