"""A preset with the figures that a planner changed; each says what was written before."""

from __future__ import annotations

from geo.core import AskedNorm
from geo.errors import InputError
from geo.norms.norm import Figure, Norm
from geo.norms.presets import norm
from geo.words import LANGUAGES, _, in_language

__all__ = ["asked_norm"]


def asked_norm(name: str, asked: AskedNorm | None) -> Norm:
    """Return a preset with the figures that were changed.

    Parameters
    ----------
    name
        Name of the preset.
    asked
        What was changed; None: nothing. Figures that the norm does not have, as those of another
        version, are left as they are.

    Raises
    ------
    InputError
        There is no such norm.

    Examples
    --------
    >>> near = asked_norm("double-15", AskedNorm("double-15", (("double-15", "radius_m", 800),)))
    >>> near.number("radius_m"), near.figure("radius_m").source[:24]
    (800, 'changed here from 1,000:')
    """
    rule = norm(name)
    for preset, figure, value in () if asked is None else asked.figures:
        written = rule.figure(figure)
        if preset != name or written is None or value == written.value:
            continue
        try:
            rule = rule.with_figure(figure, value, source=_source(written))
        except InputError:
            continue
    return rule


def _source(figure: Figure) -> tuple[tuple[str, str], ...]:
    """Say in every language that a figure was changed, and where it stood."""
    found = []
    for language in LANGUAGES:
        with in_language(language):
            if isinstance(figure.value, tuple):
                said = _("changed here: {source}", source=figure.source)
            else:
                said = _(
                    "changed here from {value:,g}: {source}",
                    value=figure.value,
                    source=figure.source,
                )
        found.append((language, said))
    return tuple(found)
