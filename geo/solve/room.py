"""Counting only those who find room: a worker takes a place at one open site near, or has none."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import floor, inf

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geo.core import Faces
from geo.core.arrays import Floats, Ints
from geo.solve.asked import Asked, Found
from geo.solve.exact.highs import Mip, run
from geo.solve.exact.model import CoverModel, Row
from geo.solve.progress import Watch

__all__ = ["best_with_room", "seated"]

Open = npt.NDArray[np.bool_]


def seated(faces: Faces, is_open: Open, room: Ints) -> int:
    """Count the people who find room, placed as well as can be.

    Parameters
    ----------
    faces
        Collapsed demand.
    is_open
        ``(n_site,)``.
    room
        ``(n_site,)`` people each site has room for.

    Notes
    -----
    A maximal flow from groups of people to open sites, by shortest augmenting paths, in whole
    numbers of any size.
    """
    people: dict[tuple[int, ...], int] = {}
    for face, weight in enumerate(faces.weight.tolist()):
        near = faces.site_pos[faces.start[face] : faces.start[face + 1]]
        key = tuple(near[is_open[near]].tolist())
        people[key] = people.get(key, 0) + weight
    people.pop((), None)
    groups = list(people)
    left = {int(j): int(room[j]) for j in np.flatnonzero(is_open)}
    placed: dict[tuple[int, int], int] = {}
    for group, sites in enumerate(groups):
        waiting = people[sites]
        while waiting and (way := _way(group, groups, left, placed)):
            moved = min(waiting, left[way[-1][1]], *(placed[back] for _to, _j, back in way if back))
            for to, site, back in way:
                if back:
                    placed[back] -= moved
                placed[to, site] = placed.get((to, site), 0) + moved
            left[way[-1][1]] -= moved
            waiting -= moved
    return sum(placed.values())


Step = tuple[int, int, "tuple[int, int] | None"]


def _way(
    first: int,
    groups: list[tuple[int, ...]],
    left: dict[int, int],
    placed: dict[tuple[int, int], int],
) -> list[Step]:
    """Find a shortest way from a group to a site with places left; empty: there is none.

    Each step puts people of a group at a site; where they come from another site, that pair is
    given too, and the site they leave takes those of the step before.
    """
    came: dict[int, tuple[Step, int | None]] = {}
    queue: deque[tuple[int, int | None]] = deque([(first, None)])
    while queue:
        group, from_site = queue.popleft()
        back = None if from_site is None else (group, from_site)
        for site in groups[group]:
            if site in came:
                continue
            came[site] = (group, site, back), from_site
            if left[site]:
                return _steps(came, site)
            queue += [(g, site) for (g, j), n in placed.items() if j == site and n]
    return []


def _steps(came: dict[int, tuple[Step, int | None]], last: int) -> list[Step]:
    """Walk back from the site with places left to the group that wants them."""
    steps: list[Step] = []
    at: int | None = last
    while at is not None:
        step, at = came[at]
        steps.append(step)
    return steps[::-1]


def best_with_room(
    asked: Asked, room: Ints, watch: Watch, *, opened: int | None = None, shut: int | None = None
) -> Found | None:
    """Find the open sites at which most people find room; None: no plan is allowed.

    Parameters
    ----------
    asked
        A question that counts people with one site near, without floors; its conditions hold.
    room
        ``(n_site,)`` people each site has room for.
    watch
        Clock.
    opened, shut
        Position of a site that must be open, or must not.

    Raises
    ------
    StoppedError
        Time ran out before a proof.

    Notes
    -----
    Exact: one mixed-integer program, whose plan is counted again by `seated` and whose bound is
    rounded soundly.
    """
    model = asked.model
    is_open, is_closed = model.is_open.copy(), model.is_closed.copy()
    if opened is not None:
        is_open[opened] = True
    if shut is not None:
        is_closed[shut] = True
    if (is_open & is_closed).any():
        return None
    most = int(model.faces.weight.sum())  # more room than people only makes numbers large
    if not watch.tick():
        raise watch.late()
    program = _Seats(model, is_open, is_closed, np.minimum(room, most))
    found = run(
        program.mip(), limit_s=watch.left_s, seed=asked.seed, report=lambda *_: watch.tick()
    )
    if found.status == "infeasible":
        return None
    if found.x is not None and not watch.is_stopped:
        chosen = program.sites(found.x)
        value = seated(model.faces, chosen, room)
        if value == program.bound(found.bound):
            return Found(chosen, value)
    raise watch.late()


@dataclass(frozen=True, eq=False)
class _Seats:
    """Columns: each site that is not closed (open or not), each pair (share of the face there)."""

    model: CoverModel
    is_open: Open
    is_closed: Open
    room: Ints

    @property
    def may(self) -> Ints:
        """Positions of the sites that are not closed."""
        return np.flatnonzero(~self.is_closed)

    def sites(self, x: Floats) -> Open:
        """Read a solution."""
        found = self.is_open.copy()
        found[self.may] = x[: len(self.may)] > 0.5
        return found

    def bound(self, cost: float) -> int:
        """Turn the solver's bound into a whole number that is certainly one."""
        total = int(self.model.faces.weight.sum())
        return total if cost == -inf else min(total, floor(-cost + 1e-6 + 1e-9 * total))

    def mip(self) -> Mip:
        """Write the program."""
        faces, may, k = self.model.faces, self.may, len(self.may)
        number = np.full(faces.n_site, -1)
        number[may] = np.arange(k)
        face = np.repeat(np.arange(len(faces.weight)), np.diff(faces.start))
        is_kept = number[faces.site_pos] >= 0
        face, site = face[is_kept], number[faces.site_pos[is_kept]]
        n, pair, one = len(face), k + np.arange(len(face)), np.ones(len(face))
        weight, room = faces.weight[face].astype(np.float64), self.room[may].astype(np.float64)
        groups = np.unique(face, return_inverse=True)[1]
        blocks = [  # rows, columns, values, and the highest each row may be
            (groups, pair, one, np.ones(len(np.unique(face)))),
            (np.r_[:n, :n], np.r_[pair, site], np.r_[one, -one], np.zeros(n)),
            (np.r_[site, :k], np.r_[pair, :k], np.r_[weight, -room], np.zeros(k)),
        ]
        low = np.concatenate([np.full(len(high), -inf) for *_entry, high in blocks])
        high = np.concatenate([high for *_entry, high in blocks])
        ends = np.cumsum([0, *(len(block[3]) for block in blocks)])
        row = np.concatenate([b[0] + end for b, end in zip(blocks, ends, strict=False)])
        column, value = (np.concatenate([block[part] for block in blocks]) for part in (1, 2))
        for further in self._rows():
            inside = number[further.pos] >= 0
            row = np.r_[row, np.full(int(inside.sum()), len(low))]
            column = np.r_[column, number[further.pos[inside]]]
            value = np.r_[value, further.coef[inside].astype(np.float64)]
            low = np.r_[low, -inf if further.low is None else further.low]
            high = np.r_[high, inf if further.high is None else further.high]
        rows = csr_array((value, (row, column)), shape=(len(low), k + n))
        return Mip(
            np.r_[np.zeros(k), -weight],
            np.r_[self.is_open[may].astype(np.float64), np.zeros(n)],
            np.r_[np.ones(k, bool), np.zeros(n, bool)],
            rows.indptr,
            rows.indices,
            rows.data,
            low,
            high,
        )

    def _rows(self) -> tuple[Row, ...]:
        """Return the conditions on sites, their number among them."""
        rows, n = self.model.rows, self.model.n_open
        if n is None:
            return rows
        return (*rows, Row(self.may, np.ones(len(self.may), np.int64), low=n, high=n))
