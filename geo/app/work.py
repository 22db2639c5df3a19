"""A visitor's work: opened, saved after every click, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from geo.app import autosave, state
from geo.app.values import Kept
from geo.core import Study
from geo.core.edits import Corrections
from geo.errors import InputError
from geo.kept import found_again, kept_plan
from geo.store.project import Change, KeptPlan, Project, ProjectFile, tell
from geo.words import _

__all__ = [
    "adopt",
    "history",
    "keep_remarks",
    "name_lists",
    "name_study",
    "open_demo",
    "open_project",
    "remarks",
    "restore",
    "save",
    "save_copy",
    "take_over",
    "undo",
]


def restore() -> None:
    """Show the project that the address names, and what others changed in it meanwhile."""
    desk, wanted = state.desk(), state.address()
    if wanted and (desk.file is None or desk.file.name != wanted):
        try:
            _show(autosave.opened(wanted, state.who()))
        except InputError as error:
            desk.problem = str(error)
            state.show_address(None)
    elif desk.file is not None and desk.seen != desk.file.version:
        _show(desk.file)
    if desk.file is not None:  # the way to another page drops what stood in the address
        state.show_address(desk.file.name)


def save() -> None:
    """Save what was changed; the first change begins a project."""
    desk, now = state.desk(), _now()
    if not state.may_change():
        _put_back(now)
        return
    try:
        if (
            desk.file is not None
            and state.is_demo(desk.file.project.study)
            and not state.is_demo(now.study)
        ):
            desk.file, now = None, replace(now, kept=())  # plans of the demo stay with the demo
            state.forget_kept()
        if desk.file is None:
            _begin(now)
        elif tell(desk.file.project, now) is not None:
            desk.file.save(now, state.who())
            desk.seen = desk.file.version
            desk.problem = ""
    except InputError as error:
        desk.problem = str(error)


def _put_back(now: Project) -> None:
    """Show a reader the project as it is again; what they tried out is not saved."""
    desk = state.desk()
    if desk.file is not None and tell(desk.file.project, now) is not None:
        desk.problem = _("You are a reader here: what you try out is not saved.")


def _begin(now: Project) -> None:
    """Begin a project, if there is anything worth keeping."""
    desk = state.desk()
    if desk.base is None:
        desk.base = now
    if tell(desk.base, now) is None:
        return
    desk.file = autosave.begin(desk.name or _(now.study.name), now, state.who())
    desk.seen, desk.name, desk.problem = desk.file.version, "", ""
    state.show_address(desk.file.name)


def open_demo(study: Study) -> None:
    """Open a demo town; nothing is saved before something is changed."""
    _clear()
    state.open_(study)


def name_study(name: str, study: Study) -> None:
    """Begin a project of this name with a study."""
    state.leave_streets()
    begun = autosave.begin(name, Project(study, state.scenario()), state.who())
    _clear()
    _show(begun)


def name_lists(name: str) -> None:
    """Call the next lists that are read so."""
    if not name.strip():
        raise InputError(_("Give the project a name first."))
    _clear()
    state.desk().name = name.strip()


def open_project(name: str) -> None:
    """Open a project of this machine."""
    opened = autosave.opened(name, state.who())
    _clear()
    _show(opened)


def adopt(file: Path) -> None:
    """Open a project file, or a plan file, that was handed over; it is kept on this machine."""
    opened = autosave.adopt(file, state.who())
    _clear()
    _show(opened)


def save_copy() -> None:
    """Go on in a project of one's own, where the open one belongs to somebody else."""
    state.must_change()
    desk = state.desk()
    if desk.file is None:
        return
    begun = autosave.begin(desk.file.name, _now(), state.who())
    _clear()
    _show(begun)


def take_over() -> None:
    """Write from now on, though somebody else has the project open."""
    state.must_change()
    desk = state.desk()
    if desk.file is not None and desk.file.take(state.who(), by_force=True):
        _show(desk.file)


def undo() -> bool:
    """Take the last saved change back; say whether there was one."""
    state.must_change()
    desk = state.desk()
    if desk.file is None or not desk.file.undo(state.who()):
        return False
    _show(desk.file)
    return True


def history() -> tuple[Change, ...]:
    """List the changes of the open project, the newest first."""
    file = state.desk().file
    return () if file is None else file.history()


def remarks() -> str:
    """Return the visitor's own words on the project."""
    return state.desk().remarks


def keep_remarks(text: str) -> None:
    """Remember the visitor's own words."""
    state.desk().remarks = text


def _show(file: ProjectFile) -> None:
    """Put a project on the screen as its file holds it."""
    desk, project = state.desk(), file.project
    before = state.used_ids() if desk.file is file else frozenset()
    desk.file, desk.seen, desk.base = file, file.version, project
    desk.remarks, desk.problem, desk.plans = project.remarks, "", []
    state.lay_out(project.study, project.scenario, project.whom, partial(_bring, project.kept))
    state.use_settings(project.settings)
    state.use_ids(before | project.used_ids)
    state.show_address(file.name)


def _bring(plans: tuple[KeptPlan, ...]) -> tuple[Kept, ...]:
    """Put kept plans into words, when somebody first looks at them."""
    pairs = [(Kept(one.name, one.scenario, found_again(one)), one) for one in plans]
    state.desk().plans = pairs
    return tuple(kept for kept, _saved in pairs)


def _clear() -> None:
    """Clear the desk: the next study is another piece of work."""
    desk = state.desk()
    desk.file, desk.base, desk.seen = None, None, -1
    desk.remarks, desk.name, desk.problem, desk.plans = "", "", "", []
    state.forget_kept()
    state.use_ids(frozenset())
    state.use_corrections(Corrections())
    state.show_address(None)


def _now() -> Project:
    """Put together what is on the screen; a plan that was saved stays the same object."""
    desk, shown = state.desk(), state.kept_if_shown()
    if shown is None:
        kept = () if desk.file is None else desk.file.project.kept
    else:
        saved = {id(one): plan for one, plan in desk.plans}
        desk.plans = [
            (one, saved.get(id(one)) or kept_plan(one.name, one.scenario, one.found))
            for one in shown
        ]
        kept = tuple(plan for _one, plan in desk.plans)
    return Project(
        state.study(),
        state.scenario(),
        state.whom(),
        desk.remarks,
        kept,
        settings=state.settings(),
        used_ids=state.used_ids(),
    )
