"""Demo towns: real data that ship in a dependency's wheel, or a synthetic town that says so."""

from __future__ import annotations

from functools import cache

from geo.core import Study
from geo.errors import InputError
from geo.read.demos.entry import Demo as Demo
from geo.read.demos.helsinki import HELSINKI
from geo.read.demos.yongshun import YONGSHUN
from geo.words import _

__all__ = ["DEMOS", "Demo", "demo", "demo_names"]

DEMOS = (YONGSHUN, HELSINKI)


def demo_names() -> tuple[str, ...]:
    """List the names of the demo towns."""
    return tuple(d.name for d in DEMOS)


@cache
def demo(name: str) -> Study:
    """Open a demo town; it is read once in a process.

    Raises
    ------
    InputError
        There is no demo of that name.

    Examples
    --------
    >>> demo("yongshun").is_synthetic
    True
    """
    for one in DEMOS:
        if one.name == name:
            return one.read()
    raise InputError(
        _(
            "There is no demo {name!r}; wanted one of {names}.",
            name=name,
            names=", ".join(demo_names()),
        )
    )
