"""Check a plan of maximal cover: its value, its conditions, and that nothing is better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.verify.count.faces import exact_sum, faces
from geo.verify.count.recount import Buckets, Data, Ints, Near, covered_by
from geo.verify.proof.tree import check_tree
from geo.verify.proof.zones import check_zones, is_by_zones
from geo.verify.verdict import N_, Verdict, Wrong, gap, judgement, proven

__all__ = ["Claim", "Question", "check_open", "judge", "verify_max_cover"]


@dataclass(frozen=True)
class Question:
    """What was asked: ``new`` sites to open, the service radius, the detour factor."""

    new: int
    radius_m: float
    detour: float = 1.0


@dataclass(frozen=True, eq=False)
class Claim:
    """What is claimed.

    Attributes
    ----------
    open_pos
        Positions of all open sites.
    value, bound
        People covered by them, and the most that any plan covers.
    arrays
        The certificate's arrays; empty where there is none.
    """

    open_pos: Ints
    value: int
    bound: int
    arrays: Mapping[str, npt.NDArray[np.integer]] = field(default_factory=dict)


def verify_max_cover(data: Data, question: Question, claim: Claim) -> Verdict:
    """Recount a plan and check its proof.

    Parameters
    ----------
    data
        Raw coordinates, weights and statuses.
    question
        What was asked.
    claim
        What the plan says.

    Examples
    --------
    >>> import numpy as np
    >>> data = Data(np.array([0.0, 9.0]), np.zeros(2), np.array([5, 8]), np.array([1.0, 8.0]),
    ...             np.zeros(2), np.array(["candidate", "candidate"]))
    >>> print(verify_max_cover(data, Question(new=1, radius_m=2), Claim(np.array([1]), 8, 8)))
    GAP 8 < 13
    """
    try:
        near = Buckets(data, question.radius_m, question.detour)
        check_open(data, question.new, claim.open_pos)
        return judge(data, near, near.order, question.new, claim)
    except Wrong as found:
        return judgement(found)


def check_open(data: Data, new: int | None, open_pos: Ints) -> None:
    """Check that existing and required sites are open, forbidden ones not, and the right number."""
    m = len(data.status)
    if len(np.unique(open_pos)) != len(open_pos) or not np.isin(open_pos, np.arange(m)).all():
        raise Wrong(N_("The plan opens a site twice, or one that is not in the list."))
    is_open = np.isin(np.arange(m), open_pos)
    if not is_open[np.isin(data.status, ["existing", "required"])].all():
        raise Wrong(N_("The plan does not open an existing or a required site."))
    if is_open[data.status == "forbidden"].any():
        raise Wrong(N_("The plan opens a forbidden site."))
    opened = int(is_open[data.status != "existing"].sum())
    if new is not None and opened != new:
        raise Wrong(
            N_("The plan opens {opened} new sites; {new} were asked for."), opened=opened, new=new
        )


def judge(data: Data, near: Near, order: Ints, new: int, claim: Claim) -> Verdict:
    """Recount the value, then check the proof; ``order`` is the order of the points of ``near``."""
    weight = data.weight[order].astype(np.int64)
    value = exact_sum(weight[covered_by(near, claim.open_pos, len(weight)) > 0])
    if value != claim.value:
        raise Wrong(
            N_("The plan claims to cover {claimed}; recounted it is {value}."),
            claimed=claim.value,
            value=value,
        )
    if claim.bound < claim.value:
        raise Wrong(
            N_("The claimed bound {bound} lies below the value {value}."),
            bound=claim.bound,
            value=value,
        )
    settled = np.flatnonzero(np.isin(data.status, ["existing", "required"]))
    is_given = covered_by(near, settled, len(weight)) > 0
    base = exact_sum(weight[is_given])
    free = np.flatnonzero(data.status == "candidate")
    rows = faces(near, free, np.where(is_given, 0, weight))
    if not claim.arrays:
        return gap(value, base + exact_sum(rows.weight))
    p = new - int((data.status == "required").sum())
    check = check_zones if is_by_zones(claim.arrays) else check_tree
    check(rows, free, p, base=base, claim=claim.bound, arrays=claim.arrays)
    return proven(value) if claim.bound == value else gap(value, claim.bound)
