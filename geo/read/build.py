"""Build: layers into a study, in one metric system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.core import Demand, Sites, Study
from geo.core.crs import local_crs, metric
from geo.errors import DatumError, InputError
from geo.read.datum.settling import settle
from geo.read.formats import SUFFIXES
from geo.read.layer import KINDS, Layer
from geo.read.mapping import read_remembered
from geo.read.reading import Wish
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["build_study", "is_list_name", "read_study"]

_FILES = {
    "firms": ("firms", "firm", "企业", "单位", "需求点"),
    "homes": ("homes", "home", "职工之家", "已有", "已有点位"),
    "sites": ("sites", "site", "venues", "venue", "场地", "场馆", "点位", "候选"),
}
_FAR_M = 100_000.0  # no town is so large; a swapped column or a foreign zone is


def is_list_name(name: str) -> bool:
    """Say whether a name is but what a list is called (firms, 企业), and no study's own.

    Examples
    --------
    >>> is_list_name("Firms"), is_list_name("永顺镇")
    (True, False)
    """
    said = name.strip().lower()
    return not said or any(said in names for names in _FILES.values())


def build_study(
    name: str,
    firms: Layer,
    *,
    sites: Layer | None = None,
    homes: Layer | None = None,
    outline: BaseGeometry | None = None,
    streets: BaseGeometry | None = None,
    small_firm_line: int = 20,
) -> Study:
    """Put layers together.

    Parameters
    ----------
    name
        What the planner calls the study.
    firms
        Demand; its weight is the workers.
    sites, homes
        Venues keep their status (candidate where they have none); homes are existing.
    outline, streets
        WGS-84 lon/lat, or None.
    small_firm_line
        A firm with fewer workers is small.

    Raises
    ------
    InputError
        Sites lie more than 100 km from every firm: a wrong datum or exchanged columns.
    DatumError
        A list is in metres of a zone that nobody knows yet.
    """
    for one in (firms, sites, homes):
        if one is not None and not one.has_places:
            raise DatumError(
                _("{source}: metres of an unknown zone; settle it first.", source=one.source.name)
            )
    crs = local_crs(firms.lon, firms.lat)
    table = firms.table.drop(columns=["id", "workers"])
    demand = Demand.from_degrees(
        (firms.lon, firms.lat),
        firms.table["workers"].to_numpy(np.int64),
        pd.Index(firms.table["id"]),
        crs=crs,
        table=table,
    )
    places = [p for p in (homes, sites) if p is not None and len(p)]
    for place in places:
        _refuse_far(place, demand, crs)
    ids = _unique_ids(places)
    full = _join([_sites(p, i, crs) for p, i in zip(places, ids, strict=True)], crs)
    layers = [p for p in (firms, homes, sites) if p is not None]
    return Study(
        name,
        demand,
        full,
        outline,
        streets,
        tuple(p.source for p in layers),
        pd.concat([p.rejected for p in layers], ignore_index=True),
        small_firm_line,
        doubtful=pd.concat([p.doubtful for p in layers], ignore_index=True),
    )


def read_study(path: str | Path, *, datum: str | None = None, weight: str | None = None) -> Study:
    """Read a study from a folder with ``firms.*`` and, where there are, ``homes.*``, ``venues.*``.

    Parameters
    ----------
    path
        Folder; the files may have Chinese names: 企业, 职工之家, 场地.
    datum, weight
        As in `read_layer`; ``"auto"`` asks the datum doctor (`settle`).

    Raises
    ------
    InputError
        There is no such folder, no list of firms in it, or two files for one layer.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(
            _(
                "{source}: there is no such folder. Give a folder with firms.xlsx (企业.xlsx), "
                "or a project file.",
                source=str(path),
            )
        )
    found = {kind: _file_of(folder, kind) for kind in KINDS}
    if found["firms"] is None:
        raise InputError(
            _(
                "{source}: the folder has no list of firms. Put firms.xlsx (or 企业.xlsx, "
                ".csv, .gpkg …) into it.",
                source=folder.name,
            )
        )
    layers = {
        kind: read_remembered(
            file, kind, wish=Wish(datum=datum, weight=weight if kind == "firms" else None)
        )
        for kind, file in found.items()
        if file is not None
    }
    if datum == "auto":
        layers, _verdicts = settle(layers)
    return build_study(
        folder.name, layers["firms"], sites=layers.get("sites"), homes=layers.get("homes")
    )


def _file_of(folder: Path, kind: str) -> Path | None:
    files = [
        f
        for f in sorted(folder.iterdir())
        if f.is_file() and f.stem.lower() in _FILES[kind] and f.suffix.lower() in SUFFIXES
    ]
    if len(files) > 1:
        raise InputError(
            _(
                "{source}: two files for one layer: {names}. Leave only one.",
                source=folder.name,
                names=", ".join(f.name for f in files),
            )
        )
    return files[0] if files else None


def _sites(place: Layer, ids: pd.Index, crs: str) -> Sites:
    x, y = metric(place.lon, place.lat, crs)
    return Sites.from_arrays(
        x,
        y,
        _status(place),
        ids,
        capacity=_whole(place, "capacity"),
        cost=_whole(place, "cost_yuan"),
        crs=crs,
        table=place.table.drop(columns=["id"]),
    )


def _status(place: Layer) -> npt.NDArray[np.str_]:
    """Homes are existing unless they are said to be closed; venues are what their column says."""
    given = place.table.get("status")
    if place.kind == "homes":
        closed = (
            np.zeros(len(place), bool) if given is None else (given == "forbidden").to_numpy(bool)
        )
        return np.where(closed, "forbidden", "existing")
    return np.full(len(place), "candidate") if given is None else given.to_numpy(dtype="U9")


def _whole(place: Layer, column: str) -> npt.NDArray[np.int64] | None:
    values = place.table.get(column)
    return None if values is None or values.isna().any() else values.to_numpy(np.int64)


def _unique_ids(places: list[Layer]) -> list[pd.Index]:
    """Return ids; where a home and a venue share one, homes get an H and venues a V in front."""
    ids = [pd.Index(p.table["id"]) for p in places]
    if len(ids) < 2 or not set(map(str, ids[0])) & set(map(str, ids[1])):
        return ids
    return [
        pd.Index([f"{'H' if p.kind == 'homes' else 'V'}{i}" for i in one], dtype=object)
        for p, one in zip(places, ids, strict=True)
    ]


def _join(parts: list[Sites], crs: str) -> Sites:
    if not parts:
        return Sites.from_arrays([], [], crs=crs)
    return parts[0] if len(parts) == 1 else parts[0].join(parts[1])


def _refuse_far(place: Layer, demand: Demand, crs: str) -> None:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - only studies with places need it

    x, y = metric(place.lon, place.lat, crs)
    ok = np.isfinite(x) & np.isfinite(y)
    distance = np.full(len(x), np.inf)
    distance[ok] = cKDTree(np.c_[demand.x, demand.y]).query(np.c_[x[ok], y[ok]])[0]
    far = np.flatnonzero(distance > _FAR_M)
    if len(far):
        names = [
            f"{place.table['name'].iloc[p]} ({place.lon[p]:.3f}, {place.lat[p]:.3f})"
            for p in far[:3]
        ]
        raise InputError(
            _(
                "{source}: {n} places lie more than 100 km from every firm: {names}. "
                "Check that lon and lat are not exchanged and that both lists are of one town.",
                source=place.source.name,
                n=len(far),
                names="; ".join(names),
            )
        )
