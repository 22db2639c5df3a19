"""Laws for every format, found by listing the family."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from exported import READERS

from geo import words
from geo.core.crs import lonlat
from geo.errors import InputError
from geo.export import EXPORTERS, Format, export

import made

# The package's own name for the room is hidden by the function of that name.
ROOM = importlib.import_module("geo.export")
SUFFIXES = [form.suffix for form in EXPORTERS]
# Cells of a person's tables end before this name does; direction overrides are never shown.
READABLE = [name for name in made.HOSTILE if len(name) < 1000 and "\u202e" not in name]


def visible(name: str) -> str:
    return " ".join(name.split())


@pytest.fixture(scope="module")
def hostile():
    return made.proposal(made.Town(names=made.HOSTILE))


@pytest.fixture(scope="module")
def files(hostile, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    with words.in_language("en"):
        return {suffix: export(hostile, folder / f"plan{suffix}") for suffix in SUFFIXES}


def test_every_format_file_is_in_the_family():
    names = [module.name for module in pkgutil.iter_modules(ROOM.__path__)]
    modules = [importlib.import_module(f"geo.export.{name}") for name in names]
    known = [getattr(module, "FORMAT", None) for module in modules]
    found = [form for form in known if isinstance(form, Format)]
    assert {form.suffix for form in found} == set(SUFFIXES)
    assert len(SUFFIXES) == len(set(SUFFIXES))
    assert all(form in EXPORTERS for form in found)
    assert set(SUFFIXES) == set(READERS), "a format that no law reads back"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_ids_survive(suffix, files, hostile):
    seen = READERS[suffix](files[suffix])
    assert seen.site_ids == {str(i) for i in hostile.plan.open_ids}
    if seen.firm_ids:
        assert seen.firm_ids == {str(i) for i in hostile.study.demand.ids}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_places_survive_to_a_millionth_of_a_degree(suffix, files, hostile):
    seen = READERS[suffix](files[suffix])
    study = hostile.study
    true = {}
    for value in (study.sites, study.demand):
        lon, lat = lonlat(value.x, value.y, value.crs)
        true |= dict(zip(map(str, value.ids), zip(lon, lat, strict=True), strict=True))
    assert {str(i) for i in hostile.plan.open_ids} <= set(seen.places)
    for key, (lon, lat) in seen.places.items():
        assert lon == pytest.approx(true[key][0], abs=1e-6, rel=0)
        assert lat == pytest.approx(true[key][1], abs=1e-6, rel=0)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_notes_and_notices_are_in_every_file(suffix, files, hostile):
    seen = READERS[suffix](files[suffix])
    for note in (*hostile.notes, *hostile.study.licences):
        assert note in seen.text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_names_stay_text(suffix, files, hostile):
    seen = READERS[suffix](files[suffix])
    shown = {visible(name) for name in seen.names}
    names_firms = seen.firm_ids or suffix == ".html"
    wanted = READABLE if names_firms else [made.HOSTILE[k] for k in (0, 1, 3)]
    for name in wanted:
        assert visible(name) in shown, name


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("code", words.LANGUAGES)
def test_every_format_speaks_every_language(suffix, code, tmp_path):
    with words.in_language(code):
        path = export(made.proposal(made.Town(n=12)), tmp_path / f"方案 plan{suffix}")
    assert path.stat().st_size > 200


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_upper_case_suffix_will_do(suffix, tmp_path):
    path = export(made.proposal(made.Town(n=12)), tmp_path / f"PLAN{suffix.upper()}")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_old_file_is_replaced_whole(suffix, tmp_path):
    path = tmp_path / f"plan{suffix}"
    path.write_text("old " * 100_000, encoding="utf-8")
    export(made.proposal(made.Town(n=12)), path)
    assert not path.read_bytes().startswith(b"old ")
    assert READERS[suffix](path).site_ids == {"S0", "S1", "S3"}
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_broken_write_leaves_the_old_file_alone(suffix, tmp_path, monkeypatch):
    path = tmp_path / f"plan{suffix}"
    path.write_text("old", encoding="utf-8")

    def broken(_proposal, part):
        part.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    forms = tuple(Format(f.suffix, f.title, f.mime, broken) for f in EXPORTERS)
    monkeypatch.setattr(importlib.import_module("geo.export.write"), "EXPORTERS", forms)
    with pytest.raises(InputError, match="No space left"):
        export(made.proposal(made.Town(n=12)), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_is_one_clear_message(suffix, tmp_path):
    resource = pytest.importorskip("resource", reason="no file-size limit on this system")
    path = tmp_path / f"plan{suffix}"
    path.write_text("old", encoding="utf-8")
    proposal = made.proposal()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Python ignores the signal, so that writing on gives an error, as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, before[1]))
    try:
        with pytest.raises(InputError, match="cannot be written"):
            export(proposal, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_one_firm_and_nothing_covered(suffix, tmp_path):
    path = export(made.proposal(made.Town(n=1, place=(24.95, 60.17))), tmp_path / f"plan{suffix}")
    assert READERS[suffix](path).site_ids == {"S0", "S1", "S3"}


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(InputError, match=r"\.odt.*\.gpkg"):
        export(made.proposal(made.Town(n=3)), tmp_path / "plan.odt")
    with pytest.raises(InputError, match=r"\.gpkg"):
        export(made.proposal(made.Town(n=3)), tmp_path / "plan")


def test_a_folder_that_is_not_there_is_one_clear_message(tmp_path):
    with pytest.raises(InputError, match="choose a folder that exists"):
        export(made.proposal(made.Town(n=3)), tmp_path / "absent" / "plan.csv")
    (tmp_path / "plan.csv").mkdir()
    with pytest.raises(InputError, match=r"plan\.csv cannot be written"):
        export(made.proposal(made.Town(n=3)), tmp_path / "plan.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["plan.csv"]


def test_a_folder_without_permission_is_one_clear_message(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    try:
        (closed / "probe").touch()
    except OSError:
        with pytest.raises(InputError, match="cannot be written"):
            export(made.proposal(made.Town(n=3)), closed / "plan.csv")
    else:
        pytest.skip("this user may write anywhere (root)")
