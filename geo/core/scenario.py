"""A scenario: all choices of one run, in one small text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import tomli_w

from geo.core.arrays import digest
from geo.core.problem import Problem
from geo.core.reach import Mode
from geo.errors import InputError
from geo.words import _

__all__ = ["Scenario", "choices", "made"]


@dataclass(frozen=True)
class Scenario:
    """All choices of one run; `geo.study.run` carries it out.

    Attributes
    ----------
    problem
        The question.
    mode
        The rule of distance.
    makers
        Names of candidate makers whose sites are added to the study's own (``"kmeans"``,
        ``"density"``, ``"hexgrid"``); empty: only the study's sites.
    limit_s
        Seconds after which the best plan found is kept, or None.
    seed
        Seed of every random step.
    note
        The planner's own words.
    """

    problem: Problem
    mode: Mode
    makers: tuple[str, ...] = ()
    limit_s: float | None = None
    seed: int = 0
    note: str = ""

    @cached_property
    def digest(self) -> str:
        """Content digest: equal choices, equal digest."""
        return digest("scenario", self.to_toml())

    def to_toml(self) -> str:
        """Write the choices as TOML; `from_toml` reads them back to an equal value."""
        plain: dict[str, Any] = {"seed": self.seed, "makers": list(self.makers), "note": self.note}
        if self.limit_s is not None:
            plain["limit_s"] = self.limit_s
        return tomli_w.dumps(plain | {"problem": choices(self.problem), "mode": choices(self.mode)})

    @classmethod
    def from_toml(
        cls, text: str, *, problems: Iterable[type[Any]], modes: Iterable[type[Any]]
    ) -> Scenario:
        """Read choices written by `to_toml`.

        Raises
        ------
        InputError
            The text is no TOML, or names a question, a mode or a field that does not exist.
        """
        try:
            plain = tomllib.loads(text)
            problem, mode = plain.pop("problem"), plain.pop("mode")
            makers = tuple(plain.pop("makers", ()))
            return cls(made(problem, problems), made(mode, modes), makers, **plain)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise InputError(
                _(
                    "This is no scenario file: {error}. Save one from the app and compare.",
                    error=error,
                )
            ) from None


def choices(value: Problem | Mode) -> dict[str, Any]:
    """Write a question or a mode as its name and its plain fields.

    A field marked ``metadata={"data": True}`` holds data of the study, and is left out.
    """
    kept = [f.name for f in fields(value) if not f.metadata.get("data")]  # type: ignore[arg-type]  # all are dataclasses
    plain = {name: getattr(value, name) for name in kept}
    for name, choice in plain.items():
        if not isinstance(choice, (str, int, float, tuple, list, dict)):
            raise InputError(
                _("{name} cannot be kept in a scenario file: it is data, not a choice.", name=name)
            )
    return {"name": value.name, **plain}


def made(plain: dict[str, Any], kinds: Iterable[type[Any]]) -> Any:  # noqa: ANN401 - a problem or a mode
    """Build the member of a family that `choices` wrote."""
    given = dict(plain)
    wanted = given.pop("name")
    known = {kind.name: kind for kind in kinds}
    if wanted not in known:
        raise InputError(
            _("There is no {name!r}; wanted one of {names}.", name=wanted, names=", ".join(known))
        )
    return known[wanted](**given)
