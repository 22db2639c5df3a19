"""Several years at once: each year keeps what stood before, and the weighted years are best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Problem, Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, OverflowWeightError
from geo.solve.asked import ask
from geo.solve.exact import CoverModel, Row, answer
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["nested", "without_required"]

Open = npt.NDArray[np.bool_]


def nested(
    problem: Problem,
    reach: Reach,
    *,
    counts: tuple[int, ...] | None,
    year_weights: tuple[int, ...],
    limits: tuple[tuple[Row, ...], ...],
    watch: Watch,
) -> Open:
    """Choose sites for all years together: maximise the weighted sum of what the years cover.

    Parameters
    ----------
    problem
        The question of the last year, which maximises; its floors hold there.
    reach
        The demand, the sites, the metres.
    counts
        How many more sites than today are open in each year, those of the years before included;
        they rise to ``problem.new``. None: only the limits decide.
    year_weights
        Whole weight of each year.
    limits
        Further conditions on the sites of each year.
    watch
        Clock; without a proof in time nothing is returned.

    Returns
    -------
    is_open
        ``(n_year, n_site)``: each year holds all sites of the year before, but those of today that
        the question may give up: they stay away once they are closed.

    Raises
    ------
    InputError, InfeasibleError
        As `geo.solve.solve` of the last year; or no choice meets the limits of all years.
    StoppedError
        Time ran out before a proof.

    Notes
    -----
    A site in a year is a site of its own in one large covering model, so that the collapse stays
    exact: rows say that a year has its number of sites and keeps those of the year before.
    """
    last = ask(problem, reach).model
    early = _early(problem, reach, last)
    joint = _joint(last, early, reach, counts, year_weights, limits)
    found = answer(joint, watch, seed=0)
    if found.is_infeasible:
        raise InfeasibleError(_("No choice of sites meets the conditions of all years together."))
    if found.is_open is None or joint.value(found.is_open) != found.bound:
        raise watch.late()
    return found.is_open.reshape(len(limits), -1)


def without_required(reach: Reach) -> Reach:
    """Let required sites wait for a later year."""
    status = np.where(reach.sites.is_required, "candidate", reach.sites.status)
    eased: Reach = replace(reach, sites=replace(reach.sites, status=status))  # type: ignore[type-var]  # reaches are dataclasses
    return eased


@dataclass(frozen=True, eq=False)
class _Early:
    """What holds before the last year: sites settled, and those that stand too near others."""

    is_open: Open
    is_closed: Open
    rows: tuple[Row, ...] = ()


def _early(problem: Any, reach: Reach, last: CoverModel) -> _Early:  # noqa: ANN401 - any frozen question
    """Say what holds before the last year: what is required must stand only then."""
    is_old, is_required = reach.sites.is_existing, reach.sites.is_required
    if not (is_old & ~last.is_open).any():  # nothing closes: what is kept apart at last always was
        return _Early(last.is_open & ~is_required, last.is_closed)
    eased = replace(problem, floor_share=0.0)
    model = ask(eased, without_required(reach)).model
    is_closed = model.is_closed | (last.is_closed & ~is_old)
    return _Early(model.is_open, is_closed, tuple(row for row in model.rows if row.is_clique))


def _joint(
    model: CoverModel,
    early: _Early,
    reach: Reach,
    counts: tuple[int, ...] | None,
    year_weights: tuple[int, ...],
    limits: tuple[tuple[Row, ...], ...],
) -> CoverModel:
    """Write the model of all years; site ``j`` in year ``t`` stands at ``t * n_site + j``."""
    n_year, n_site = len(limits), model.faces.n_site
    by_year = [*([early.rows] * (n_year - 1)), model.rows]
    is_old = reach.sites.is_existing
    return replace(
        model,
        faces=_unfolded(model.faces, year_weights),
        is_open=np.r_[np.tile(early.is_open, n_year - 1), model.is_open],
        is_closed=np.r_[np.tile(early.is_closed, n_year - 1), model.is_closed],
        n_open=None,
        rows=(
            *([] if counts is None else _numbers(is_old, counts)),
            *_kept(_free(model, early), is_old, n_year),
            *(_shifted(row, t * n_site) for t, rows in enumerate(by_year) for row in rows),
            *(_shifted(row, t * n_site) for t, rows in enumerate(limits) for row in rows),
        ),
    )


def _free(model: CoverModel, early: _Early) -> Ints:
    """List the sites that may change from one year to the next."""
    always = early.is_open & model.is_open
    never = early.is_closed & model.is_closed
    return np.flatnonzero(~(always | never))


def _unfolded(faces: Faces, year_weights: tuple[int, ...]) -> Faces:
    """Repeat the faces for each year; only the last carries the weights of the floors."""
    n_year, n_pair = len(year_weights), len(faces.site_pos)
    if sum(year_weights) * faces.total >= 2**63:
        raise OverflowWeightError(
            _("{name}: the sum does not fit into a 64-bit integer.", name="weight × year")
        )
    last = np.repeat(np.arange(n_year) == n_year - 1, len(faces))
    return Faces.from_rows(
        np.concatenate([[0], *(faces.start[1:] + t * n_pair for t in range(n_year))]),
        np.concatenate([faces.site_pos + t * faces.n_site for t in range(n_year)]),
        np.concatenate([faces.weight * w for w in year_weights]),
        np.tile(faces.count, n_year),
        n_site=faces.n_site * n_year,
        layers=np.where(last[:, None], np.tile(faces.layers, (n_year, 1)), 0),
    )


def _numbers(is_old: Open, counts: tuple[int, ...]) -> list[Row]:
    """Say how many sites each year has open, those of today included."""
    n_site, ones = len(is_old), np.ones(len(is_old), np.int64)
    total = [int(is_old.sum()) + count for count in counts]
    return [Row(np.arange(n_site) + t * n_site, ones, low=n, high=n) for t, n in enumerate(total)]


def _kept(free: Ints, is_old: Open, n_year: int) -> list[Row]:
    """Say that what is open in a year stays open in the next; what is given up stays away."""
    stays, n_site = np.array([1, -1]), len(is_old)
    return [
        Row(np.array([t * n_site + j, (t - 1) * n_site + j]), -stays if is_old[j] else stays, low=0)
        for t in range(1, n_year)
        for j in free
    ]


def _shifted(row: Row, by: int) -> Row:
    return replace(row, pos=row.pos + by)
