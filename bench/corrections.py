"""A firm of a million corrected by hand, from the click to the file: apply, tell apart, save."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from bench.measure import row
from geo.core import Demand, Scenario, Sites, Study
from geo.core.edits import AddFirm, DropFirm, MoveFirm, RenameFirm, WeighFirm
from geo.opening import FAMILIES
from geo.solve import MaxCover
from geo.store.project import Project, create, load, open_file
from geo.travel import Straight

FIRMS = 1_000_000
CRS = "EPSG:4549"


def run():
    row("ids", "correction", "wall s", "processor s")
    for name, ids in (
        ("numbers", np.arange(FIRMS) + 2),
        ("texts", pd.Index([f"F{k:07}" for k in range(FIRMS)], dtype="str")),
    ):
        _saved(name, _town(ids))


def _town(ids):
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0, 40_000, (2, FIRMS))
    table = pd.DataFrame(
        {
            "name": pd.array([f"企业{k}" for k in range(FIRMS)], dtype="str"),
            "street": pd.array(rng.choice(["东", "西", "南"], FIRMS), dtype="str"),
            "members": rng.integers(0, 9, FIRMS),
            "is_unionised": rng.random(FIRMS) < 0.5,
        }
    )
    index = pd.Index(ids)
    firms = Demand.from_arrays(x, y, rng.integers(1, 60, FIRMS), index, crs=CRS, table=table)
    return Study("城", firms, Sites.from_arrays(*rng.uniform(0, 40_000, (2, 100)), crs=CRS))


def _saved(name, study):
    some = study.demand.ids
    edits = {
        "a firm made, members unknown": AddFirm("new-firm-1", 500.0, 500.0, 0, (("name", "新厂"),)),
        "another made": AddFirm("new-firm-2", 600.0, 500.0, 5, (("members", 3),)),
        "workers corrected": WeighFirm("new-firm-1", 7),
        "moved": MoveFirm(some[5], 1.0, 2.0),
        "renamed": RenameFirm(some[5], "甲厂"),
        "deleted": DropFirm(some[50]),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "city.gpkg"
        project = Project(study, Scenario(MaxCover(new=3, radius_m=1000), Straight(1.3)))
        create(file, project, "bench")
        opened = open_file(file, FAMILIES, who="bench", project=project)
        study.digest  # noqa: B018 - known before the click, as on the screen
        for what, edit in edits.items():
            began = time.perf_counter(), time.process_time()
            study = edit.apply(study)
            study.digest  # noqa: B018 - the page asks for it
            assert opened.save(replace(opened.project, study=study), "bench")
            row(
                name,
                what,
                f"{time.perf_counter() - began[0]:.2f}",
                f"{time.process_time() - began[1]:.2f}",
            )
        del opened
        found = load(file, FAMILIES).study
        assert found.demand.digest == study.demand.digest, "the file holds another list"
