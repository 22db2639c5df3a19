"""The question of a plan file, with the columns of the file that it speaks of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import numpy as np

from geo.verify.count.recount import Buckets, Data, Ints, Matrix
from geo.verify.cover_model import Asked
from geo.verify.given import tables
from geo.verify.given.layers import FULL
from geo.verify.verdict import N_, Wrong

__all__ = ["asked"]


class _InFileOrder:
    """Who is within the radius, as positions in the order of the file."""

    def __init__(self, near: Buckets | Matrix) -> None:
        self._near = near

    def within(self, site: int) -> Ints:
        """Return the positions of the points covered by a site."""
        return self._near.order[self._near.within(site)]


def asked(
    base: sqlite3.Connection,
    data: Data,
    problem: dict[str, Any],
    near: Callable[[float], Buckets | Matrix],
) -> Asked:
    """Put the question together.

    Parameters
    ----------
    base
        The file.
    data
        Firms and sites.
    problem
        Name and fields of the question.
    near
        Says who is within so many metres.
    """
    texts = tables.texts(base)
    worth = tables.worth(base, problem.get("weights", ""), data.weight, texts)
    counted = Data(data.x, data.y, worth, data.site_x, data.site_y, data.status)
    is_decay = problem["name"] == "gradual-cover"
    return Asked(
        problem,
        counted,
        _InFileOrder(near(float(problem["radius_m"]))),
        _attend(problem, near(float(problem["far_m"]))) if is_decay else None,
        _groups(base, data, problem, texts),
        tables.costs(base) if problem["name"] == "budget-cover" else None,
    )


def _attend(problem: dict[str, Any], near: Buckets | Matrix) -> Callable[[int], tuple[Ints, Ints]]:
    """Say who comes to a site, in thousandths: all up to the radius, nobody from ``far_m`` on."""
    radius, far = float(problem["radius_m"]), float(problem["far_m"])

    def attend(site: int) -> tuple[Ints, Ints]:
        point, metres = near.metres(site)
        between = np.clip(np.floor(FULL * (far - metres) / (far - radius)), 0, FULL - 1)
        level = np.where(metres <= radius, FULL, between).astype(np.int64)
        some = np.flatnonzero(level > 0)
        return point[some], level[some]

    return attend


def _groups(
    base: sqlite3.Connection, data: Data, problem: dict[str, Any], texts: dict[str, str]
) -> Ints:
    """Return the people of each group that has a floor, as the file names them."""
    none = np.zeros((0, len(data.weight)), np.int64)
    if not problem.get("floor_share"):
        return none
    if not problem.get("floor_by", "").strip():
        return data.weight[None, :]
    stored = {str(n): c for c, n, _k in json.loads(texts["columns"])["firms"]["columns"]}
    found = []
    for name in (part.strip() for part in problem["floor_by"].split(",")):
        if name not in stored:
            raise Wrong(N_("The file does not hold the groups that were named: {name}."), name=name)
        values = tables.values(base, "firms", stored[name])
        for value in dict.fromkeys(values):
            people = np.where([v == value for v in values], data.weight, 0)
            if people.any():
                found.append(people)
    return np.array(found, np.int64) if found else none
