"""Several years at once: each year keeps what stood before, and the weighted years are best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Reach
from geo.core.arrays import Ints
from geo.errors import InfeasibleError, OverflowWeightError
from geo.solve.asked import ask
from geo.solve.exact import CoverModel, Row, answer
from geo.solve.max_cover import MaxCover
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["nested"]


def nested(
    problem: MaxCover,
    reach: Reach,
    *,
    counts: tuple[int, ...],
    year_weights: tuple[int, ...],
    limits: tuple[Row, ...] = (),
    watch: Watch,
) -> npt.NDArray[np.bool_]:
    """Choose sites for all years together: maximise the weighted sum of what the years cover.

    Parameters
    ----------
    problem
        The question of the last year; its floors hold there.
    reach
        The demand, the sites, the metres.
    counts
        New sites open in each year, those of the years before included; they rise to
        ``problem.new``.
    year_weights
        Whole weight of each year.
    limits
        A further condition on the sites of each year, or nothing.
    watch
        Clock; without a proof in time nothing is returned.

    Returns
    -------
    is_open
        ``(n_year, n_site)``: each year holds all sites of the year before.

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
    model = ask(problem, reach).model
    joint = _joint(model, reach, counts, year_weights, limits)
    found = answer(joint, watch, seed=0)
    if found.is_infeasible:
        raise InfeasibleError(_("No choice of sites meets the conditions of all years together."))
    if found.is_open is None or joint.value(found.is_open) != found.bound:
        raise watch.late()
    return found.is_open.reshape(len(counts), -1)


def _joint(
    model: CoverModel,
    reach: Reach,
    counts: tuple[int, ...],
    year_weights: tuple[int, ...],
    limits: tuple[Row, ...],
) -> CoverModel:
    """Write the model of all years; site ``j`` in year ``t`` stands at ``t * n_site + j``."""
    n_year, n_site = len(counts), model.faces.n_site
    is_old = reach.sites.is_existing
    # What is required must stand by the last year, and may stand before.
    opened = np.vstack([np.tile(is_old, (n_year - 1, 1)), model.is_open])
    return replace(
        model,
        faces=_unfolded(model.faces, year_weights),
        is_open=opened.ravel(),
        is_closed=np.tile(model.is_closed, n_year),
        n_open=None,
        rows=(
            *_numbers(is_old, counts),
            *_kept(np.flatnonzero(~(is_old | model.is_closed)), n_site, n_year),
            *(_shifted(row, (n_year - 1) * n_site) for row in model.rows),
            *(_shifted(row, t * n_site) for t, row in enumerate(limits)),
        ),
    )


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


def _numbers(is_old: npt.NDArray[np.bool_], counts: tuple[int, ...]) -> list[Row]:
    """Say how many sites each year has open, those of today included."""
    n_site, ones = len(is_old), np.ones(len(is_old), np.int64)
    total = [int(is_old.sum()) + count for count in counts]
    return [Row(np.arange(n_site) + t * n_site, ones, low=n, high=n) for t, n in enumerate(total)]


def _kept(free: Ints, n_site: int, n_year: int) -> list[Row]:
    """Say that what is open in a year stays open in the next."""
    stays = np.array([1, -1])
    return [
        Row(np.array([t * n_site + j, (t - 1) * n_site + j]), stays, low=0)
        for t in range(1, n_year)
        for j in free
    ]


def _shifted(row: Row, by: int) -> Row:
    return replace(row, pos=row.pos + by)
