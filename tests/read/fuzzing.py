"""Look for files that break the readers: ``make fuzz`` (atheris, the extra ``fuzz``).

An input is one byte that chooses kind and suffix, then the file. Archives are taken apart, one
member is changed, and they are put together again: changes to packed bytes would only break the
packing. What is found goes to ``tests/read/corpus`` under a name that says what it is.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo.read"], enable_loader_override=False):
    from geo import read
    from geo.errors import GeoError

CORPUS = Path(__file__).with_name("corpus")
KINDS = ("firms", "sites", "homes")
CHOICES = [(kind, suffix) for kind in KINDS for suffix in read.SUFFIXES]
ROOM = Path(tempfile.mkdtemp(prefix="fuzz-"))


def reads(data: bytes) -> None:
    """Read one input: a layer whose rows add up, or one clear error."""
    kind, suffix = CHOICES[data[0] % len(CHOICES)] if data else CHOICES[0]
    path = ROOM / f"input{suffix}"
    path.write_bytes(data[1:])
    try:
        layer = read.read_layer(path, kind, datum=None)
    except GeoError:
        return
    assert len(layer) == layer.source.n_read > 0
    assert layer.source.n_rejected == len(layer.rejected)


def changed(data: bytes, longest: int, seed: int) -> bytes:
    """Change bytes; of an archive, those of one member."""
    if data[1:5] != b"PK\x03\x04":
        return atheris.Mutate(data, longest)
    try:
        with zipfile.ZipFile(io.BytesIO(data[1:])) as given:
            members = {name: given.read(name) for name in given.namelist()}
    except Exception:  # noqa: BLE001 - whatever is wrong with it: no archive any more
        return atheris.Mutate(data, longest)
    name = sorted(members)[seed % len(members)]
    members[name] = atheris.Mutate(members[name], len(members[name]) + 200)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return (data[:1] + made.getvalue())[:longest]


def seeds(room: Path) -> None:
    """Lay the corpus out as inputs."""
    for file in sorted(CORPUS.iterdir()):
        suffix = file.suffix if file.suffix in read.SUFFIXES else read.SUFFIXES[0]
        kind = file.name.split("-")[0]
        choice = CHOICES.index((kind if kind in KINDS else KINDS[0], suffix))
        (room / file.name).write_bytes(bytes([choice]) + file.read_bytes())


if __name__ == "__main__":
    start = ROOM / "seeds"
    start.mkdir()
    seeds(start)
    limits = ["-timeout=30", "-rss_limit_mb=3000", "-max_len=40000"]
    atheris.Setup([*sys.argv, *limits, str(start)], reads, custom_mutator=changed)
    atheris.Fuzz()
