"""Settling: lists of unknown datum are told by those that are known, and converted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    trusted = [*known, *(one for one in layers.values() if one.source.datum_known)]
    settled, verdicts = dict(layers), {}
    for kind, layer in layers.items():
        if layer.source.datum_known:
            continue
        verdict = diagnose(layer, trusted=trusted, streets=streets, outline=outline)
        if not verdict.is_trusted or verdict.datum is None:
            has_ground = bool(trusted) or streets is not None
            said = verdict.sentence() if has_ground else _only_relative(layer, layers)
            raise DatumError(f"{layer.source.name}: {said}")
        verdicts[kind] = verdict
        settled[kind] = restate(layer, verdict.datum)
    return settled, verdicts


def _only_relative(layer: Layer, layers: dict[str, Layer]) -> str:
    """Say that lists were only compared with one another, and what that showed."""
    said = [
        _(
            "lists can only be compared with one another, and the datum of none is known. "
            "State the datum of one: {names}.",
            names=", ".join(d for d in HYPOTHESES if d != OVER),
        )
    ]
    others = (one for one in layers.values() if one is not layer)
    said += [agreement.sentence() for one in others if (agreement := compare(layer, one)).is_told]
    return " ".join(said)
