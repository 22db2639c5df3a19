"""A visitor's work: opened, saved after every click, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from geo.app import autosave, cache, state
from geo.app.values import Kept
from geo.core import Study
from geo.core.edits import Corrections
from geo.errors import InputError
from geo.kept import found_again, kept_plan
from geo.store.project import Change, KeptPlan, Project, ProjectFile, sentence_of, tell
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
    """Show the project that the address names.

    What others changed in it meanwhile `save` puts on the screen, after the page has heard what
    this visitor did: shown at once it would take the place of that.
    """
    desk, wanted = state.desk(), state.address()
    if wanted and (desk.file is None or desk.file.name != wanted):
        try:
            _show(autosave.opened(wanted, state.who()))
        except InputError as error:
            desk.problem = str(error)
            state.show_address(None)
    if desk.file is not None:  # the way to another page drops what stood in the address
        state.show_address(desk.file.name)


def save(*, is_whole: bool = True) -> bool:
    """Save what was changed; the first change begins a project.

    Others may have changed the project since it was shown: then their work and this visitor's are
    put together. Returns whether the page must be shown anew to tell of that.

    Parameters
    ----------
    is_whole
        Whether the page came to its end. Where a click began it anew, that click is heard first:
        controls that started from the work of others now would not know it any more.
    """
    desk, now = state.desk(), _now()
    if not state.may_change():
        _put_back(now)
        return is_whole and _catch_up()
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
        elif desk.shown is not None and tell(desk.shown, now) is not None:
            return _write(desk.file, desk.shown, now, is_whole=is_whole)
        else:
            return is_whole and _catch_up()
    except InputError as error:
        desk.problem = str(error)
        if desk.file is None:  # what stood in the address is another piece of work
            state.show_address(None)
    return False


def _write(file: ProjectFile, since: Project, now: Project, *, is_whole: bool) -> bool:
    """Write what this visitor changed; return whether others changed something, too."""
    desk = state.desk()
    joined, version = file.save_from(now, state.who(), since=since, seen=desk.seen)
    if not joined.is_both:
        desk.problem, desk.untaken = "", ""
        if file.may_write:  # else it is still to be saved, once somebody takes the project over
            desk.seen, desk.shown = version, now
        return False
    if is_whole:
        _show(file)
        desk.replaced += 1
        desk.untaken = " ".join(_not_taken(*said) for said in joined.untaken)
    elif not joined.untaken:  # the next run shows what others did; what is here is saved
        desk.shown = now
    return is_whole  # of what was not taken the next run tells, when it puts all together again


def _not_taken(what: str, fields: dict[str, Any]) -> str:
    return _(
        "Not taken, because somebody else changed the same list at the same time: {what}. Their "
        "list stands below; do yours again if it is still wanted.",
        what=sentence_of(what, fields),
    )


def _catch_up() -> bool:
    """Show what others changed; return whether they did."""
    desk = state.desk()
    if desk.file is None or desk.seen == desk.file.version:
        return False
    _show(desk.file)
    desk.replaced += 1
    return True


def _put_back(now: Project) -> None:
    """Show a reader the project as it is again; what they tried out is not saved."""
    desk = state.desk()
    if desk.shown is not None and tell(desk.shown, now) is not None:
        desk.problem = _("You are a reader here: what you try out is not saved.")


def _begin(now: Project) -> None:
    """Begin a project, if there is anything worth keeping."""
    desk = state.desk()
    if desk.base is None:
        desk.base = now
    if tell(desk.base, now) is None:
        return
    desk.file = autosave.begin(desk.name or _(now.study.name), now, state.who())
    desk.seen, desk.shown, desk.name, desk.problem = desk.file.version, now, "", ""
    state.show_address(desk.file.name)


def open_demo(study: Study) -> None:
    """Open a demo town; nothing is saved before something is changed."""
    _clear()
    state.open_(study)


def name_study(name: str, study: Study) -> None:
    """Begin a project of this name with a study."""
    state.must_change()
    state.leave_streets()
    begun = autosave.begin(name, Project(study, state.scenario()), state.who())
    _clear()
    _show(begun)


def name_lists(name: str) -> None:
    """Call the next lists that are read so."""
    state.must_change()
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
    state.must_change()
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
    """Write from now on, though somebody else has the project open; what was tried out, too."""
    state.must_change()
    desk, now = state.desk(), _now()
    if desk.file is None or not desk.file.take(state.who(), by_force=True):
        return
    since = desk.shown
    if (
        since is None
        or tell(since, now) is None
        or not _write(desk.file, since, now, is_whole=True)
    ):
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
    desk, (project, version) = state.desk(), file.latest()
    is_again = desk.file is file
    if not is_again:  # the map of a city is made while the page begins
        cache.expect_block(project.study)
    before = state.used_ids() if is_again else frozenset()
    desk.remarks, desk.problem, desk.plans = project.remarks, "", []
    is_same = desk.shown is not None and desk.shown.study.sources == project.study.sources
    layers = state.layers() if is_again and is_same else ()  # what was found in them stays in view
    plans = partial(_bring, project.kept)
    desk.file, desk.seen, desk.shown, desk.base = file, version, project, project
    whose = project.study, project.scenario, project.whom
    state.lay_out(*whose, plans, layers=layers, is_again=is_again)
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
    desk.file, desk.base, desk.seen, desk.shown = None, None, -1, None
    desk.remarks, desk.name, desk.problem, desk.untaken, desk.plans = "", "", "", "", []
    state.forget_kept()
    state.use_ids(frozenset())
    state.use_corrections(Corrections())
    state.use_typed({})
    state.show_address(None)


def _now() -> Project:
    """Put together what is on the screen; a plan that was saved stays the same object."""
    desk, shown = state.desk(), state.kept_if_shown()
    if shown is None:
        kept = () if desk.shown is None else desk.shown.kept
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
        () if desk.shown is None else desk.shown.lost,
        settings=state.settings(),
        used_ids=state.used_ids(),
    )
