"""Everything this package raises on purpose.

GeoError
├── InputError (ValueError)        the data handed in cannot be used
│   ├── MissingColumnError         a table lacks a column that is needed
│   ├── DuplicateIdError           an id stands for two things
│   ├── DatumError                 the datum is unknown or contradicts the data
│   ├── RadiusError                a radius is not positive, or beyond the computed cutoff
│   └── OverflowWeightError        a sum of weights would not fit into int64
├── InfeasibleError                no plan can answer the question; names who is out of reach
├── StoppedError                   stopped before any allowed plan was found
├── AccessError                    somebody may not do this here, or is not who they say
├── ServiceError                   an online service that the user chose does not answer
└── MissingExtraError (ImportError)   an optional dependency is not installed

A message says what is wrong, where it is and what to do, in the user's language. It names no
option and no argument: those stand beside it (`GeoError.option`).
"""

from __future__ import annotations

__all__ = [
    "AccessError",
    "DatumError",
    "DuplicateIdError",
    "GeoError",
    "InfeasibleError",
    "InputError",
    "MissingColumnError",
    "MissingExtraError",
    "OverflowWeightError",
    "RadiusError",
    "ServiceError",
    "StoppedError",
]


class GeoError(Exception):
    """Base class: catch this to catch anything raised on purpose.

    The sentence itself is neutral: the screen, the command line and a program all show it. What
    only one of them can do is said beside it.

    Attributes
    ----------
    option
        What to add on the command line: ``"--sheet 2023"``; shown there alone. Empty: nothing.
    call
        The same for a program, ``"sheet='2023'"``: a note below the traceback.
    """

    def __init__(self, *said: object, option: str = "", call: str = "") -> None:
        super().__init__(*said)
        self.option = option
        if call:
            self.add_note(call)


class InputError(GeoError, ValueError):
    """The data or the question handed in cannot be used."""


class MissingColumnError(InputError):
    """A table lacks a column that is needed."""


class DuplicateIdError(InputError):
    """An id stands for two things."""


class DatumError(InputError):
    """The datum is unknown, or contradicts the data."""


class RadiusError(InputError):
    """A radius is not positive, or lies beyond the cutoff up to which distances were computed."""


class OverflowWeightError(InputError):
    """A sum of weights would not fit into a 64-bit integer."""


class InfeasibleError(GeoError):
    """No plan can answer the question.

    Attributes
    ----------
    ids
        Ids of the demand that no usable site can reach (may be empty).
    radius_m
        The radius, in metres, that would do, where one exists.
    """

    def __init__(
        self, message: str, *, ids: tuple[object, ...] = (), radius_m: float | None = None
    ) -> None:
        super().__init__(message)
        self.ids = ids
        self.radius_m = radius_m


class StoppedError(GeoError):
    """The search was stopped before it found any plan that meets all conditions."""


class AccessError(GeoError):
    """Somebody may not do this here, or is not who they say."""


class ServiceError(GeoError):
    """An online service that the user chose does not answer.

    Attributes
    ----------
    code
        The code of the service's refusal, where it gives one.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class MissingExtraError(GeoError, ImportError):
    """An optional dependency is not installed."""
