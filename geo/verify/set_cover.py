"""Check a plan of the fewest sites: that it covers enough, and that fewer sites cannot.

Its certificate is one of maximal cover (`geo.verify.proof.tree`), asked with one site less than the
claimed bound: where the most that so many sites can cover is not enough, fewer are not enough.
Further conditions (spacing, floors) only take plans away, so a proof without them holds with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import exact_sum, faces
from geo.verify.count.recount import Data, Ints, Near, covered_by
from geo.verify.proof.tree import check_tree
from geo.verify.verdict import N_, Verdict, Wrong, gap, proven

__all__ = ["Few", "judge_few"]


@dataclass(frozen=True, eq=False)
class Few:
    """What is claimed.

    Attributes
    ----------
    open_pos
        Positions of all open sites.
    value, bound
        How many they are, and how many every plan needs.
    wanted
        People to be covered.
    times
        Open sites that must be near for a person to count as covered.
    arrays
        The certificate's arrays; empty where there is none.
    """

    open_pos: Ints
    value: int
    bound: int
    wanted: int
    times: int
    arrays: Mapping[str, npt.NDArray[np.integer]]


def judge_few(data: Data, near: Near, order: Ints, claim: Few) -> Verdict:
    """Recount the plan, then check that fewer sites than ``bound`` do not cover enough."""
    weight = data.weight[order].astype(np.int64)
    _check_plan(near, weight, claim)
    settled = np.flatnonzero(np.isin(data.status, ["existing", "required"]))
    if not claim.arrays or claim.bound <= len(settled):
        return _verdict(claim.value, len(settled))
    is_given = covered_by(near, settled, len(weight)) > 0
    free = np.flatnonzero(data.status == "candidate")
    check_tree(
        faces(near, free, np.where(is_given, 0, weight)),
        free,
        claim.bound - 1 - len(settled),
        base=exact_sum(weight[is_given]),
        claim=claim.wanted - 1,
        arrays=claim.arrays,
    )
    return _verdict(claim.value, claim.bound)


def _check_plan(near: Near, weight: Ints, claim: Few) -> None:
    if claim.value != len(claim.open_pos):
        raise Wrong(
            N_("The plan claims {claimed} open sites; it has {value}."),
            claimed=claim.value,
            value=len(claim.open_pos),
        )
    times = covered_by(near, claim.open_pos, len(weight))
    covered = exact_sum(weight[times >= claim.times])
    if covered < claim.wanted:
        raise Wrong(
            N_("The plan covers {covered}; {wanted} are wanted."),
            covered=covered,
            wanted=claim.wanted,
        )
    if claim.bound > claim.value:
        raise Wrong(
            N_("The claimed bound {bound} lies above the value {value}."),
            bound=claim.bound,
            value=claim.value,
        )


def _verdict(value: int, least: int) -> Verdict:
    return proven(value) if value == least else gap(value, least, is_min=True)
