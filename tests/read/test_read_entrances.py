"""Several entrances of a large venue: read, converted, changed by hand, walked through."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import geo
from geo import read
from geo.core import Demand, Sites, Study, entrances
from geo.core.crs import from_wgs84, lonlat, transform
from geo.core.edits import ChangeSite, MoveSite, site_changes, site_rows
from geo.errors import InputError
from geo.read.datum import restate
from geo.solve import MaxCover
from geo.travel.paths.doors import doors_of

HALL = (116.65, 39.91)
GATES = ((116.651, 39.911), (116.652, 39.909))


def listed(tmp_path, rows, heading="entrances", datum=None, kind="sites"):
    path = tmp_path / "venues.csv"
    pd.DataFrame(rows, columns=["id", "name", "lon", "lat", heading]).to_csv(path, index=False)
    return read.read_layer(path, kind, datum=datum)


def text(points):
    return "；".join(f"{a:.7f}，{b:.7f}" for a, b in points)


@pytest.mark.parametrize("heading", ["entrances", "出入口坐标", "入口"])
@pytest.mark.parametrize("kind", ["sites", "homes"])
def test_a_cell_holds_several_and_the_original_is_kept(tmp_path, heading, kind):
    said = text(GATES)
    layer = listed(
        tmp_path, [["a", "hall", *HALL, said], ["b", "shop", *HALL, ""]], heading, kind=kind
    )
    cells = layer.table["entrances"].tolist()
    assert entrances.places(cells[0]) == GATES
    assert entrances.places(cells[1]) == ()
    assert layer.table[f"{heading}_original"].fillna("").tolist() == [said, ""]
    assert not layer.doubtful["column"].eq(heading).any()


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_entrances_are_moved_with_their_list(tmp_path, datum):
    lon, lat = from_wgs84(*np.array([HALL, *GATES]).T, datum)
    given = list(zip(lon, lat, strict=True))
    layer = listed(tmp_path, [["a", "hall", *given[0], text(given[1:])]], datum=datum)
    assert entrances.places(layer.table["entrances"][0]) == pytest.approx(np.array(GATES), abs=2e-7)
    taken = listed(tmp_path, [["a", "hall", *given[0], text(given[1:])]])
    assert entrances.places(taken.table["entrances"][0]) == pytest.approx(np.array(given[1:]))
    told = restate(taken, datum).table["entrances"][0]
    assert entrances.places(told) == pytest.approx(np.array(GATES), abs=2e-7)


def test_metres_of_a_zone_northing_first(tmp_path):
    x, y = transform(*np.array([HALL, *GATES]).T, "EPSG:4326", "EPSG:4548")
    said = "; ".join(f"{b:.2f}, {a:.2f}" for a, b in zip(x[1:], y[1:], strict=True))
    layer = listed(tmp_path, [["a", "hall", x[0], y[0], said]], datum="EPSG:4548")
    assert entrances.places(layer.table["entrances"][0]) == pytest.approx(np.array(GATES), abs=2e-7)


def test_latitude_first_is_told_by_what_lies_near(tmp_path):
    said = "; ".join(f"{b}, {a}" for a, b in GATES)
    layer = listed(tmp_path, [["a", "hall", *HALL, said]])
    assert entrances.places(layer.table["entrances"][0]) == GATES


@pytest.mark.parametrize("said", ["东门", "116.651, 39.911; 西门", "116.651, 39.911; 117.2, 39.9"])
def test_what_is_no_entrance_is_marked_and_left_empty(tmp_path, said):
    layer = listed(tmp_path, [["a", "hall", *HALL, said], ["b", "shop", *HALL, text(GATES)]])
    assert len(layer) == 2
    assert layer.table["entrances"].fillna("").tolist()[0] == ""
    assert entrances.places(layer.table["entrances"][1]) == GATES
    (row,) = layer.doubtful[layer.doubtful["column"] == "entrances"].itertuples()
    assert (row.row, row.value) == (2, said)


def halls(cells, crs="EPSG:32650"):
    x, y = transform([HALL[0]] * len(cells), [HALL[1]] * len(cells), "EPSG:4326", crs)
    table = pd.DataFrame({"entrances": cells})
    return Sites.from_arrays(x, y, ids=list(range(len(cells))), crs=crs, table=table)


def test_doors_of_the_column_and_of_the_rule():
    sites = halls([entrances.said(GATES), None, entrances.said(GATES)])
    of, x, y = doors_of(sites, ((2, ((1.0, 2.0),)),))
    assert of.tolist() == [0, 0, 1, 2]
    lon, lat = lonlat(x[:2], y[:2], sites.crs)
    assert np.column_stack([lon, lat]) == pytest.approx(np.array(GATES), abs=2e-7)
    assert (x[2], y[2]) == (sites.x[1], sites.y[1])
    assert (x[3], y[3]) == (1.0, 2.0)


def test_a_cell_that_nobody_can_read_is_named():
    with pytest.raises(InputError, match="east gate"):
        doors_of(halls(["east gate"]), ())
    plane = Sites.from_arrays([0], [0], table=pd.DataFrame({"entrances": ["116, 39"]}))
    with pytest.raises(InputError, match="plane of their own"):
        doors_of(plane, ())


def study():
    sites = halls([entrances.said(GATES), None])
    firms = Demand.from_arrays(sites.x, sites.y, [3, 4], crs=sites.crs)
    return Study("t", firms, sites)


def test_a_venue_takes_its_entrances_along():
    before = study()
    site = before.sites
    after = MoveSite(0, float(site.x[0]) + 300, float(site.y[0]) - 40).apply(before).sites
    was, now = (doors_of(s, ()) for s in (site, after))
    assert now[1][:2] - was[1][:2] == pytest.approx([300, 300], abs=0.02)
    assert now[2][:2] - was[2][:2] == pytest.approx([-40, -40], abs=0.02)
    assert now[1][2] == was[1][2]


def test_entrances_are_changed_in_the_table_and_refused_where_they_are_no_places():
    before = study()
    rows = site_rows(before)
    rows.loc[1, "entrances"] = "116.651, 39.911"
    (edit,) = site_changes(before, rows)
    after = edit.apply(before)
    assert entrances.places(after.sites.table["entrances"][1]) == (GATES[0],)
    with pytest.raises(InputError, match="back door"):
        ChangeSite(0, (("entrances", "back door"),)).apply(before)


def test_a_geojson_in_another_datum_has_entrances_in_it(tmp_path):
    town = study()
    plan = geo.solve(MaxCover(new=1, radius_m=500), geo.Straight().reach(town.demand, town.sites))
    found = geo.propose(plan, town)
    path = geo.export(found, tmp_path / "plan.geojson", datum="gcj02")
    features = json.loads(path.read_text("utf-8"))["features"]
    said = [f["properties"]["entrances"] for f in features if f["properties"]["layer"] == "site"]
    lon, lat = from_wgs84(*np.array(GATES).T, "gcj02")
    assert entrances.places(said[0]) == pytest.approx(np.column_stack([lon, lat]), abs=2e-7)
    assert not said[1]
