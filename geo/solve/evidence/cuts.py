"""Cuts for faces that need several sites: without the ``need - 1`` fullest ones one must be open.

The row ``need * z <= sum of y`` alone lets half-open sites count twice. If a face counts, at least
``need`` of its sites are open, so of any set that leaves out ``need - 1`` of them one is open:
``z <= sum of y over that set``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from geo.core.arrays import Ints
from geo.solve.evidence.columns import Columns
from geo.solve.evidence.relaxation import Priced, Relaxation

__all__ = ["Cuts", "tighten"]

_MOST = 1000  # cuts of one round
_LEAST = 1e-4  # by which a cut must be broken


@dataclass(eq=False)
class Cuts:
    """Cuts in the order in which they were added.

    Attributes
    ----------
    face
        The face of each.
    omitted
        ``need - 1`` sites of each that its sum leaves out, numbers among the free ones.
    """

    face: list[int] = field(default_factory=list)
    omitted: list[Ints] = field(default_factory=list)

    def sites(self, given: Columns, cut: int) -> Ints:
        """Return the sites whose sum a cut takes."""
        face, small = self.face[cut], given.small
        row = small.pos[small.start[face] : small.start[face + 1]]
        return row[~np.isin(row, self.omitted[cut])]


def tighten(given: Columns, relaxation: Relaxation, cuts: Cuts, priced: Priced) -> bool:
    """Add the cuts that a solution of the relaxation breaks; return whether there were any."""
    if not (given.small.need > 1).any():
        return False
    found = _broken(given, priced)
    for face, omitted in found:
        cuts.face.append(face)
        cuts.omitted.append(omitted)
        relaxation.add_cut(face, cuts.sites(given, len(cuts.face) - 1))
    return bool(found)


def _broken(given: Columns, priced: Priced) -> list[tuple[int, Ints]]:
    """List the most broken cuts, one at most for each face."""
    small, found = given.small, []
    for face in np.flatnonzero((small.need > 1) & (priced.z > _LEAST)):
        row = small.pos[small.start[face] : small.start[face + 1]]
        fullest = row[np.argsort(-priced.y[row], kind="stable")]
        n = int(small.need[face]) - 1
        excess = float(priced.z[face] - priced.y[fullest[n:]].sum())
        if excess > _LEAST:
            found.append((excess * float(small.weight[face] + 1), int(face), fullest[:n]))
    found.sort(key=lambda one: -one[0])
    return [(face, omitted) for _worth, face, omitted in found[:_MOST]]
