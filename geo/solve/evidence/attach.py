"""Put evidence beside an answer that came without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.core import Certificate
from geo.solve.evidence.columns import columns_of
from geo.solve.evidence.search import evidence_for
from geo.solve.exact import Answer, CoverModel
from geo.solve.progress import Watch

__all__ = ["with_evidence"]

_SECONDS = 10.0
_MOST_PAIRS = 200_000  # beyond, a relaxation takes longer than anybody waits for
_HAIR = 1e-8  # of the value: a bound of HiGHS is loosened by less, and whole numbers may tell


def with_evidence(model: CoverModel, found: Answer, watch: Watch) -> Answer:
    """Look, for a little while, for whole numbers that prove an optimum of HiGHS.

    Parameters
    ----------
    model
        What was solved.
    found
        The answer; one that is not proven best but for the solver's rounding, or has a certificate,
        is returned as it is.
    watch
        The caller's clock.
    """
    if found.is_open is None or found.certificate is not None:
        return found
    value = model.value(found.is_open)
    if abs(found.bound - value) > _HAIR * value or len(model.faces.site_pos) > _MOST_PAIRS:
        return found
    given = columns_of(model)
    if not len(given.small.free) or not len(given.small.weight):
        return found  # nothing to decide: the checker sees that by itself
    claim = value if model.sense == "max" else -value
    proof = evidence_for(given, claim, Watch(min(_SECONDS, watch.left_s)))
    if proof is None:
        return found
    return replace(found, bound=value, certificate=_with_cliques(model, proof))


def _with_cliques(model: CoverModel, proof: Certificate) -> Certificate:
    """Name the sites of each condition of the least distance: they depend on how it was written."""
    rows = [r.pos for r in model.rows if r.is_clique]
    sizes = [len(pos) for pos in rows]
    sites = np.concatenate([np.zeros(0, np.int64), *rows])
    arrays = {"clique": np.array(sizes, np.int32), "clique_site": sites.astype(np.int32)}
    return Certificate(proof.kind, {**proof.arrays, **arrays})
