"""Both levels in one covering model: a venue at a level is a site of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Reach
from geo.errors import InfeasibleError, OverflowWeightError
from geo.solve import Row, Watch
from geo.solve.exact import CoverModel, answer
from geo.words import _

__all__ = ["Open", "chosen", "joint"]

Open = npt.NDArray[np.bool_]


def joint(
    reach: Reach,
    stands: Open,
    *,
    radii_m: tuple[float, ...],
    weights: tuple[int, ...],
    news: tuple[int, ...],
    must_take: bool = True,
) -> CoverModel:
    """Write the model; site ``j`` at level ``t`` stands at ``t * n_site + j``.

    Parameters
    ----------
    reach
        The demand, the sites, the metres.
    stands
        ``(n_level, n_site)`` what is open today, at which level.
    radii_m, weights, news
        Of each level.
    must_take
        Whether required venues must be taken.
    """
    sites, n_level = reach.sites, len(news)
    n_site = len(sites)
    is_closed = np.tile(sites.is_forbidden | sites.is_existing, (n_level, 1)) & ~stands
    ones = np.ones(n_site, np.int64)
    numbers = [
        Row(np.arange(n_site) + t * n_site, ones, low=(n := int(stands[t].sum()) + new), high=n)
        for t, new in enumerate(news)
    ]
    # One roof, one level: a venue becomes a home or a station; a required one becomes either.
    each = [
        Row(
            np.arange(n_level) * n_site + j,
            np.ones(n_level, np.int64),
            low=1 if must_take and sites.is_required[j] else None,
            high=1,
        )
        for j in np.flatnonzero(sites.is_usable)
    ]
    faces = _stacked([reach.faces(radius) for radius in radii_m], weights)
    return CoverModel(faces, stands.ravel(), is_closed.ravel(), rows=(*numbers, *each))


def _stacked(levels: list[Faces], weights: tuple[int, ...]) -> Faces:
    """Put the faces of the levels one behind the other, each worth its weight."""
    if sum(w * faces.total for w, faces in zip(weights, levels, strict=True)) >= 2**63:
        raise OverflowWeightError(
            _("{name}: the sum does not fit into a 64-bit integer.", name="weight × level")
        )
    n_site, ends = levels[0].n_site, np.cumsum([0, *(len(f.site_pos) for f in levels)])
    return Faces.from_rows(
        np.concatenate([[0], *(f.start[1:] + end for f, end in zip(levels, ends, strict=False))]),
        np.concatenate([f.site_pos + t * n_site for t, f in enumerate(levels)]),
        np.concatenate([f.weight * w for f, w in zip(levels, weights, strict=True)]),
        np.concatenate([f.count for f in levels]),
        n_site=n_site * len(levels),
    )


def chosen(model: CoverModel, n_level: int, watch: Watch) -> Open:
    """Return the best decision, proven: ``(n_level, n_site)``.

    Raises
    ------
    InfeasibleError
        The venues do not allow so many new sites of each level.
    StoppedError
        Time ran out before a proof.
    """
    found = answer(model, watch, seed=0)
    if found.is_infeasible:
        raise InfeasibleError(
            _("The venues do not allow so many homes and stations; ask for fewer, or add venues.")
        )
    if found.is_open is None or model.value(found.is_open) != found.bound:
        raise watch.late()
    return found.is_open.reshape(n_level, -1)
