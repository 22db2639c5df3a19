"""The plan file gives back equal values, and a GIS opens it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass, fields, replace
from typing import ClassVar

import numpy as np
import pandas as pd
import pyogrio
import pytest
from scipy.sparse import csr_array

from geo import store
from geo.core import Demand, Plan
from geo.errors import InputError
from geo.opening import open_plan
from geo.solve import MaxCover, solve
from geo.store import database, record
from geo.travel import Straight, Table

import made


def kept(path, proposal):
    store.save(path, proposal.study, proposal.plan, store.Further(notes=proposal.notes))
    return store.load(path, problems=made.PROBLEMS, modes=made.MODES)


@pytest.fixture(scope="module")
def proposal():
    return made.proposal(made.Town(names=made.HOSTILE))


@pytest.fixture(scope="module")
def written(proposal, tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "plan.gpkg"
    kept(path, proposal)
    return path


def test_values_come_back_equal(proposal, tmp_path):
    study, plan = kept(tmp_path / "plan.gpkg", proposal)
    was, before = proposal.study, proposal.plan
    assert study.demand == was.demand
    assert study.sites == was.sites
    assert study.digest == was.digest == plan.data_digest
    assert (study.name, study.small_firm_line) == (was.name, was.small_firm_line)
    assert study.sources == was.sources
    assert study.outline.equals_exact(was.outline, 0)
    assert study.streets.equals_exact(was.streets, 0)
    pd.testing.assert_frame_equal(study.rejected, was.rejected)
    assert plan == before
    assert hash(plan) == hash(before)
    assert plan.seconds == before.seconds
    for name, array in before.certificate.arrays.items():
        assert plan.certificate.arrays[name].dtype == array.dtype


def test_a_solved_plan_comes_back_equal_to_itself_and_to_one_solved_again(proposal, tmp_path):
    study = proposal.study
    reach = Straight(1.3).reach(study.demand, study.sites)
    once, again = (solve(MaxCover(new=2, radius_m=700), reach, seed=1) for _ in range(2))
    assert once.certificate is not None
    store.save(tmp_path / "plan.gpkg", study, once, store.Further())
    _study, back = open_plan(tmp_path / "plan.gpkg")
    assert once == again == back
    assert len({once, again, back}) == 1
    assert replace(back, certificate=None) != once


def test_no_field_of_a_plan_is_forgotten(tmp_path):
    """A field that is added to the value must be kept too; none may fall back on its default."""
    plan = kept(tmp_path / "plan.gpkg", made.proposal(most=987_654))[1]
    assert plan.most == 987_654
    texts = record.record_of(made.study(), plan)
    elsewhere = {"certificate"}
    assert {f.name for f in fields(Plan)} - elsewhere <= set(texts)


def test_coordinates_come_back_to_the_last_bit(proposal, tmp_path):
    study, _plan = kept(tmp_path / "plan.gpkg", proposal)
    assert (study.demand.x == proposal.study.demand.x).all()
    assert (study.sites.y == proposal.study.sites.y).all()


@pytest.mark.parametrize(
    "ids",
    [
        None,
        list(range(7, 127)),
        [f"甲{k}" for k in range(120)],
        [*range(60), *(f"x{k}" for k in range(60))],
        [k / 4 for k in range(120)],
        ["007", "7", *(str(k) for k in range(100, 218))],
    ],
)
def test_ids_of_every_kind_come_back(ids, tmp_path):
    town = made.Town()
    study = made.study(town)
    demand = study.demand
    own = Demand.from_arrays(
        demand.x, demand.y, demand.weight, ids, crs=demand.crs, table=demand.table
    )
    proposal = made.proposal(town)
    study = study.with_demand(own)
    back, _plan = kept(
        tmp_path / "plan.gpkg",
        replace(proposal, study=study, plan=replace(proposal.plan, data_digest=study.digest)),
    )
    assert list(back.demand.ids) == list(own.ids)
    assert [type(i) for i in back.demand.ids] == [type(i) for i in own.ids]
    assert back.digest == study.digest


def test_columns_of_every_kind_come_back(tmp_path):
    n = 120
    table = {
        "FID": range(n),
        "geom": ["not a shape"] * n,
        "Workers": [1.5, None] * 60,
        "workers": [k % 3 == 0 for k in range(n)],
        "firm_id": ["own"] * n,
        "day": pd.date_range("2024-02-29", periods=n),
        "maybe": pd.array([1, None] * 60, dtype="Int64"),
        "yes": pd.array([True, None] * 60, dtype="boolean"),
        "kind": pd.Categorical(["a", "b"] * 60),
        "mixed": pd.Series([1, "x", None, 2.5, True, "null"] * 20, dtype=object),
        "text": pd.Series(["x", None] * 60, dtype=object),
        "nul": ["a\0b"] * n,
        "small": np.arange(n, dtype=np.int16),
        "single": np.linspace(0, 1, n, dtype=np.float32),
        "whole 名": ["'quoted\"; DROP TABLE firms"] * n,
        "": ["no name"] * n,
        "nothing": [None] * n,
    }
    proposal = made.proposal(made.Town(table=table))
    back, _plan = kept(tmp_path / "plan.gpkg", proposal)
    assert list(back.demand.table.columns) == list(proposal.study.demand.table.columns)
    for name in table:
        was, now = proposal.study.demand.table[name], back.demand.table[name]
        pairs = zip(was.astype(object), now.astype(object), strict=True)
        assert all(str(a) == str(b) for a, b in pairs), name
    assert back.digest == proposal.study.digest
    with closing(sqlite3.connect(tmp_path / "plan.gpkg")) as base:
        kinds = {row[1]: row[2] for row in base.execute("PRAGMA table_info(firms)")}
        assert base.execute("SELECT maybe, yes FROM firms ORDER BY fid LIMIT 2").fetchall() == [
            (1, 1),
            (None, None),
        ]
    assert kinds["maybe"].startswith("INT")  # a GIS counts with it
    assert kinds["yes"] == "BOOLEAN"


def test_twin_column_names_come_back(tmp_path):
    proposal = made.proposal()
    demand = proposal.study.demand
    table = pd.concat([demand.table, demand.table[["street"]]], axis=1)
    study = proposal.study.with_demand(replace(demand, table=table))
    back, _plan = kept(tmp_path / "plan.gpkg", replace(proposal, study=study))
    assert list(back.demand.table.columns) == list(table.columns)


@pytest.mark.parametrize("is_sparse", [False, True])
def test_distances_given_by_the_caller_come_back(is_sparse, tmp_path):
    metres = np.arange(1200, dtype=float).reshape(120, 10)
    metres[0, 0] = 0.0
    metres[5, 5] = np.inf
    if is_sparse:
        i, j = np.nonzero(metres < 600)
        matrix = csr_array((metres[i, j], (i, j)), shape=metres.shape)
    else:
        matrix = metres
    proposal = made.proposal(mode=Table(matrix))
    study, plan = kept(tmp_path / "plan.gpkg", proposal)
    was = Table(matrix).reach(proposal.study.demand, proposal.study.sites)
    now = plan.mode.reach(study.demand, study.sites)
    assert now.digest == was.digest
    assert len(now.pairs()[0]) == len(was.pairs()[0])


def test_a_gis_opens_it(written):
    found = dict(pyogrio.list_layers(written))
    assert found["firms"] == found["sites"] == "Point"
    assert found["xuanzhi_plan"] is None
    for name in found:
        pyogrio.read_dataframe(written, layer=name)
    firms = pyogrio.read_dataframe(written, layer="firms")
    assert firms.crs.to_epsg() == 4326
    assert {"firm_id", "name", "workers", "x_m", "y_m", "street"} <= set(firms.columns)
    assert list(firms["name"][:3]) == list(made.HOSTILE[:3])


def test_notes_stand_with_every_layer(written, proposal):
    with closing(sqlite3.connect(written)) as base:
        said = dict(base.execute("SELECT table_name, description FROM gpkg_contents"))
        assert all(note in text for text in said.values() for note in proposal.notes)
        kinds = dict(base.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds["xuanzhi_plan"] == kinds["xuanzhi_certificate"] == "attributes"
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_edited_file_is_read_as_edited(written, proposal, tmp_path):
    path = shutil.copy(written, tmp_path / "edited.gpkg")
    with closing(sqlite3.connect(path)) as base, base:
        for (trigger,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'firms'"
        ).fetchall():
            base.execute(f'DROP TRIGGER "{trigger}"')  # they call functions only a GIS has
        base.execute("UPDATE firms SET workers = workers + 1 WHERE firm_id = 'F007'")
    study, plan = store.load(path, problems=made.PROBLEMS, modes=made.MODES)
    assert study.demand.total == proposal.study.demand.total + 1
    assert study.digest != plan.data_digest


def test_what_is_a_plan_file(written, tmp_path):
    other = tmp_path / "other.gpkg"
    made.study()
    pyogrio.write_dataframe(pyogrio.read_dataframe(written, layer="firms"), other, layer="firms")
    text = tmp_path / "text.gpkg"
    text.write_text("no database at all, " * 60, encoding="utf-8")
    empty = tmp_path / "empty.gpkg"
    empty.touch()
    assert store.is_plan_file(written)
    for path in (other, text, empty, tmp_path, tmp_path / "absent.gpkg"):
        assert not store.is_plan_file(path)
        with pytest.raises(InputError, match=path.name):
            store.load(path, problems=made.PROBLEMS, modes=made.MODES)


_PROBLEM = "UPDATE xuanzhi_plan SET value ="


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("DELETE FROM xuanzhi_plan WHERE key = 'open_ids'", "open_ids"),
        ("UPDATE xuanzhi_plan SET value = '{' WHERE key = 'problem'", "damaged"),
        ("UPDATE xuanzhi_plan SET value = 'xuanzhi-plan/9' WHERE key = 'format'", "xuanzhi-plan/9"),
        ("UPDATE xuanzhi_plan SET value = '{\"name\":\"other\"}' WHERE key = 'problem'", "other"),
        (
            f"{_PROBLEM} replace(value, '{{', '{{\"far\": 1,') WHERE key = 'problem'",
            "another version",
        ),
        ("UPDATE xuanzhi_certificate SET data = X'00'", "damaged"),
        ("DROP TABLE sites", "damaged"),
    ],
)
def test_a_damaged_plan_gets_one_clear_message(written, tmp_path, spoil, said):
    path = shutil.copy(written, tmp_path / "spoilt.gpkg")
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(spoil)
    with pytest.raises(InputError, match=said):
        store.load(path, problems=made.PROBLEMS, modes=made.MODES)


@dataclass(frozen=True)
class Roundabout:
    """A rule that is neither a straight line nor a table of the caller's."""

    factor: float = 2.0
    name: ClassVar[str] = "roundabout"

    def describe(self) -> str:
        return "roundabout"

    def reach(self, demand, sites, cutoff_m=None):
        dx = demand.x[:, None] - sites.x
        dy = demand.y[:, None] - sites.y
        return Table(self.factor * (abs(dx) + abs(dy))).reach(demand, sites, cutoff_m)


def test_distances_by_any_other_rule_are_kept_as_far_as_the_radius(tmp_path):
    proposal = made.proposal(mode=Roundabout())
    path = tmp_path / "plan.gpkg"
    store.save(path, proposal.study, proposal.plan)
    modes = made.MODES | {"roundabout": Roundabout}
    _study, plan = store.load(path, problems=made.PROBLEMS, modes=modes)
    assert plan.mode == Roundabout()
    with closing(sqlite3.connect(path)) as base:
        ways = database.read_arrays(base, "xuanzhi_distances")
    demand, sites = proposal.study.demand, proposal.study.sites
    near = {}
    for i in range(len(demand)):
        for k in range(ways["start"][i], ways["start"][i + 1]):
            near[i, int(ways["column"][k])] = ways["metres"][k]
    for i in range(len(demand)):
        for j in range(len(sites)):
            metres = 2 * (abs(demand.x[i] - sites.x[j]) + abs(demand.y[i] - sites.y[j]))
            assert ((i, j) in near) == (metres <= proposal.plan.problem.radius_m)
            assert near.get((i, j), metres) == metres


def test_the_checker_knows_the_data(written, proposal):
    demand, sites = proposal.study.demand, proposal.study.sites
    total = hashlib.sha256()
    for column in (demand.x, demand.y, demand.weight, sites.x, sites.y):
        total.update(
            b"".join(struct.pack("<q" if column.dtype == int else "<d", v) for v in column)
        )
    for words in (sites.status, sites.ids, demand.ids):
        total.update(b"\0" + "\n".join(words).encode())
    with closing(sqlite3.connect(written)) as base:
        said = dict(base.execute("SELECT key, value FROM xuanzhi_plan"))
    assert said["data_sha256"] == total.hexdigest()
