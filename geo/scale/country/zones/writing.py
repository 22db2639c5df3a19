"""The certificate of a bound by zones, in the form that ``geo.verify.proof.zones`` reads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core import Certificate
from geo.core.arrays import Ints
from geo.solve.engine.integer import Multipliers
from geo.solve.engine.proof import Twig, certificate, smallest

__all__ = ["KIND", "Part", "part", "written"]

KIND = "zones/1"
_OF_LISTS = ("exponent", "size", "multiplier")
_OF_TREES = (*_OF_LISTS, "node", "fixed", "site", "opened")

Part = dict[str, npt.NDArray[np.integer]]
"""Arrays of a proof; those of several proofs are joined end to end."""


def part(
    site: Ints, claim: int, *, lists: list[Multipliers], trees: list[tuple[Twig, int]]
) -> Part:
    """Write a zone down.

    Parameters
    ----------
    site
        Numbers of the zone's sites.
    claim
        What the zone earns at most.
    lists, trees
        Multipliers, and trees with the claim of each.
    """
    found: list[Part] = [
        {
            "exponent": np.array([by.exponent], np.int8),
            "size": np.array([len(by.k)], np.int32),
            "multiplier": smallest(by.k),
        }
        for by in lists
    ]
    for tree, limit in trees:
        arrays = certificate(tree, limit).arrays
        found.append(arrays | {"site": smallest(site[arrays["site"]])})
    head: Part = {"claim": np.array([claim], np.int64), "priced": np.array([len(lists)], np.uint8)}
    return head | {name: _joined(found, name) for name in _OF_TREES}


def written(price: int, zone: Ints, lam: Ints, parts: list[Part]) -> Certificate:
    """Put the zones together.

    Parameters
    ----------
    price
        People that a site costs.
    zone
        ``(n_site,)`` the zone of each site.
    lam
        Whole multipliers of the faces across zones, in the order of the faces.
    parts
        The proofs of the zones.
    """
    arrays: Part = {
        "price": smallest(np.array([price], np.int64)),
        "zone": smallest(zone),
        "lam": smallest(lam),
    }
    arrays |= {name: _joined(parts, name) for name in ("claim", "priced", *_OF_TREES)}
    return Certificate(KIND, arrays)


def _joined(parts: list[Part], name: str) -> npt.NDArray[np.integer]:
    """Join arrays of one name in the type of the widest: all of them hold numbers >= 0, or none."""
    found = [arrays[name] for arrays in parts if name in arrays]
    return np.concatenate(found) if found else np.zeros(0, np.uint8)
