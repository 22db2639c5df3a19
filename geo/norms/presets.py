"""The presets that come with the package, each a TOML file beside this module."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from geo.errors import InputError
from geo.norms.norm import Norm
from geo.words import _

__all__ = ["norm", "norms"]


@cache
def norms() -> tuple[Norm, ...]:
    """Read all presets, in the order of their file names."""
    entries = sorted(files("geo.norms").iterdir(), key=lambda e: e.name)
    return tuple(
        Norm.from_toml(entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    )


def norm(name: str) -> Norm:
    """Return the preset of a name.

    Raises
    ------
    InputError
        There is none.

    Examples
    --------
    >>> norm("double-15").number("radius_m")
    1000
    """
    known = {one.name: one for one in norms()}
    if name not in known:
        raise InputError(
            _(
                "There is no norm {name!r}; wanted one of {names}.",
                name=name,
                names=", ".join(known),
            )
        )
    return known[name]
