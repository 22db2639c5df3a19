"""Write a project again and again in child processes, and kill each of them without warning.

Run by `test_killed.py` in a process of its own: forking is safe here, where nothing else runs.
``killed.py FILE TIMES SEED [pages]``: whether layers are laid out page by page, and all is written
anew.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo.core import Scenario
from geo.store import layers
from geo.store import project as store
from geo.store.record import Families
from geo.travel import Straight

import made

FAMILIES = Families(made.PROBLEMS, made.MODES)
STATUSES = ("candidate", "required", "forbidden")


def changed(project, number, plans, *, anew=False):
    """Return the ``number``-th state: every part of it says which it is."""
    study = project.study
    words = [STATUSES[(number + k) % 3] for k in range(len(study.sites))]
    sites = replace(study.sites, status=np.asarray(words))
    demand = project.study.demand
    if anew:  # another list: the whole file is written anew
        demand = demand.take(np.arange(len(demand))[::-1])
    return replace(
        project,
        study=replace(study, sites=sites, demand=demand),
        scenario=Scenario(made.Question(new=1 + number), Straight(1.3)),
        remarks=str(number),
        kept=(plans[number % 2],),
    )


def write_on(file, start, plans, say, *, anew):
    """Save one state after another until killed; tell the number of each that is saved."""
    for number in range(start, start + 10_000):
        assert file.save(changed(file.project, number, plans, anew=anew), "child")
        os.write(say, number.to_bytes(4, "little"))


def check(path, told):
    """The file is sound, and no older than what was told; every part of it says the same."""
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for layer in ("firms", "sites"):
            points = base.execute(f"SELECT count(*) FROM rtree_{layer}_geom").fetchone()  # noqa: S608 - ours
            assert points == base.execute(f"SELECT count(*) FROM {layer}").fetchone()  # noqa: S608 - ours
            checked = base.execute("SELECT rtreecheck(?)", (f"rtree_{layer}_geom",)).fetchone()
            assert checked == ("ok",)
    project = store.load(path, FAMILIES)
    number = int(project.remarks)
    assert number in (told, told + 1), (number, told)
    words = [STATUSES[(number + k) % 3] for k in range(len(project.study.sites))]
    assert list(project.study.sites.status) == words
    assert project.scenario.problem.new == 1 + number
    assert [plan.name for plan in project.kept] == [("even", "odd")[number % 2]]
    assert project.kept[0].study.digest == project.kept[0].plan.data_digest
    return project


def main(path, times, seed, *, by_pages):
    layers._MANY = 1 if by_pages else layers._MANY
    found = made.proposal(made.Town(n=40))
    question = Scenario(made.Question(), Straight(1.3))
    plans = [
        store.KeptPlan(name, question, found.study, found.plan, found.served_pos)
        for name in ("even", "odd")
    ]
    store.create(path, store.Project(found.study, question), "parent")
    file = store.open_file(path, FAMILIES, who="parent")
    begun = time.perf_counter()
    for number in range(6):  # loads what is loaded late, and shows how long a change takes here
        begun = time.perf_counter() if number == 2 else begun
        assert file.save(changed(file.project, number, plans), "parent")
    one_s = (time.perf_counter() - begun) / 4
    chance, last, in_the_middle = random.Random(seed), 5, 0  # noqa: S311 - no secret
    for time_ in range(times):
        anew = by_pages or time_ % 10 == 9
        hear, say = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hear)
            write_on(file, last + 1, plans, say, anew=anew)
            os._exit(1)
        os.close(say)
        time.sleep(chance.uniform(0.0, (12 if anew else 3) * one_s))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        heard = b""
        while piece := os.read(hear, 65536):
            heard += piece
        os.close(hear)
        told = int.from_bytes(heard[-4:], "little") if heard else last
        in_the_middle += Path(f"{path}-journal").exists()
        file.project = check(path, told)
        last = int(file.project.remarks)
    print(f"{times} killed, {in_the_middle} in the middle of a change, {last + 1} changes saved")  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:4]), by_pages="pages" in sys.argv)
