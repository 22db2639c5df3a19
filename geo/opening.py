"""Opening: a demo, a folder of lists, a plan or a project; each ready to be walked on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from geo import read, store
from geo.core import Plan, Study
from geo.read import demos
from geo.solve import PROBLEMS
from geo.store import project as projects
from geo.store.record import Families
from geo.travel import MODES, ground, laying
from geo.travel.graph import StreetGraph
from geo.travel.streets.files import read_streets
from geo.travel.streets.keep import Kept

__all__ = [
    "FAMILIES",
    "demo",
    "on_streets",
    "open_plan",
    "open_project",
    "open_study",
    "read_project",
    "same_streets",
    "streets_of",
    "with_streets",
]

FAMILIES = Families({p.name: p for p in PROBLEMS}, {m.name: m for m in MODES})
"""Every question and every rule of distance, by name."""


def demo(name: str) -> Study:
    """Open a demo town: ``"yongshun"`` (synthetic) or ``"helsinki"`` (OpenStreetMap)."""
    return on_streets(demos.demo(name))


def open_study(path: str | Path) -> Study:
    """Open a study: a project or plan file (``.gpkg``), or a folder of firms, homes and venues.

    Raises
    ------
    InputError
        There is no such file, or nothing in it can be used.
    """
    source = Path(path)
    if projects.is_project(source):
        return read_project(source).study
    if source.suffix.lower() == ".gpkg" and store.is_plan_file(source):
        return open_plan(source)[0]
    return on_streets(read.read_study(source))


def on_streets(study: Study) -> Study:
    """Let ``Street("walk")`` walk along the streets that a study was given, else along a demo's.

    Where there are neither, people walk along those that the study draws. Streets that are laid
    already stay, unless the study was given others.
    """
    extract = next((d.extract for d in demos.DEMOS if d.title == study.name), None)
    if study.ways is None and extract is not None:
        if ground.must_lay(study.demand, study.name):
            ground.lay(study.demand, lambda: read_streets(extract(), study.demand.crs), study.name)
        return study
    return laying.on_streets(study)


def streets_of(study: Study) -> StreetGraph | None:
    """Return the streets that the people of a study walk on; None where it has none."""
    on_streets(study)
    return laying.streets_under(study)


def with_streets(study: Study, graph: StreetGraph) -> Study:
    """Give a study streets to walk on; they go into every plan and project that is made of it."""
    return on_streets(replace(study, ways=Kept(graph)))


def same_streets(before: Study, new: Study) -> Study:
    """Let people of lists that were read anew walk on the streets given for those before.

    Only where both lie in one place: else the study is returned as it is.
    """
    if before.ways is None or new.ways is not None or not _is_one_place(before, new):
        return new
    return on_streets(replace(new, ways=before.ways))


def _is_one_place(one: Study, other: Study) -> bool:
    """Say whether most firms of the second study lie where those of the first do."""
    a, b = one.demand, other.demand
    if a.crs != b.crs or not len(a) or not len(b):
        return False
    inside = (b.x >= a.x.min()) & (b.x <= a.x.max()) & (b.y >= a.y.min()) & (b.y <= a.y.max())
    return bool(inside.mean() > 0.5)


def open_plan(path: str | Path) -> tuple[Study, Plan]:
    """Open a finished plan together with its study."""
    study, plan = store.load(Path(path), problems=FAMILIES.problems, modes=FAMILIES.modes)
    return on_streets(study), plan


def read_project(path: str | Path) -> projects.Project:
    """Read a project, to look at it.

    Raises
    ------
    InputError
        The file does not exist, is no project, is damaged, or comes from a newer version.
    """
    return _ready(projects.load(Path(path), FAMILIES))


def open_project(
    path: str | Path, who: str, *, project: projects.Project | None = None
) -> projects.ProjectFile:
    """Open a project to work on it; where somebody else does, to look on.

    What was just written there, ``project``, need not be read again.

    Raises
    ------
    InputError
        The file does not exist, is no project, is damaged, or comes from a newer version.
    """
    opened = projects.open_file(Path(path), FAMILIES, who=who, project=project)
    _ready(opened.project)
    return opened


def _ready(project: projects.Project) -> projects.Project:
    for study in (*(kept.study for kept in project.kept), project.study):
        on_streets(study)
    return project
