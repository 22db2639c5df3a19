"""What is read, and read aloud, by whoever uses a map by keyboard alone."""

from __future__ import annotations

from geo.words import _

__all__ = ["editing", "reading"]


def reading(*, asked: bool = False) -> dict[str, str]:
    """Say which keys move a map and tell what stands on it.

    Parameters
    ----------
    asked
        Whether the page takes places that are clicked: Enter is such a click.
    """
    takes = _("Enter takes the place at the cross-hair, as a click does.")
    tells = _("Enter tells what stands nearest to the cross-hair.")
    return {
        "moves": _("Arrow keys move the map (with Shift: a little), + and - zoom."),
        "enter": takes if asked else tells,
        "near": _("{what}: {metres} m from the cross-hair."),
        "none": _("Nothing stands on this part of the map: move it, or zoom out."),
        "asked": _("This place was taken; the page answers beside the map."),
    }


def editing() -> dict[str, str]:
    """Say what keys do with each tool of a map that can be edited, and what they have done."""
    return {
        "bar": _("Tools of the map"),
        "move_keys": _(
            "Enter picks up the venue, home or firm that is ringed; arrow keys carry it, Enter "
            "puts it down. Escape: no tool."
        ),
        "add_keys": _("Enter places a new venue at the cross-hair. Escape leaves the tool."),
        "add_firm_keys": _("Enter places a new firm at the cross-hair. Escape leaves the tool."),
        "drop_keys": _(
            "Enter deletes the venue, home or firm that is ringed; Ctrl+Z brings it back. "
            "Escape leaves the tool."
        ),
        "carried_keys": _("Arrow keys carry it, Enter puts it down, Escape leaves it there."),
        "picked": _("{what} is picked up; it stood {metres} m from the cross-hair."),
        "put": _("{what} is put down, {metres} m from where it stood."),
        "kept": _("{what} stays where it is."),
        "made_site": _("A new venue stands at the cross-hair."),
        "made_firm": _("A new firm stands at the cross-hair."),
        "dropped": _("{what} is deleted; it stood {metres} m from the cross-hair."),
        "undone": _("The last change is taken back."),
        "redone": _("The change is made again."),
    }
