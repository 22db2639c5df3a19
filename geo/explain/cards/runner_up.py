"""The venue that would take an open site's place best, counted as the plan's question counts."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from geo.core import Faces, Plan, Problem, Reach, Sites
from geo.core.arrays import Ints
from geo.words import _, language

__all__ = ["Places", "called", "is_all_weighed", "places", "swap_reserve", "with_reserve"]

_WEIGHED = frozenset(
    ("new", "moves", "close", "radius_m", "times", "spacing_m", "budget_yuan", "floor_by")
)
"""Fields of a question that a swap keeps to; groups ask nothing where no floor is set."""


@dataclass(frozen=True, eq=False)
class Places:
    """A plan as a swap finds it: what a further site would win, and what the question forbids.

    Attributes
    ----------
    faces
        Collapsed demand within the service radius.
    times
        ``(n_face,)`` open sites near each face.
    need
        Open sites that must be near for the question to count somebody.
    gain
        ``(n_site,)`` people whom one more site at each place would cover.
    is_free
        ``(n_site,)`` venues that could be opened and are not, and homes that the plan closes.
    sites
        The sites.
    spacing_m
        Least distance between two facilities; 0: none is asked for.
    n_beside
        ``(n_site,)`` open sites nearer than that.
    left_yuan
        What the plan leaves of the budget; None without one.
    """

    faces: Faces
    times: Ints
    need: int
    gain: Ints
    is_free: npt.NDArray[np.bool_]
    sites: Sites
    spacing_m: float
    n_beside: Ints
    left_yuan: int | None

    def runner_up(self, site: int, here: npt.NDArray[np.int32]) -> tuple[int, int] | None:
        """Find the venue with which in the place of ``site`` the most people are covered.

        Parameters
        ----------
        site
            Position of an open site.
        here
            Its faces.

        Returns
        -------
        The venue's position, of equally good ones the first, and how many fewer people are covered
        with it (less than 0: more are); None where the question allows no venue in that place.
        """
        is_allowed = self._is_allowed(site)
        if not is_allowed.any():
            return None
        lost, sunk = (here[self.times[here] == self.need - k].astype(np.int64) for k in (0, 1))
        gain = self.gain + _near(self.faces, lost) - _near(self.faces, sunk)
        gain[~is_allowed] = -1
        best = int(gain.argmax())
        return best, int(self.faces.weight[lost].sum()) - int(gain[best])

    def _is_allowed(self, site: int) -> npt.NDArray[np.bool_]:
        """Mark the venues that keep to budget and distances once ``site`` is gone."""
        found, cost = self.is_free, self.sites.cost
        if self.left_yuan is not None and cost is not None:
            paid = np.where(self.sites.is_existing, 0, cost)  # homes open today cost no budget
            found = found & (paid <= self.left_yuan + cost[site])
        if self.spacing_m:
            found = found & (self.n_beside == _is_beside(self.sites, site, self.spacing_m))
        return found


def places(plan: Plan, reach: Reach, faces: Faces, times: Ints) -> Places:
    """Look at a plan once for all its swaps.

    Parameters
    ----------
    plan
        The plan.
    reach
        The demand, the sites, the metres.
    faces
        The reach's faces within the plan's radius.
    times
        ``(n_face,)`` open sites near each face.
    """
    problem, sites = plan.problem, reach.sites
    need = int(getattr(problem, "times", 1))
    spacing_m = float(getattr(problem, "spacing_m", 0.0))
    open_pos = reach.positions(plan.open_ids)
    is_free = sites.is_usable | sites.is_existing
    is_free[open_pos] = False
    n_beside = np.zeros(len(sites), np.int64)
    for site in open_pos.tolist() if spacing_m else ():
        n_beside += _is_beside(sites, site, spacing_m)
    return Places(
        faces,
        times,
        need,
        _near(faces, np.flatnonzero(times == need - 1)),
        is_free,
        sites,
        spacing_m,
        n_beside,
        _left_yuan(plan, reach),
    )


def is_all_weighed(problem: Problem) -> bool:
    """Say whether a swap keeps to all that a question asks for, and counts what it counts.

    Floors, other weights, attendance that falls and a share to be covered are not looked at.
    """
    asked: Any = problem
    if problem.sense != "max" or not is_dataclass(asked):
        return False
    further = (f for f in fields(asked) if f.name not in _WEIGHED)
    return all(getattr(asked, f.name) == f.default for f in further)


def swap_reserve(times: int, *, is_all_weighed: bool) -> tuple[str, ...]:
    """Say what a swap counts where one home near is not enough, and that it does not weigh all."""
    said = [] if times == 1 else [_("Counted in that are those with {n} homes near.", n=times)]
    if not is_all_weighed:
        said.append(_("What else the question asks for is not weighed in that."))
    return tuple(said)


def with_reserve(said: str, times: int, *, is_all_weighed: bool) -> str:
    """Put the reserve after what is said of a swap, where there is one."""
    reserve = swap_reserve(times, is_all_weighed=is_all_weighed)
    if not reserve:
        return said
    return _("{lead}. ", lead=said) + ("" if language() == "zh" else " ").join(reserve)


def _left_yuan(plan: Plan, reach: Reach) -> int | None:
    """Say what a plan leaves of its budget; None where there is none, or costs are not known."""
    budget, cost = getattr(plan.problem, "budget_yuan", None), reach.sites.cost
    if budget is None or cost is None:
        return None
    return int(budget) - int(cost[reach.positions(plan.new_ids)].sum())


def called(name: str, *, is_home: bool) -> str:
    """Name a runner-up; of a home it is said that it is open today."""
    return _("{name} (open today)", name=name) if is_home else name


def _is_beside(sites: Sites, site: int, spacing_m: float) -> npt.NDArray[np.bool_]:
    """Mark the places nearer to a site than ``spacing_m``, as the question measures it.

    Two homes that both stand today are never too near each other.
    """
    dx, dy = sites.x - sites.x[site], sites.y - sites.y[site]
    is_near = np.sqrt(dx * dx + dy * dy) < spacing_m
    return np.asarray(is_near & ~(sites.is_existing & sites.is_existing[site]))


def _near(faces: Faces, chosen: Ints) -> Ints:
    """Add up the people of some faces that each site is near: ``(n_site,)``."""
    return _added(faces.start, faces.site_pos, faces.weight, faces.n_site, chosen)


@nb.njit(cache=True, nogil=True)
def _added(
    start: Ints, site_pos: npt.NDArray[np.int32], weight: Ints, n_site: int, chosen: Ints
) -> Ints:
    total = np.zeros(n_site, np.int64)
    for face in chosen:
        for k in range(start[face], start[face + 1]):
            total[site_pos[k]] += weight[face]
    return total
