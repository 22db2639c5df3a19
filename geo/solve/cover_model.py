"""From a question and a reach to the covering model: what all questions share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.core import Faces, Reach, Sites
from geo.core.arrays import Ints
from geo.errors import InputError
from geo.solve.conditions import Conditions, needed, spacing, split
from geo.solve.exact import CoverModel, Floor, Row
from geo.solve.out_of_reach import Want, nobody, refuse, too_few, too_few_of
from geo.solve.progress import Watch
from geo.words import _

__all__ = ["Decisions", "check_number", "layers_of", "model_of"]


@dataclass(frozen=True, eq=False)
class Decisions:
    """What may be decided about the sites.

    Attributes
    ----------
    is_open, is_closed
        ``(n_site,)`` settled beforehand.
    n_open
        Number of open sites in every plan, or None.
    target
        What must be covered by the fewest sites, or None where the most is to be covered.
    rows
        Further conditions of the question itself.
    """

    is_open: npt.NDArray[np.bool_]
    is_closed: npt.NDArray[np.bool_]
    n_open: int | None = None
    target: int | None = None
    rows: tuple[Row, ...] = ()


def check_number(reach: Reach, new: int) -> None:
    """Refuse a number of new sites that the list of sites cannot give."""
    sites = reach.sites
    n_required, n_usable = int(sites.is_required.sum()), int(sites.is_usable.sum())
    if new > n_usable:
        raise InputError(
            _(
                "{new} new sites are wanted, but only {usable} can be used (candidates and "
                "required ones); ask for fewer, or add venues.",
                new=new,
                usable=n_usable,
            )
        )
    if n_required > new:
        raise InputError(
            _(
                "{required} sites are required, but only {new} new ones are wanted; ask for at "
                "least {required}, or require fewer.",
                required=n_required,
                new=new,
            )
        )


def faces_of(question: Conditions, reach: Reach, radius_m: float, layers: Ints) -> Faces:
    """Collapse the demand; a face's weight is what the question counts."""
    if not question.weights:
        return reach.faces(radius_m, layers if layers.shape[1] else None)
    worth = question.people(reach.demand)
    faces = reach.faces(radius_m, np.column_stack([layers, worth]))
    return replace(
        faces,
        weight=faces.layers[:, -1],
        layers=faces.layers[:, :-1],
        out_weight=int(faces.out_layers[-1]),
        out_layers=faces.out_layers[:-1],
    )


def layers_of(question: Conditions, reach: Reach) -> tuple[Ints, tuple[Floor, ...]]:
    """Return the people of each group that has a floor, ``(n_demand, n_group)``, and the floors."""
    if not question.floor_share:
        return np.zeros((len(reach.demand), 0), np.int64), ()
    groups = list(split(reach.demand, question.floor_by))
    low = [needed(question.floor_share, int(weight.sum())) for _name, weight in groups]
    floors = tuple(Floor(k, one) for k, one in enumerate(low))
    return np.column_stack([w for _name, w in groups]), floors


def model_of(
    question: Conditions,
    reach: Reach,
    decisions: Decisions,
    *,
    radius_m: float,
    times: int,
    faces: Faces | None = None,
    watch: Watch | None = None,
) -> CoverModel:
    """Put the model together, or say why no plan can exist.

    Raises
    ------
    InfeasibleError
        Nobody can be covered, or a floor cannot be met even with every usable site open.
    """
    layers, floors = layers_of(question, reach)
    model = CoverModel(
        faces_of(question, reach, radius_m, layers) if faces is None else faces,
        decisions.is_open,
        decisions.is_closed,
        times=times,
        n_open=decisions.n_open,
        target=decisions.target,
        rows=decisions.rows,
        floors=floors,
    )
    _refuse_out_of_reach(question, reach, model, radius_m=radius_m, watch=watch)
    return _spaced(model, reach.sites, question.spacing_m) if question.spacing_m else model


def _spaced(model: CoverModel, sites: Sites, spacing_m: float) -> CoverModel:
    """Close what stands too near to a settled site; keep the others apart."""
    pairs = spacing.too_near(sites, spacing_m)
    spacing.check(sites, pairs[model.is_open[pairs].all(axis=1)], spacing_m)
    is_closed = model.is_closed | spacing.beside(pairs, model.is_open)
    left = pairs[~(model.is_open | is_closed)[pairs].any(axis=1)]
    return replace(model, is_closed=is_closed, rows=model.rows + spacing.rows(left))


def _refuse_out_of_reach(
    question: Conditions,
    reach: Reach,
    model: CoverModel,
    *,
    radius_m: float,
    watch: Watch | None,
) -> None:
    """Refuse what cannot be met even with every usable site open."""
    times, worth = model.times, question.people(reach.demand)
    is_covered = model.faces.times_covered(~model.is_closed) >= times
    most = int(model.faces.weight[is_covered].sum())
    may_open = ~model.is_closed
    if most == 0:
        want = Want(radius_m, times, worth, model.target or 1)
        raise refuse(nobody(radius_m, times), reach, want, may_open, watch)
    if model.target is not None and most < model.target:
        want = Want(radius_m, times, worth, model.target)
        raise refuse(too_few(most, want), reach, want, may_open, watch)
    groups = list(split(reach.demand, question.floor_by)) if model.floors else []
    for floor, (name, weight) in zip(model.floors, groups, strict=True):
        most = int(model.faces.layers[is_covered, floor.layer].sum())
        if most < floor.low:
            want = Want(radius_m, times, weight, floor.low)
            raise refuse(too_few_of(name, most, want), reach, want, may_open, watch)
