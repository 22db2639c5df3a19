"""The wheel alone, away from the clone: commands, demos, the app, maps and words included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """Build the wheel and unpack it: installing one does no more than that, but for its script."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", place]
    subprocess.run(build, cwd=CLONE, check=True, capture_output=True)
    (wheel,) = place.glob("xuanzhi-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def python(unpacked, folder, code, *args):
    # Compiling all kernels again for a new place takes a minute; uncompiled they answer alike.
    quick = {"NUMBA_DISABLE_JIT": "1", "PYTHONWARNINGS": "ignore::RuntimeWarning"}
    environment = os.environ | quick | {"PYTHONPATH": str(unpacked), "XUANZHI_LANG": "en"}
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def xuanzhi(unpacked, folder, *args):
    return python(unpacked, folder, "import sys; from geo.cli import main; sys.exit(main())", *args)


def test_nothing_of_the_clone_is_needed(unpacked, tmp_path):
    code = "import geo, geo.cli.app as a; print(geo.__file__); print(a.main_script())"
    ran = python(unpacked, tmp_path, code)
    assert ran.returncode == 0, ran.stderr
    assert all(line.startswith(str(unpacked)) for line in ran.stdout.split("\n") if line)
    assert (unpacked / "geo" / "static").is_dir()
    assert list((unpacked / "geo" / "words" / "zh").glob("*.po"))
    assert list((unpacked / "geo" / "norms").glob("*.toml"))


@pytest.mark.parametrize("name", ["helsinki", "yongshun"])
def test_demos_and_exports(unpacked, tmp_path, name):
    out = [tmp_path / "plan.gpkg", tmp_path / "plan.html"]
    ran = xuanzhi(unpacked, tmp_path, "demo", name, "--out", *out, "--json", tmp_path / "p.json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["status"] == "optimal"
    assert all(path.stat().st_size > 10_000 for path in out)
    checked = xuanzhi(unpacked, tmp_path, "verify", out[0])
    assert checked.stdout.startswith("PROVEN value = bound = "), checked.stdout + checked.stderr
    again = xuanzhi(unpacked, tmp_path, "export", out[0], "--out", tmp_path / "again.xlsx")
    assert again.returncode == 0, again.stderr


def test_the_app_has_its_scripts(unpacked, tmp_path):
    code = (
        "from geo.draw import vendor; from pathlib import Path; import geo;"
        "print(vendor.folder().is_relative_to(Path(geo.__file__).parent))"
    )
    ran = python(unpacked, tmp_path, code)
    assert ran.stdout.strip() == "True", ran.stdout + ran.stderr
