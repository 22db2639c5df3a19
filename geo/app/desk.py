"""What a visitor's work is saved in, and what of it was saved already."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.app.values import Kept
from geo.store.project import KeptPlan, Project, ProjectFile

__all__ = ["Desk"]


@dataclass(eq=False)
class Desk:
    """One visitor's desk; it changes as they work.

    Attributes
    ----------
    file
        The project that is open; None before anything was changed.
    seen, shown
        The version of the project that this visitor's screen shows, and the work as it shows it:
        what differs from it was changed here, not by others.
    replaced
        How often the work of others took the place of what this visitor's screen showed.
    base
        The work as it was when its study was opened: what differs from it is worth a project.
    remarks
        The visitor's own words.
    name
        What the next project shall be called; empty where its study says it.
    untaken
        What this visitor did and was not taken, as others had changed the same; empty otherwise.
    problem
        Why the last change is not saved, or a project not open; empty where all is well.
    plans
        Kept plans and what was saved of each.
    """

    file: ProjectFile | None = None
    seen: int = -1
    shown: Project | None = None
    replaced: int = 0
    base: Project | None = None
    remarks: str = ""
    name: str = ""
    problem: str = ""
    untaken: str = ""
    plans: list[tuple[Kept, KeptPlan]] = field(default_factory=list)
