"""Settling: lists of unknown datum are told by those that are known, and converted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import DatumError
from geo.read.datum.agreement import compare
from geo.read.datum.doctor import diagnose
from geo.read.datum.restating import restate
from geo.read.datum.verdict import Verdict
from geo.read.datum.writing import HYPOTHESES, OVER
from geo.read.layer import Layer
from geo.words import _

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["settle"]


def settle(
    layers: dict[str, Layer],
    *,
    known: Sequence[Layer] = (),
    streets: BaseGeometry | None = None,
    outline: BaseGeometry | None = None,
) -> tuple[dict[str, Layer], dict[str, Verdict]]:
    """Diagnose every layer of unknown datum against those that are known, and convert it.

    A layer that is told is known to those that could not be told without it.

    Parameters
    ----------
    layers
        Kind -> layer.
    known
        More places of known position, which are no part of the study.
    streets
        Street lines in WGS-84, or None.
    outline
        Border of the town in WGS-84, or None.

    Returns
    -------
    layers, verdicts
        The layers with every datum known, and what was said of those that were diagnosed.

    Raises
    ------
    DatumError
        Nothing is known to compare with, or a layer cannot be told; names the choices.
    """
    ground: dict[str, Any] = {"streets": streets, "outline": outline}
    trusted = [*known, *(one for one in layers.values() if one.source.datum_known)]
    settled, verdicts = dict(layers), {}
    pending = [kind for kind, layer in layers.items() if not layer.source.datum_known]
    while pending:
        said = {k: diagnose(layers[k], trusted=trusted, **ground) for k in pending}
        told = [k for k in pending if said[k].is_trusted]
        if not told:
            layer = layers[pending[0]]
            has_ground = bool(trusted) or streets is not None
            why = said[pending[0]].sentence() if has_ground else _only_relative(layer, layers)
            raise DatumError(
                f"{layer.source.name}: {why}", option="--known … / --datum …", call="known=[…]"
            )
        for kind in told:
            verdicts[kind] = said[kind]
            settled[kind] = restate(layers[kind], str(said[kind].datum))
            trusted.append(settled[kind])
        pending = [k for k in pending if k not in told]
    return settled, {kind: verdicts[kind] for kind in layers if kind in verdicts}


def _only_relative(layer: Layer, layers: dict[str, Layer]) -> str:
    """Say that lists were only compared with one another, and what that showed."""
    said = [
        _(
            "lists can only be compared with one another, and the datum of none is known. "
            "Give places of known position (name, lon, lat), five of which a list names; or state "
            "the datum of one: {names}.",
            names=", ".join(d for d in HYPOTHESES if d != OVER),
        )
    ]
    others = (one for one in layers.values() if one is not layer)
    said += [agreement.sentence() for one in others if (agreement := compare(layer, one)).is_told]
    return " ".join(said)
