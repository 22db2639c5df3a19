"""One choice of sites for many versions of the data at once: best on average, or good in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.core import Faces
from geo.core.arrays import Ints
from geo.errors import OverflowWeightError
from geo.solve.exact import CoverModel, Floor, answer
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["OverDraws", "best_on_average", "good_in_each"]

Open = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class OverDraws:
    """What a search over several draws came to.

    Attributes
    ----------
    is_open
        ``(n_site,)`` the best plan found, or None where none was.
    bound
        No plan that meets the conditions is worth more, all draws counted by their weights.
    is_impossible
        There is no such plan, and that is proven.
    """

    is_open: Open | None
    bound: int
    is_impossible: bool = False


def best_on_average(
    model: CoverModel, draws: Sequence[Faces], times: Ints, watch: Watch, *, seed: int = 0
) -> OverDraws:
    """Find the plan that is worth the most over draws of the data, each counted so many times.

    Parameters
    ----------
    model
        The question that maximises, put to the data as they stand: its conditions hold.
    draws
        The faces of each draw, without the sites that are gone there.
    times
        ``(n_draw,)`` whole weights, 0 or more.
    watch
        Clock; the bound holds wherever it ends the search.
    seed
        Seed of every random step.

    Notes
    -----
    A plan covers faces of all draws, so that it is one covering question; draws that part nobody
    from a site share their faces, and it is then as small as the question of a single draw.
    """
    found = answer(_joined(model, draws, times, least=None), watch, seed=seed)
    return OverDraws(found.is_open, found.bound, found.is_infeasible)


def good_in_each(
    model: CoverModel, draws: Sequence[Faces], least: Ints, watch: Watch, *, seed: int = 0
) -> OverDraws:
    """Find a plan that is worth at least so much in each draw, or prove that there is none.

    Parameters
    ----------
    model, draws, watch, seed
        As of `best_on_average`.
    least
        ``(n_draw,)`` what the plan must be worth.
    """
    found = answer(_joined(model, draws, np.zeros(len(draws)), least=least), watch, seed=seed)
    return OverDraws(found.is_open, found.bound, found.is_infeasible)


def _joined(
    model: CoverModel, draws: Sequence[Faces], times: npt.ArrayLike, *, least: Ints | None
) -> CoverModel:
    """Set the faces of the draws beside one another; a draw with a least value is a floor.

    The floors of the question itself are of the data as they stand, whose faces count for nothing
    else.
    """
    whole = [int(t) for t in np.asarray(times)]
    if sum(t * one.total for t, one in zip(whole, draws, strict=True)) >= 2**62:
        raise OverflowWeightError(
            _("{name}: the sum does not fit into a 64-bit integer.", name="weight × draw")
        )
    parts = [*draws, model.faces] if model.floors else [*draws]
    n_own = model.faces.layers.shape[1] if model.floors else 0
    n_draw = 0 if least is None else len(draws)
    layers = [np.zeros((len(part), n_own + n_draw), np.int64) for part in parts]
    if n_own:
        layers[-1][:, :n_own] = model.faces.layers
    for k in range(n_draw):
        layers[k][:, n_own + k] = draws[k].weight
    weights = [t * one.weight for t, one in zip(whole, draws, strict=True)]
    ends = np.cumsum([0, *(len(part.site_pos) for part in parts)])
    faces = Faces.from_rows(
        np.concatenate([[0], *(part.start[1:] + e for part, e in zip(parts, ends, strict=False))]),
        np.concatenate([part.site_pos for part in parts]),
        np.concatenate([*weights, np.zeros(len(parts[-1]) if n_own else 0, np.int64)]),
        np.concatenate([part.count for part in parts]),
        n_site=model.faces.n_site,
        layers=np.concatenate(layers),
    )
    floors = [] if least is None else [Floor(n_own + k, int(low)) for k, low in enumerate(least)]
    return replace(model, faces=faces, floors=(*model.floors, *floors))
