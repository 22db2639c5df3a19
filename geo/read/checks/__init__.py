"""Checks: rows that are used, but that somebody should look at; one function each."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from geo.read.checks.credit import credit_code, is_credit_code
from geo.read.checks.doubt import Doubt, Rows
from geo.read.checks.people import more_members, nobody, too_many
from geo.read.checks.place import coarse, far_off, repeated
from geo.read.checks.twins import twins
from geo.words import later

CHECKS = (repeated, far_off, coarse, nobody, too_many, more_members, twins, credit_code)

_THREADS = 2

__all__ = ["CHECKS", "Doubt", "Rows", "is_credit_code", "look"]


def look(rows: Rows) -> Iterator[Doubt]:
    """Say all that the checks have to say of some rows, in the order of `CHECKS`."""
    with ThreadPoolExecutor(_THREADS) as pool:
        every = [pool.submit(later(_all, check, rows)) for check in CHECKS]
        for said in every:
            yield from said.result()


def _all(check: Callable[[Rows], Iterator[Doubt]], rows: Rows) -> list[Doubt]:
    return list(check(rows))
